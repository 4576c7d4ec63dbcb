"""The figures of the demonstration, by the room and by `recalcul`: `python -m tests.statistiques.deux_calculs`, on the data of a story.

The demonstration has no return, no evaluation and no ordinary service: they are written first, as rows. Prints one JSON object,
`{"rentrée, day": {figure: [room, recalcul]}}`.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import django

PARIS = ZoneInfo("Europe/Paris")
REGARDS = (  # viewpoint, what it saw, when
    ("enfant", "stable", "2025-10-06"), ("enfant", "amelioration_nette", "2026-01-12"), ("ecole", "degradation", "2026-03-02"),
    ("parents", "legere_amelioration", "2025-06-20"), ("partenaire", "non_evaluable", "2026-09-15"),
)  # fmt: skip
JOURS = ((2025, "2026-08-31"), (2025, "2026-02-10"), (2024, "2026-08-31"), (2026, "2026-11-20"))
NATURE = {"libelle": "Orthophonie", "structure": "", "qui": ""}
ACTIONS = (  # nature, operator, proposed, what followed
    (
        "orientation_droit_commun",
        "partenaire",
        "2025-10-01",
        (("acceptee", "2025-10-08"), ("en_cours", "2025-11-20")),
    ),
    ("action_individuelle", "droit_commun", "2025-09-15", (("liste_d_attente", "2025-09-30"),)),
    (
        "orientation_droit_commun",
        "droit_commun",
        "2026-01-05",
        (("refusee", "2026-01-20"), ("proposee", "2026-03-02"), ("en_cours", "2026-03-30")),
    ),
    ("orientation_droit_commun", "droit_commun", "2026-04-01", (("refusee", "2026-04-20"),)),
    ("action_collective", "partenaire", "2025-10-01", (("en_cours", "2025-10-05"),)),
    (
        "orientation_droit_commun",
        "partenaire",
        "2024-12-01",
        (("en_cours", "2025-12-24"), ("terminee", "2026-01-30")),
    ),
    (
        "entretien_famille",
        "pre_en_interne",
        "2026-11-20",
        (("en_cours", "2024-10-01"), ("interrompue", "2025-08-31"), ("en_cours", "2026-02-01")),
    ),
    (
        "orientation_droit_commun",
        "droit_commun",
        "2026-11-20",
        (("acceptee", "2026-01-12"), ("liste_d_attente", "2026-02-02")),
    ),
    ("visite_a_domicile", "droit_commun", "2026-08-01", (("acceptee", "2026-08-20"),)),
)
DOMAINES = ("langage", "", "sante_psychique", "sport")  # of the objective that an action serves, in turn  # fmt: skip


CORRIGEES = (  # what was typed, then days that somebody corrected
    (ACTIONS[4], {"fin": date(2025, 12, 1)}),
    (("action_individuelle", "partenaire", "2024-10-01", (("en_cours", "2024-10-05"),)), {"fin": date(2025, 6, 30)}),
    (("visite_a_domicile", "droit_commun", "2025-10-01", (("en_cours", "2026-09-10"),)), {"debut": date(2026, 1, 15)}),
    (("orientation_droit_commun", "droit_commun", "2025-11-01", (("acceptee", "2026-03-01"), ("en_cours", "2026-01-20"))), {}),
    (ACTIONS[5], {"debut": date(2025, 2, 3), "fin": date(2025, 8, 20)}),
    (ACTIONS[1], {"debut": date(2025, 12, 1)}),  # planned, never begun
)  # fmt: skip


def enrichir() -> None:
    """Returns (some left again), partial dates, evaluations, ordinary services."""
    from maillage.comptes.models import Programme, Utilisateur
    from maillage.dossiers.models import Dossier
    from maillage.parcours.models import Parcours

    programme = Programme.objects.get(code="saint-denis")
    auteur = Utilisateur.objects.get(email="leila@demo.example")
    partis = Parcours.objects.filter(sortie__gt="2025-09-15", sortie__lt="2026-05-01")
    for n, ancien in enumerate(partis.order_by("sortie", "id")[:12]):
        _revenir(ancien, n)
    suivis = Parcours.objects.filter(etape="parcours_en_cours", dossier__programme=programme)
    dossiers = list(
        Dossier.objects.filter(pk__in=suivis.values("dossier_id")).order_by("created_at", "pk")
    )
    _evaluer(programme, auteur, dossiers)
    for n, (dossier, action) in enumerate(zip(dossiers[10:], ACTIONS * 4, strict=False)):
        _orienter(auteur, dossier, *action, domaine=DOMAINES[n % 4])
        if n % 5 == 0:  # two waits of one child
            _orienter(auteur, dossier, *ACTIONS[1], domaine=DOMAINES[(n + 1) % 4])
    for dossier, (action, jours) in zip(dossiers[46:], CORRIGEES * 2, strict=False):
        _orienter(auteur, dossier, *action, domaine="sport", **jours)
    revenus = Dossier.objects.filter(pk__in=partis.values("dossier_id")).order_by(
        "created_at", "pk"
    )
    for n, dossier in enumerate(revenus):  # of the parcours that has ended
        _orienter(auteur, dossier, *(ACTIONS[1], ACTIONS[4])[n % 2], domaine="langage")
    for le, etat in (("2025-11-12", "close"), ("2026-01-20", "close"), ("2026-03-10", "annulee")):
        _reunir(programme, auteur, date.fromisoformat(le), etat)
    for n, dossier in enumerate(dossiers[5:12]):
        _viser(auteur, dossier, REGARDS[n % 3 : n % 3 + 3])


def _revenir(ancien: Any, n: int) -> None:
    from maillage.parcours.models import Parcours
    from tests.factories.dossiers import sceller

    if len(ancien.sortie) < 10:
        return
    sortie = date.fromisoformat(ancien.sortie)
    entree = (sortie + timedelta(days=20 + 7 * n)).isoformat()
    suite = {} if n % 3 else {"sortie": "2026-07-01"}
    sceller(
        Parcours, ancien.dossier,
        {"accord": "ecrit_signe" if n % 2 else "refuse", "motifs": ["isolement_social"], "actions": [],
         "pris_en_charge": True, "motif_sortie": "demenagement" if suite else None, "origine": "famille"},
        etape="sortie" if suite else "parcours_en_cours", entree=entree[:7] if n % 4 == 1 else entree,
        **suite,
    )  # fmt: skip


def _evaluer(programme: Any, auteur: Any, dossiers: list[Any]) -> None:
    from maillage.evaluations.models import CampagneDEvaluation, EvaluationDeLEnfant
    from tests.factories.dossiers import sceller

    for rang, depuis in ((1, date(2025, 11, 3)), (2, date(2026, 4, 6))):
        campagne = CampagneDEvaluation.objects.create(
            programme=programme, rentree=2025, rang=rang, depuis=depuis,
            jusqu_au=depuis + timedelta(days=30), auteur=auteur, formulaire=uuid4(),
        )  # fmt: skip
        for n, dossier in enumerate(dossiers[: 40 - 15 * rang]):
            sceller(
                EvaluationDeLEnfant, dossier, {"domaines": {}, "objectifs": {}, "mots": ""},
                campagne=campagne, ecole="", etat="faite" if n % 5 else "entamee", le=depuis,
                auteur=auteur,
            )  # fmt: skip


def _reunir(programme: Any, auteur: Any, le: date, etat: str) -> None:
    from maillage.eps.models import Seance

    Seance.objects.create(
        programme=programme, auteur=auteur, formulaire=uuid4(), le=le, debut=time(14), duree=60, lieu="Salle",
        etat=etat, close_le=datetime.combine(le, time(16), PARIS) if etat == "close" else None,
    )  # fmt: skip


def _orienter(
    auteur: Any, dossier: Any, nature: str, operateur: str, le: str, suites: tuple[Any, ...], domaine: str, **jours: date
) -> None:  # fmt: skip
    from maillage.parcours.models import Parcours
    from maillage.plans.models import Action, Objectif
    from tests.factories.dossiers import sceller

    dites = [{"vers": vers, "le": jour} for vers, jour in suites]
    parcours = Parcours.objects.filter(dossier=dossier).earliest("created_at")
    vise = domaine and sceller(
        Objectif, dossier, {"ecritures": [{"domaine": "social", "le": "2024-01-02"}, {"domaine": domaine, "le": le}]},
        parcours=parcours, auteur=auteur, ouvert_le=date(2024, 1, 2), etat="atteint", clos_le=date(2024, 2, 2),
    )  # fmt: skip
    rang = sceller(
        Action, dossier, {**NATURE, "nature": nature, "operateur": operateur, "suites": dites},
        suite=suites[-1][0], auteur=auteur, parcours=parcours, objectif=vise or None, **jours,
    )  # fmt: skip
    ecrite = datetime.fromisoformat(f"{le}T10:00").replace(tzinfo=PARIS)
    Action.objects.filter(pk=rang.pk).update(created_at=ecrite)


def _viser(auteur: Any, dossier: Any, regards: tuple[Any, ...]) -> None:
    from maillage.parcours.models import Parcours
    from maillage.plans.models import Objectif, RegardPorte
    from tests.factories.dossiers import sceller

    parcours = Parcours.objects.filter(dossier=dossier).earliest("created_at")
    vise = sceller(
        Objectif, dossier, {"texte": "Lire"}, parcours=parcours, auteur=auteur, ouvert_le=date(2025, 5, 2)
    )  # fmt: skip
    for regard, evolution, le in regards:
        sceller(
            RegardPorte, dossier, {"regard": regard, "evolution": evolution, "mots": ""},
            objectif=vise, auteur=auteur, le=date.fromisoformat(le),
        )  # fmt: skip


def la_salle(programme_id: UUID, rentree: int, au: date) -> dict[str, Any]:
    """The same figures, by the room."""
    from maillage.notions.temps import AnneeScolaire
    from maillage.statistiques.queries.faits import faits_du_programme
    from maillage.statistiques.rules.mesures import toutes_les_valeurs

    v = toutes_les_valeurs(faits_du_programme(programme_id, AnneeScolaire(rentree), au))
    nombres = ("enfants_suivis", "entrees", "sorties", "individualises", "situations_eps", "en_attente", "a_verifier")  # fmt: skip
    parts = ("motifs_de_sortie", "ages", "sexes", "motifs", "origines", "refus", "criteres_manquants", "changements")  # fmt: skip
    evaluations = {x.code: x.nombre for x in v["couverture_evaluations"].lignes}
    delais = v["delais_droit_commun"]
    return {
        **{code: v[code].numerateur for code in nombres},
        **{code: _parts(v[code]) for code in parts},
        **{code: _duree(v[code]) for code in ("duree_des_clos", "duree_en_cours")},
        "objectifs": [v["changements"].numerateur, v["changements"].denominateur],
        "evaluations": {c: n for c, n in evaluations.items() if n},
        "demandes": [
            v["demandes_non_retenues"].denominateur,
            v["demandes_non_retenues"].numerateur,
        ],
        "natures": _parts(v["natures_d_action"]),
        "attentes": _parts(v["attentes_droit_commun"]),
        "attendus": {x.code: x.nombre for x in v["attentes_droit_commun"].a_part},
        "seances": v["seances_eps"].numerateur,
        "delais_droit_commun": [_duree(delais), delais.denominateur, delais.a_part[0].nombre],
    }


def _parts(v: Any) -> dict[str, int]:
    return Counter({x.code: x.nombre for x in v.lignes}) + Counter({"": v.inconnus})


def _duree(v: Any) -> list[Any]:
    m = v.mesure
    if m is None:
        return [v.numerateur, v.inconnus]
    return [v.numerateur, v.inconnus, m.mediane, round(m.moyenne, 9), m.minimum, m.maximum]


def main() -> None:
    django.setup()
    from django.db import connections

    from maillage.chiffrement.enveloppe import Place
    from maillage.chiffrement.services import trousseau_du_programme
    from maillage.comptes.models import Programme
    from tests.statistiques.recalcul import Annee, Base, ici

    enrichir()
    programme = Programme.objects.get(code="saint-denis").pk
    cles = trousseau_du_programme(programme, ["identite", "parcours"])

    def ouvrir(table: str, volet: str, ligne: str, dossier: str, version: int, scelle: bytes) -> Any:  # fmt: skip
        return cles.ouvrir(scelle, Place(table, UUID(ligne), UUID(dossier), volet, version))

    base = Base(str(connections["default"].settings_dict["NAME"]), ouvrir)
    dits = {}
    for rentree, au in JOURS:
        nous, eux = (
            la_salle(programme, rentree, date.fromisoformat(au)),
            ici(base, Annee(rentree, au)),
        )
        dits[f"{rentree}, {au}"] = {code: [nous.get(code), eux[code]] for code in eux}
    print(json.dumps(dits))


if __name__ == "__main__":
    main()
