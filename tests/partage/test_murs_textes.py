"""The second wall as text: the SQL that is generated is read here word for word; PostgreSQL itself judges it in `test_murs`."""

from __future__ import annotations

from maillage.comptes.rules import HORS_DU_SECRET
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, NatureDOuverture, Serrure, Volet
from maillage.partage.rules.actes import NOMINATIFS, SUR_DOSSIER, Acte, Relation
from maillage.partage.rules.charte import Clause, retire
from maillage.partage.rules.murs import (
    AVEC_LE_DOSSIER,
    DOSSIER,
    SERRURES,
    Cloison,
    abattre,
    conditions,
    droits,
    lever,
    liste,
    litteral,
    nom,
    remplir,
    retraits,
)
from maillage.partage.rules.table import RULES

LIENS = {
    Relation.SEANCE: NatureDOuverture.SEANCE,
    Relation.EXTRAIT: NatureDOuverture.EXTRAIT,
    Relation.URGENCE: NatureDOuverture.URGENCE,
}


def de_la_table() -> set[tuple[str, ...]]:
    """Every right of the table, spelt out without the code of the wall."""
    return {
        (
            f"'{r.nom}'", f"'{r.mission}'", f"'{r.relation}'", f"'{LIENS.get(r.relation, '')}'", f"'{acte}'",
            f"'{volet or ''}'", f"'{etat}'",
            "ARRAY[" + ", ".join(f"'{o}'" for o in sorted(r.exige(volet))) + "]::text[]",
            "true" if acte in NOMINATIFS else "false",
        )
        for r in RULES
        for acte in r.actes
        for volet in (r.volets if acte in SUR_DOSSIER else {None})
        for etat in r.etats
    }  # fmt: skip


def test_la_base_recoit_chaque_droit_de_la_table_une_fois_et_aucun_autre() -> None:
    assert len(droits()) == len(de_la_table()) > 100
    assert set(droits()) == de_la_table()


def test_la_base_recoit_ce_que_chaque_clause_retire() -> None:
    attendus = {
        (f"'{c}'", f"'{r.nom}'", f"'{a}'", f"'{v or ''}'")
        for c in Clause
        for r in RULES
        for a in r.actes
        for v in (r.volets if a in SUR_DOSSIER else {None})
        if retire({c}, r.nom, a, v)
    }
    assert len(retraits()) == len(attendus) > 0
    assert set(retraits()) == attendus


def test_un_texte_et_un_nom_ne_sortent_jamais_de_leurs_guillemets() -> None:
    assert litteral("l'été') OR (true") == "'l''été'') OR (true'"
    assert nom('a"b') == '"a""b"'
    assert liste(["a", "l'b"]) == "ARRAY['a', 'l''b']::text[]"
    assert liste([]) == "ARRAY[]::text[]"


NOTE = Cloison("parcours_notesante", Serrure(), "sante")
LIT = (
    "\"dossier_id\" IN (SELECT murs.dossiers(ARRAY['lire:sante', 'ouvrir_archive:sante!']::text[]))"
)
ECRIT = (
    '"dossier_id" IN (SELECT murs.dossiers('
    "ARRAY['ecrire:sante', 'planifier:sante', 'trier:quarantaine']::text[]))"
)
MOI = "(SELECT moi.id FROM murs.moi() AS moi)"
SYSTEME = "(SELECT moi.systeme FROM murs.moi() AS moi)"
A_MOI = (
    '"ouverture_id" IN (SELECT o.id FROM @schema@.dossiers_ouverturedevolet AS o'
    " JOIN murs.moi() AS moi ON o.utilisateur_id = moi.id"
)
EN_COURS = (
    " WHERE o.finie_le IS NULL AND o.depuis <= statement_timestamp()"
    " AND o.jusqu_a > statement_timestamp()"
)


def dans(*cles: str) -> str:
    ecrites = ", ".join(f"'{c}'" for c in cles)
    return f'"dossier_id" IN (SELECT murs.dossiers(ARRAY[{ecrites}]::text[]))'


def test_une_table_scellee_se_lit_et_s_ecrit_par_son_volet() -> None:
    change = f"({LIT}) AND {ECRIT}"
    assert conditions(NOTE) == {
        "select": LIT,
        "insert": ECRIT,
        "update": change,
        "delete": change,
    }


def test_le_dossier_ne_change_pas_de_programme_et_ne_s_efface_que_par_un_travail_declare() -> None:
    sien = "(SELECT moi.programme = programme_id OR moi.partout FROM murs.moi() AS moi)"
    assert conditions(Cloison(DOSSIER, Serrure(("lister:*",), ("ecrire:*",)))) == {
        "select": "\"id\" IN (SELECT murs.dossiers(ARRAY['lister:*']::text[]))",
        "insert": "programme_id IN (SELECT murs.programmes(ARRAY['ecrire:identite', 'importer:']::text[]))",
        "update": f"{sien} AND \"id\" IN (SELECT murs.dossiers(ARRAY['ecrire:*']::text[]))",
        "delete": '"id" IN (SELECT murs.dossiers(ARRAY[]::text[]))',
    }


def test_chacun_retrouve_ses_propres_rangs_sans_pouvoir_les_changer() -> None:
    for colonne, sien in (
        ("poste_id", '"poste_id" IN (SELECT unnest(moi.postes) FROM murs.moi() AS moi)'),
        ("utilisateur_id", f'"utilisateur_id" = {MOI}'),
        ("ouverture_id", f"{A_MOI})"),
    ):
        serrure = Serrure(("lire:*",), ("designer:*",), aussi_pour=colonne)
        lit = f"{sien} OR {dans('lire:*')}"
        change = f"({lit}) AND {dans('designer:*')}"
        ajoute = dans("designer:*")
        assert conditions(Cloison("t", serrure)) == {
            "select": lit, "insert": ajoute, "update": change, "delete": change,
        }  # fmt: skip


def test_un_extrait_n_est_lu_que_par_la_personne_pour_qui_il_court_et_signe_de_son_auteur() -> None:
    serrure = Serrure(
        ("lire_extrait",), ("extraire",), seule_pour="ouverture_id", ajoutee_par="auteur_id"
    )
    lit = f"({A_MOI}{EN_COURS}) OR {SYSTEME}) AND {dans('lire_extrait:social')}"
    change = f"({lit}) AND {dans('extraire:social')}"
    assert conditions(Cloison("t", serrure, "social")) == {
        "select": lit,
        "insert": f'("auteur_id" = {MOI} OR {SYSTEME}) AND {dans("extraire:social")}',
        "update": change,
        "delete": change,
    }


def test_lever_et_abattre_disent_chaque_commande_et_n_exemptent_personne() -> None:
    change = f"({LIT}) AND {ECRIT}"
    debut = 'ON @schema@."parcours_notesante" FOR'
    assert lever(NOTE) == [
        f"CREATE POLICY mur_select {debut} SELECT TO @role@ USING ({LIT})",
        f"CREATE POLICY mur_insert {debut} INSERT TO @role@ WITH CHECK ({ECRIT})",
        f"CREATE POLICY mur_update {debut} UPDATE TO @role@ USING ({change}) WITH CHECK ({change})",
        f"CREATE POLICY mur_delete {debut} DELETE TO @role@ USING ({change})",
        'ALTER TABLE @schema@."parcours_notesante" ENABLE ROW LEVEL SECURITY',
        'ALTER TABLE @schema@."parcours_notesante" FORCE ROW LEVEL SECURITY',
    ]
    assert abattre(["a"]) == [
        *(f'DROP POLICY IF EXISTS mur_{c} ON @schema@."a"' for c in ("select", "insert", "update", "delete")),
        'ALTER TABLE @schema@."a" NO FORCE ROW LEVEL SECURITY',
        'ALTER TABLE @schema@."a" DISABLE ROW LEVEL SECURITY',
        "DROP SCHEMA IF EXISTS murs CASCADE",
    ]  # fmt: skip


def test_remplir_met_les_droits_du_mur_et_les_noms_entre_guillemets() -> None:
    modele = "@schema@|@role@|@hors_du_secret@|@droits@|@retraits@"
    schema, role, hors, lus, retires = remplir(modele, schema='p"u', role="appli").split("|")
    assert (schema, role) == ('"p""u"', '"appli"')
    assert hors == "ARRAY[" + ", ".join(f"'{m}'" for m in sorted(HORS_DU_SECRET)) + "]::text[]"
    assert lus.split(",\n") == [f"    ({', '.join(d)})" for d in droits()]
    assert retires.split(",\n") == [f"    ({', '.join(r)})" for r in retraits()]


def test_qui_n_a_qu_un_extrait_ne_voit_ni_le_cercle_ni_les_ouvertures_des_autres() -> None:
    """Reading an extract lets the dossier be known, and nothing tied to it."""
    sur_dossier = {f"{a}:*" for a in SUR_DOSSIER}
    programme = {"importer:", "voir_les_chiffres:", "exporter_les_chiffres:"}
    suit = (sur_dossier | programme) - {f"{Acte.LIRE_EXTRAIT}:*"}
    ecrit = {
        "ecrire:*", "planifier:*", "trier:*", "designer:*", "extraire:*", "ouvrir_en_urgence:*", "conserver:*",
        "consigner:*",
    }  # fmt: skip
    assert set(SERRURES) == {"dossiers_dossier", "dossiers_cercle", "dossiers_ouverturedevolet"}
    dossier, cercle, ouverture = SERRURES.values()
    assert (set(dossier.lue_par), set(dossier.ecrite_par)) == (sur_dossier | programme, ecrit)
    assert (set(cercle.lue_par), cercle.ecrite_par) == (suit, ("designer:*",))
    assert (cercle.aussi_pour, cercle.seule_pour, cercle.ajoutee_par) == ("poste_id", "", "")
    assert (set(ouverture.lue_par), set(ouverture.ecrite_par)) == (suit, ecrit)
    assert (ouverture.aussi_pour, ouverture.ajoutee_par) == ("utilisateur_id", "ouverte_par_id")
    assert (set(AVEC_LE_DOSSIER.lue_par), set(AVEC_LE_DOSSIER.ecrite_par)) == (suit, ecrit)
    assert AVEC_LE_DOSSIER.aussi_pour == ""
    assert Cloison("t", Serrure()).volet == ""
    assert Serrure().seule_pour == Serrure().aussi_pour == Serrure().ajoutee_par == ""
    assert {v for v in Volet if f"'{v}'" in str(droits())} == set(Volet)


def test_la_serrure_ordinaire_est_celle_du_volet_de_sa_table() -> None:
    ordinaire = Serrure()
    assert ordinaire.lue_par == ("lire", "ouvrir_archive!")
    assert ordinaire.ecrite_par == ("ecrire", "planifier", "trier:quarantaine")


def test_les_volets_d_un_dossier_sont_tous_ceux_qui_ne_sont_plus_a_trier() -> None:
    assert set(Volet) - set(VOLETS_DU_DOSSIER) == {Volet.QUARANTAINE}
    assert len({v.libelle for v in Volet}) == len(Volet) == 9
    assert Volet.QUARANTAINE.libelle == "À trier"
