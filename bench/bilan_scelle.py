"""The sealed rows of `bench.bilan`."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.bilan_base import AU, RENTREE, Enfant

CLAIRS = ("recue", "entree", "sortie")
OUVERT = date(RENTREE, 5, 2)
VOLETS = ("identite", "scolarite", "parcours")


def ecrire(programme: Any, auteur: Any, poste: Any, gens: Sequence[Enfant]) -> None:
    """The records of these children, in the base."""
    from bench.page_scelle import forger, verser
    from maillage.dossiers.models import Cercle, Dossier
    from maillage.parcours.models import PassageEnEps

    verser(Dossier, [{"id": e.id, "programme_id": programme.id} for e in gens])
    suivi = {"poste_id": poste.id, "depuis": date(RENTREE, 9, 1)}
    verser(Cercle, [{"dossier_id": e.id, **suivi} for e in gens if e.suivi])
    verser(PassageEnEps, [{"dossier_id": e.id, "le": le} for e in gens for le in e.examens])
    plume = Plume(forger(programme.id, [(e.id, v) for e in gens for v in VOLETS]), auteur)
    for e in gens:
        plume.ecrire(e)
    for table, rangs in plume.rangs.items():
        verser(table, rangs)


class Plume:
    """Seals the rows of one child after the other; they are poured together."""

    def __init__(self, cles: Any, auteur: Any) -> None:
        from maillage.evaluations.models import CampagneDEvaluation

        self.cles, self.auteur = cles, auteur
        self.points = {c.rang: c.pk for c in CampagneDEvaluation.objects.all()}
        self.rangs: dict[type, list[dict[str, Any]]] = defaultdict(list)

    def poser(
        self, table: Any, e: Enfant, contenu: Any, ident: uuid.UUID | None = None, **champs: Any
    ) -> uuid.UUID:
        ident = ident or uuid.uuid4()
        scelle = self.cles.sceller(contenu, table.place(ident, e.id, 1))
        rang = {"id": ident, "dossier_id": e.id, "scelle": scelle, "version": 1}
        self.rangs[table].append(rang | champs)
        return ident

    def ecrire(self, e: Enfant) -> None:
        from maillage.enfants.models import Identite, Scolarite
        from maillage.evaluations.models import EvaluationDeLEnfant

        nomme = {"nom": "Selvam", "prenom": "Karthik", "naissance": e.naissance, "sexe": e.sexe}
        ecole = {"etablissement": "École", "uai": None, "classe": e.niveau, "niveau": e.niveau}
        faite = {"ecole": "", "etat": "faite", "le": AU, "auteur_id": self.auteur.id}
        self.poser(Identite, e, nomme)
        self.poser(Scolarite, e, ecole, rentree=RENTREE)
        premier, *_ = [self._parcours(e, p, n) for n, p in enumerate(e.parcours)]
        for rang in e.evaluations:
            self.poser(EvaluationDeLEnfant, e, {}, campagne_id=self.points[rang], **faite)
        self._plan(e, {"parcours_id": premier, "auteur_id": self.auteur.id, "formulaire": None})

    def _parcours(self, e: Enfant, p: dict[str, Any], n: int) -> uuid.UUID:
        from maillage.parcours.models import Parcours

        contenu = {k: v for k, v in p.items() if k not in CLAIRS}
        etape = (
            "sortie" if p["sortie"] else "parcours_en_cours" if p["entree"] else "examinee_en_eps"
        )
        ecrit = _midi(date(2025, 1, 1) + timedelta(days=n))
        clairs = {k: p[k] for k in CLAIRS}
        return self.poser(Parcours, e, contenu, etape=etape, created_at=ecrit, **clairs)

    def _plan(self, e: Enfant, du_plan: dict[str, Any]) -> None:
        from maillage.plans.models import Action, Objectif, RegardPorte

        for objectif, regards in e.objectifs:
            self.poser(Objectif, e, {"texte": "Lire"}, objectif, ouvert_le=OUVERT, **du_plan)
            for regard, evolution, le in regards:
                dit = {"regard": regard, "evolution": evolution, "mots": ""}
                self.poser(
                    RegardPorte, e, dit, objectif_id=objectif, le=date.fromisoformat(le),
                    auteur_id=self.auteur.id, formulaire=None,
                )  # fmt: skip
        for a in e.actions:
            dite = {
                "libelle": "Soin", "nature": "orientation_droit_commun", "operateur": "partenaire",
                "structure": "", "qui": "", "suites": a["suites"],
            }  # fmt: skip
            suite, creee = a["suites"][-1]["vers"], _midi(a["proposee"])
            self.poser(Action, e, dite, suite=suite, created_at=creee, **du_plan)


def _midi(jour: date) -> datetime:
    return datetime(jour.year, jour.month, jour.day, 11, tzinfo=UTC)
