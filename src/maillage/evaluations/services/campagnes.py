"""Opening a campaign, agreeing an appointment with a school, saying that it was held or put off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction

from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.evaluations.errors import (
    CampagneImpossible,
    PosteDEcoleInconnu,
    RendezVousImpossible,
)
from maillage.evaluations.models import CampagneDEvaluation, RendezVous
from maillage.evaluations.queries.campagnes import la_campagne, postes_d_ecole
from maillage.evaluations.queries.enfants import A_PRECISER, a_voir
from maillage.evaluations.rules.campagnes import CampagneConnue, RangDeCampagne, peut_ouvrir
from maillage.evaluations.rules.rendez_vous import (
    EtatDeRendezVous,
    LieuDeRencontre,
    RaisonDuReport,
    passer,
)
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import AnneeScolaire, Periode
from maillage.partage.queries import noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


@dataclass(frozen=True, slots=True)
class RendezVousVoulu:
    """An appointment as typed."""

    le: date
    lieu: LieuDeRencontre
    heure: time | None = None
    poste: UUID | None = None


def ouvrir(
    *,
    acteur: Acteur,
    rentree: int,
    rang: RangDeCampagne,
    depuis: date,
    jusqu_au: date,
    formulaire: UUID,
    at: date,
) -> UUID:
    """Open one of the two campaigns of a school year. The same form sent twice opens one."""
    decision = decide(acteur, Acte.CONDUIRE_LES_EVALUATIONS, None, None, at)
    if not decision or acteur.programme_id is None:
        raise Introuvable
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=acteur.programme_id)
        siennes = CampagneDEvaluation.objects.filter(programme_id=acteur.programme_id)
        if deja := siennes.filter(formulaire=formulaire).first():
            return deja.pk
        if jusqu_au < depuis:
            raise CampagneImpossible(peut_ouvrir(_voulue(rentree, rang, Periode()), ()))
        voulue = _voulue(rentree, rang, Periode(depuis, jusqu_au))
        permis = peut_ouvrir(voulue, [c.connue for c in siennes.filter(rentree=rentree)])
        if not permis:
            raise CampagneImpossible(permis)
        noter(acteur, Acte.CONDUIRE_LES_EVALUATIONS, decision, objet="campagne")
        return CampagneDEvaluation.objects.create(
            programme_id=acteur.programme_id, rentree=rentree, rang=rang, depuis=depuis,
            jusqu_au=jusqu_au, auteur_id=acteur.id, formulaire=formulaire,
        ).pk  # fmt: skip


def _voulue(rentree: int, rang: RangDeCampagne, periode: Periode) -> CampagneConnue:
    return CampagneConnue(AnneeScolaire(rentree), rang, periode)


def prendre_rendez_vous(
    *,
    acteur: Acteur,
    campagne_id: UUID,
    ecole: str,
    voulu: RendezVousVoulu,
    formulaire: UUID,
    at: date,
) -> UUID:
    """Agree an appointment with a school where the acteur has children to evaluate; another one planned is moved by postponing it."""
    rang = la_campagne(acteur, campagne_id)
    concernes = _siens(acteur, rang, ecole, at)
    if voulu.poste and voulu.poste not in dict(postes_d_ecole(acteur)):
        raise PosteDEcoleInconnu
    with transaction.atomic():
        CampagneDEvaluation.objects.select_for_update().get(pk=rang.pk)
        if deja := RendezVous.objects.filter(formulaire=formulaire).first():
            return deja.pk
        if rang.rendez_vous.filter(ecole=ecole, etat=EtatDeRendezVous.PREVU).exists():
            raise RendezVousImpossible(passer(EtatDeRendezVous.PREVU, EtatDeRendezVous.PREVU))
        noter_liste(acteur, Acte.PLANIFIER, Volet.PARCOURS, concernes, "rendez_vous")
        return RendezVous.objects.create(
            campagne=rang, ecole=ecole, le=voulu.le, heure=voulu.heure, lieu=voulu.lieu,
            poste_id=voulu.poste, auteur_id=acteur.id, formulaire=formulaire,
        ).pk  # fmt: skip


def _siens(acteur: Acteur, rang: CampagneDEvaluation, ecole: str, at: date) -> list[UUID]:
    """Children of this school whom the acteur plans for; nobody: nothing exists."""
    if ecole == A_PRECISER:
        raise Introuvable
    concernes = [e.dossier for e in a_voir(acteur, rang, at=at) if e.ecole == ecole]
    if not concernes:
        raise Introuvable
    return concernes


def dire_du_rendez_vous(
    *,
    acteur: Acteur,
    campagne_id: UUID,
    ecole: str,
    rendez_vous_id: UUID,
    vers: EtatDeRendezVous,
    raison: RaisonDuReport | None,
    at: date,
) -> None:
    """Say that the meeting was held, or that it is put off and why. Said twice, it is said once."""
    rang = la_campagne(acteur, campagne_id)
    concernes = _siens(acteur, rang, ecole, at)
    with transaction.atomic():
        rdv = RendezVous.objects.select_for_update().filter(
            pk=rendez_vous_id, campagne=rang, ecole=ecole
        )
        tenu = rdv.first()
        if tenu is None:
            raise Introuvable
        if tenu.etat == vers:
            return
        decision = passer(EtatDeRendezVous(tenu.etat), vers, raison=raison or "")
        if not decision:
            raise RendezVousImpossible(decision)
        noter_liste(acteur, Acte.PLANIFIER, Volet.PARCOURS, concernes, "rendez_vous")
        tenu.etat = vers
        tenu.raison = raison or "" if vers is EtatDeRendezVous.REPORTE else ""
        tenu.save(update_fields=["etat", "raison"])
