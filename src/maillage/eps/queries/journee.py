"""What the EPS brings to «Ma journée»."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eps.models import Invitation, Seance
from maillage.eps.queries.convocations import jour
from maillage.eps.queries.seances import calendrier, presentees, tient
from maillage.eps.queries.situations import accords_de, preparation_de
from maillage.eps.rules.seances import EtatDeSeance, EtatDeSituation
from maillage.partage.blocs import BlocDuJour, LigneDuJour
from maillage.partage.queries import noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre

BIENTOT = timedelta(days=21)
AU_PLUS = 6


def bloc(acteur: Acteur, *, at: date) -> BlocDuJour | None:
    """Séances to prepare, to hold or to close; for a member, hers, with how many situations concern her. No name."""
    if not ouvre(acteur, Acte.ASSISTER_A_L_EPS) or not acteur.charte_signee:
        return None
    a_venir, _ = calendrier(acteur, at=at)
    proches = [ligne for ligne in a_venir if ligne.seance.le <= at + BIENTOT]
    mene = tient(acteur, at)
    lignes = []
    for ligne in proches:
        s = ligne.seance
        if mene:
            lignes.append(_a_mener(acteur, s.id, at))
            continue
        if ligne.membre or ligne.presente:
            adresse = reverse("eps:seance", args=[s.id])
            combien = f"{ligne.situations} situation{'s' if ligne.situations > 1 else ''}"
            detail = f"{combien} vous concerne{'nt' if ligne.situations > 1 else ''}."
            lignes.append(
                LigneDuJour(
                    f"Séance d’EPS du {jour(s.le)}",
                    adresse,
                    s.le,
                    detail if ligne.situations else "",
                )
            )
    if not lignes:
        return None
    return BlocDuJour(
        "eps", "Séances d’EPS", tuple(lignes[:AU_PLUS]), len(lignes), reverse("eps:calendrier")
    )


def _a_mener(acteur: Acteur, seance_id, at: date) -> LigneDuJour:
    """One séance for who leads it: what is still to be done."""
    seance = Seance.objects.get(pk=seance_id)
    adresse = reverse("eps:seance", args=[seance_id])
    texte = f"Séance d’EPS du {jour(seance.le)}"
    if seance.etat == EtatDeSeance.OUVERTE or seance.le < at:
        return LigneDuJour(texte, adresse, seance.le, "Relevé à clore.", retard=seance.le < at)
    rangs = list(
        presentees(acteur, at)
        .filter(seance=seance, etat=EtatDeSituation.INSCRITE)
        .select_related("seance")
    )
    ids = sorted({r.dossier_id for r in rangs})
    noter_liste(acteur, Acte.LIRE, Volet.PARCOURS, ids, "journee")
    cles = trousseau(seance.programme_id, ids, [Volet.PARCOURS])
    tenus = accords_de(ids, at)
    manquent = sum(
        not preparation_de(r, at=at, cles=cles, accord=tenus[r.dossier_id]).prete for r in rangs
    )
    if not rangs:
        return LigneDuJour(texte, adresse, seance.le, "L’ordre du jour est vide.")
    if manquent:
        sur = (
            f"{manquent} situation{'s' if manquent > 1 else ''} sans extrait prêt sur {len(rangs)}."
        )
        return LigneDuJour(texte, adresse, seance.le, sur)
    sans = Invitation.objects.filter(seance=seance, ouverture=None).count()
    detail = f"{sans} accès à ouvrir." if sans else "Tout est prêt."
    return LigneDuJour(texte, adresse, seance.le, detail)
