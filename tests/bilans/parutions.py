"""A release of a whole year, protected and approved as the coordination does it, for reports to be made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from maillage.bilans.queries.rapports import RapportLu, rapport
from maillage.bilans.rules.rapport import (
    Rapport,
    faits_du_rapport,
    sections_de_la_parution,
    titre_du_rapport,
)
from maillage.bilans.rules.sections_du_plan import section_des_actions, section_des_manques
from maillage.bilans.rules.sections_ecrites import section_de_la_gouvernance, section_des_moyens
from maillage.bilans.services.rapports import commencer, commenter
from maillage.publications.rules.contenus_lus import dire_la_protection
from maillage.publications.rules.parutions import (
    Etiquettes,
    Parution,
    ParutionDetaillee,
    Seing,
    TablePubliee,
)
from maillage.publications.rules.periodes import PeriodeScolaire
from tests.factories.monde import Monde
from tests.publications.gestes import publier
from tests.publications.villes import Ville


@pytest.fixture
def parution_de_l_annee(monde: Monde, ville: Ville) -> int:
    """The number of a release of 160 children, rounded to 5."""
    return publier(
        monde.acteur("leila"),
        monde.aujourd_hui,
        periode=PeriodeScolaire.ANNEE,
        tables=("age_sexe", "label", "quartier", "motif", "arrivee", "issue", "eps"),
    )


def commence(monde: Monde, numero: int) -> UUID:
    return commencer(acteur=monde.acteur("leila"), parution=numero, at=monde.aujourd_hui)


def lu(monde: Monde, ident: UUID) -> RapportLu:
    return rapport(monde.acteur("leila"), ident, at=monde.aujourd_hui)


def ecrire(monde: Monde, ident: UUID, rubrique: str, texte: str, **autres: Any) -> None:
    commenter(
        acteur=monde.acteur("leila"), rapport_id=ident, rubrique=rubrique, texte=texte, at=monde.aujourd_hui,
        **{"rang_lu": 0, "confirme": False, **autres},
    )  # fmt: skip


# One axis each: code of the table, title, axis, its label, values by code; None is a hidden cell.
TABLES: tuple[tuple[str, str, str, str, dict[str, int | None]], ...] = (
    ("age_sexe", "Âge", "age", "Âge au 31 décembre",
     {"2_5_ans": 30, "6_10_ans": 80, "11_16_ans": 35, "17_ans_et_plus": 0}),
    ("cycle_sexe", "Sexe", "sexe", "Sexe", {"fille": 60, "garcon": 85, "inconnu": 0}),
    ("motif", "Motif", "motif", "Motif principal",
     {"isolement_social": 45, "comportement": 40, "absenteisme": 5, "inconnu": 55}),
    ("arrivee", "Arrivées", "arrivee", "Arrivée dans l’année", {"entree": 0, "deja_suivi": 145}),
    ("issue", "Issue", "issue", "Situation à la fin de l’année",
     {"en_cours": 100, "objectifs_atteints": 25, "relais": 20}),
    ("eps", "EPS", "eps", "Examen en EPS", {"oui": 95, "non": 50}),
)  # fmt: skip
LIBELLES = {
    "2_5_ans": "2-5 ans", "6_10_ans": "6-10 ans", "11_16_ans": "11-16 ans", "17_ans_et_plus": "17 ans et plus",
    "fille": "Filles", "garcon": "Garçons", "isolement_social": "Isolement social",
    "comportement": "Comportement / relation aux autres", "absenteisme": "Absentéisme", "entree": "Entre dans l’année",
    "deja_suivi": "Déjà suivi", "en_cours": "Parcours en cours", "objectifs_atteints": "Sortie, objectifs atteints",
    "relais": "Sortie, relais", "oui": "Examiné", "non": "Non examiné", "inconnu": "Non renseigné",
}  # fmt: skip
LECTEURS = frozenset({"mandat_elu", "pilotage", "partenariat"})


def dessinee(
    mode: str = "arrondi",
    *,
    pour: frozenset[str] = LECTEURS,
    **autres: dict[str, int | None],
) -> ParutionDetaillee:
    """A release written by hand: no base is needed. `autres`: the values of an axis, in the place of those above."""
    tables, etiquettes = [], {}
    for ident, titre, axe, libelle, d_office in TABLES:
        valeurs = autres.get(axe, d_office)
        connues = [v for v in valeurs.values() if v is not None]
        total = 145 if len(connues) < len(valeurs) else sum(connues)
        cells = {((axe, c),): v for c, v in valeurs.items()} | {((axe, "total"),): total}
        phrase = dire_la_protection(mode, 5, 5)
        tables.append(
            TablePubliee(ident, titre, "?", (axe,), cells, phrase, pour, ("enfants_suivis",))
        )
        etiquettes[axe] = Etiquettes(axe, libelle, {c: LIBELLES[c] for c in valeurs})
    le = datetime(2025, 10, 1, 9, tzinfo=UTC)
    parution = Parution(3, uuid4(), "Chiffres", 2024, "annee", mode, 5, le, "L. M.", "0" * 64)
    definitions = ({"code": "enfants_suivis", "version": 1, "libelle": "Enfants suivis", "question": "Combien ?",
                    "formule": "Un enfant compte une fois.", "periode": "L’année.", "source": "Parcours.",
                    "limites": "Aucune.", "reference": ""},)  # fmt: skip
    return ParutionDetaillee(
        parution, tuple(tables), etiquettes, definitions, 5, date(2025, 8, 31), Seing.INTACTE
    )


def rapport_de(lue: ParutionDetaillee, textes: dict[str, str] | None = None) -> Rapport:
    """The report of a release written by hand."""
    dits = textes or {}
    return Rapport(
        programme="PRE de Rivemont", annee="2024-2025", numero=3, titre=titre_du_rapport(lue),
        faits=faits_du_rapport(lue), protection=lue.tables[0].protection, approuvee_le="1er octobre 2025",
        sections=(*sections_de_la_parution(lue, dits), section_des_actions(lue, dits), section_des_manques(lue, dits),
                  section_des_moyens({}, dits), section_de_la_gouvernance({}, dits)),
        definitions=lue.definitions, commentaires=dits,
    )  # fmt: skip


def quartiers(valeurs: dict[str, int | None], mode: str = "arrondi") -> ParutionDetaillee:
    """A release that counts by neighbourhood, and nothing else."""
    lue = dessinee(mode)
    connues = [v for v in valeurs.values() if v is not None]
    cells = {(("quartier", c),): v for c, v in valeurs.items()}
    table = TablePubliee(
        "quartier", "Quartier", "?", ("quartier",), cells | {(("quartier", "total"),): sum(connues)},
        lue.tables[0].protection, LECTEURS, ("enfants_suivis",),
    )  # fmt: skip
    noms = {
        "QN1": "Le Canal",
        "QN2": "Centre",
        "QN3": "Les Glycines",
        "hors": "Hors quartier prioritaire",
    }
    mots = Etiquettes("quartier", "Quartier", {c: noms.get(c, c) for c in valeurs})
    return replace(lue, tables=(table,), etiquettes={"quartier": mots})
