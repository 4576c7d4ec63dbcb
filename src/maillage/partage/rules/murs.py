"""The third reading of the table: PostgreSQL row-level security, generated. Nothing of it is written by hand.

Pure text: what is installed, and by whom, is the affair of `partage.pose`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from maillage.comptes.rules import HORS_DU_SECRET
from maillage.dossiers.rules import Serrure
from maillage.partage.rules.actes import NOMINATIFS, SUR_DOSSIER, Acte
from maillage.partage.rules.charte import CLAUSES, retire
from maillage.partage.rules.decision import OUVERTURES
from maillage.partage.rules.table import RULES

DOSSIER = "dossiers_dossier"
COMMANDES = ("select", "insert", "update", "delete")
# Acts on the programme under which the dossiers of the programme are read, while the code runs under them.
TITRES = (Acte.IMPORTER, Acte.VOIR_LES_CHIFFRES, Acte.EXPORTER_LES_CHIFFRES)
ECRITURES = (
    Acte.ECRIRE, Acte.PLANIFIER, Acte.TRIER, Acte.DESIGNER, Acte.EXTRAIRE, Acte.OUVRIR_EN_URGENCE,
    Acte.CONSERVER, Acte.CONSIGNER,
)  # fmt: skip
SUR_LE_PROGRAMME = tuple(f"{a}:" for a in TITRES)
QUI_CONNAIT = (*(f"{a}:*" for a in sorted(SUR_DOSSIER)), *SUR_LE_PROGRAMME)
QUI_SUIT = tuple(c for c in QUI_CONNAIT if c != f"{Acte.LIRE_EXTRAIT}:*")
QUI_ECRIT = tuple(f"{a}:*" for a in ECRITURES)
# Tables tied to a dossier without being sealed; those not named here open and close with the dossier.
SERRURES = {
    DOSSIER: Serrure(QUI_CONNAIT, QUI_ECRIT),
    "dossiers_cercle": Serrure(QUI_SUIT, (f"{Acte.DESIGNER}:*",), aussi_pour="poste_id"),
    "dossiers_ouverturedevolet": Serrure(
        QUI_SUIT, QUI_ECRIT, aussi_pour="utilisateur_id", ajoutee_par="ouverte_par_id"
    ),
}
AVEC_LE_DOSSIER = Serrure(QUI_SUIT, QUI_ECRIT)
OUVERTURES_A_MOI = (
    "@schema@.dossiers_ouverturedevolet AS o JOIN murs.moi() AS moi ON o.utilisateur_id = moi.id"
)
EN_COURS = (
    " WHERE o.finie_le IS NULL AND o.depuis <= statement_timestamp()"
    " AND o.jusqu_a > statement_timestamp()"
)


@dataclass(frozen=True, slots=True)
class Cloison:
    """What stands before the rows of one table. No `volet`: not sealed in a dossier; `du_programme`: of no dossier yet."""

    table: str
    serrure: Serrure
    volet: str = ""
    du_programme: bool = False

    def cles(self, actes: Iterable[str]) -> str:
        """Acts as the base knows them: an act named alone is on the volet of the table."""
        return liste(a if ":" in a else _sur(a, self.volet) for a in actes)


def _sur(acte: str, volet: str) -> str:
    fin = "!" if acte.endswith("!") else ""
    return f"{acte.removesuffix('!')}:{volet}{fin}"


def litteral(texte: str) -> str:
    """A text as SQL writes it."""
    return "'" + texte.replace("'", "''") + "'"


def liste(textes: Iterable[str]) -> str:
    """Texts as an SQL array."""
    return f"ARRAY[{', '.join(litteral(t) for t in textes)}]::text[]"


def nom(identifiant: str) -> str:
    """An SQL identifier, quoted."""
    return '"' + identifiant.replace('"', '""') + '"'


def droits() -> list[tuple[str, ...]]:
    """Each rule of the table spelt out, one row for each act, volet and state: SQL values."""
    natures = {relation: nature for nature, relation in OUVERTURES.items()}
    return [
        (
            *map(litteral, (r.nom, r.mission, r.relation, natures.get(r.relation, ""), acte)),
            litteral(volet or ""),
            litteral(etat),
            liste(sorted(r.exige(volet))),
            str(acte in NOMINATIFS).lower(),
        )
        for r in RULES
        for acte in sorted(r.actes)
        for volet in (sorted(r.volets) if acte in SUR_DOSSIER else [None])
        for etat in sorted(r.etats)
    ]


def retraits() -> list[tuple[str, ...]]:
    """What each clause takes away, spelt out the same way."""
    return [
        tuple(map(litteral, (clause, r.nom, acte, volet or "")))
        for clause in CLAUSES
        for r in RULES
        for acte in sorted(r.actes)
        for volet in (sorted(r.volets) if acte in SUR_DOSSIER else [None])
        if retire({clause}, r.nom, acte, volet)
    ]


def conditions(cloison: Cloison) -> dict[str, str]:
    """What must be true of a row, for each command of SQL. Nobody changes a row that she does not read."""
    serrure = cloison.serrure
    if cloison.table == DOSSIER:
        sien = "(SELECT moi.programme = programme_id OR moi.partout FROM murs.moi() AS moi)"
        ouvreurs = cloison.cles(("ecrire:identite", f"{Acte.IMPORTER}:"))
        return {
            "select": _dans("id", cloison.cles(serrure.lue_par)),
            "insert": f"programme_id IN (SELECT murs.programmes({ouvreurs}))",
            "update": f"{sien} AND {_dans('id', cloison.cles(serrure.ecrite_par))}",
            "delete": _dans("id", cloison.cles(())),  # a declared job only
        }
    dans = _du_programme if cloison.du_programme else partial(_dans, "dossier_id")
    lit, ecrit = dans(cloison.cles(serrure.lue_par)), dans(cloison.cles(serrure.ecrite_par))
    if serrure.seule_pour:
        lit = f"{_a_moi_seule(serrure.seule_pour)} AND {lit}"
    if serrure.aussi_pour:
        lit = f"{_a_moi(serrure.aussi_pour)} OR {lit}"
    change = f"({lit}) AND {ecrit}"
    ajoute = f"{_a_moi_seule(serrure.ajoutee_par)} AND {ecrit}" if serrure.ajoutee_par else ecrit
    return {"select": lit, "insert": ajoute, "update": change, "delete": change}


def _dans(colonne: str, cles: str) -> str:
    """One call for the whole statement: the set is not correlated to the row."""
    return f"{nom(colonne)} IN (SELECT murs.dossiers({cles}))"


def _du_programme(cles: str) -> str:
    """The same for rows of a programme; a job of the whole installation reaches them all."""
    partout = "(SELECT moi.partout FROM murs.moi() AS moi)"
    return f"(programme_id IN (SELECT murs.programmes({cles})) OR {partout})"


def _a_moi(colonne: str, *, en_cours: bool = False) -> str:
    """The row belongs to the person announced: herself, one of her postes, or an access opened to her."""
    if colonne == "poste_id":
        return f"{nom(colonne)} IN (SELECT unnest(moi.postes) FROM murs.moi() AS moi)"
    if colonne == "ouverture_id":
        fin = EN_COURS if en_cours else ""
        return f"{nom(colonne)} IN (SELECT o.id FROM {OUVERTURES_A_MOI}{fin})"
    return f"{nom(colonne)} = (SELECT moi.id FROM murs.moi() AS moi)"


def _a_moi_seule(colonne: str) -> str:
    """The same, where nobody else comes in but a declared job."""
    return f"({_a_moi(colonne, en_cours=True)} OR (SELECT moi.systeme FROM murs.moi() AS moi))"


def lever(cloison: Cloison) -> list[str]:
    """Statements that close a table: one policy for each command, and nobody exempt but by name of role."""
    table, lignes = f"@schema@.{nom(cloison.table)}", []
    for commande, condition in conditions(cloison).items():
        lues = "" if commande == "insert" else f" USING ({condition})"
        ecrites = f" WITH CHECK ({condition})" if commande in ("insert", "update") else ""
        lignes.append(
            f"CREATE POLICY mur_{commande} ON {table} FOR {commande.upper()} TO @role@{lues}{ecrites}"
        )
    return [
        *lignes,
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    ]


def abattre(tables: Iterable[str]) -> list[str]:
    """Statements that open these tables again."""
    lignes = []
    for table in (f"@schema@.{nom(t)}" for t in tables):
        lignes += [f"DROP POLICY IF EXISTS mur_{c} ON {table}" for c in COMMANDES]
        lignes += [
            f"ALTER TABLE {table} {geste} ROW LEVEL SECURITY" for geste in ("NO FORCE", "DISABLE")
        ]
    return [*lignes, "DROP SCHEMA IF EXISTS murs CASCADE"]


def remplir(modele: str, *, schema: str, role: str) -> str:
    """Fill the names left in a text of SQL: the rights, the schema of the tables, the role of the application."""
    valeurs = {
        "droits": ",\n".join(f"    ({', '.join(v)})" for v in droits()),
        "retraits": ",\n".join(f"    ({', '.join(v)})" for v in retraits()),
        "hors_du_secret": liste(sorted(HORS_DU_SECRET)),
        "schema": nom(schema),
        "role": nom(role),
    }
    for cle, valeur in valeurs.items():
        modele = modele.replace(f"@{cle}@", valeur)
    return modele
