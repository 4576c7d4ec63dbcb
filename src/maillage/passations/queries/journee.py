"""What hand-overs bring to «Ma journée»: postes left to nobody, hand-overs to prepare, notes to write, families to meet."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.notions.temps import MOIS
from maillage.parcours.models import Tache
from maillage.partage.blocs import BlocDuJour, LigneDuJour
from maillage.partage.queries import dossiers_visibles
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.passations.models import EnfantConfie
from maillage.passations.queries.liste import (
    PassationLue,
    PosteAPasser,
    etapes_perdues,
    passations,
    postes_a_passer,
)
from maillage.passations.rules.passations import Issue

RECENTES = timedelta(days=30)  # what one has received stays in sight that long
MONTREES = 6


def bloc(acteur: Acteur, *, at: date) -> BlocDuJour | None:
    """Counts and names of postes: no name of a child. None when nothing waits for this person."""
    if not decide(acteur, Acte.SUIVRE_SES_PASSATIONS, None, None, at):
        return None
    tient = bool(decide(acteur, Acte.TENIR_LES_PASSATIONS, None, None, at))
    lignes = [_poste(p) for p in postes_a_passer(acteur, at)]
    for p in passations(acteur, tient=tient, at=at):
        ligne = _preparee(p) if tient else _suivie(acteur, p, at)
        if ligne:
            lignes.append(ligne)
    _, reprenables = etapes_perdues(acteur, at)
    accueil = reverse("passations:liste")
    if reprenables:
        texte = "1 étape à reprendre" if reprenables == 1 else f"{reprenables} étapes à reprendre"
        lignes.append(
            LigneDuJour(texte, accueil, detail="Leur poste ne suit plus l’enfant.", retard=True)
        )
    if not lignes:
        return None
    return BlocDuJour(
        cle="passations",
        titre="Passations",
        lignes=tuple(lignes[:MONTREES]),
        nombre=len(lignes),
        url=accueil,
    )


def _poste(p: PosteAPasser) -> LigneDuJour:
    if p.vacant:
        texte = f"{p.libelle} : personne aujourd’hui"
    else:
        texte = f"{p.libelle} : libre après le {_jour(p.jusqu_au)}"
    url = reverse("passations:ouvrir") + f"?poste={p.poste}"
    if p.en_preparation:
        url = reverse("passations:preparer", args=[p.en_preparation])
    return LigneDuJour(
        texte, url, quand=p.jusqu_au, detail=_nombres(p.enfants, p.etapes), retard=p.vacant
    )


def _jour(le: date | None) -> str:
    return f"{le.day} {MOIS[le.month - 1]}" if le else ""


def _nombres(enfants: int, etapes: int) -> str:
    lus = f"{enfants} enfant{'s' if enfants > 1 else ''}"
    return f"{lus}, {etapes} étape{'s' if etapes > 1 else ''} à faire" if etapes else lus


def _preparee(p: PassationLue) -> LigneDuJour | None:
    if not p.en_preparation:
        return None
    return LigneDuJour(
        f"{p.motif.libelle}, {p.poste} : {p.confies} sur {p.enfants} enfants ont un receveur",
        reverse("passations:preparer", args=[p.id]),
        quand=p.depuis,
    )


def _suivie(acteur: Acteur, p: PassationLue, at: date) -> LigneDuJour | None:
    """For a référent: what she writes before she gives, whom she has to meet once she received."""
    if p.donne and p.en_preparation:
        url = reverse("passations:notes", args=[p.id])
        detail = "Une note pour chaque enfant, et la famille prévenue."
        return LigneDuJour("Préparer vos passations d’enfants", url, quand=p.depuis, detail=detail)
    if not p.siens or p.en_preparation or at > p.depuis + RECENTES:
        return None
    quoi = "1 enfant" if p.siens == 1 else f"{p.siens} enfants"
    if not p.commencee:
        return LigneDuJour(
            f"{quoi} de {p.poste} à recevoir", reverse("passations:liste"), quand=p.depuis
        )
    reste = _a_rencontrer(acteur, p, at)
    detail = f"{reste} famille{'s' if reste > 1 else ''} à rencontrer" if reste else ""
    return LigneDuJour(
        f"{quoi} reçus de {p.poste}" if p.siens > 1 else f"{quoi} reçu de {p.poste}",
        reverse("passations:faite", args=[p.id]), quand=p.depuis, detail=detail,
    )  # fmt: skip


def _a_rencontrer(acteur: Acteur, p: PassationLue, at: date) -> int:
    """First meetings of this hand-over that are still to be held, among her own children."""
    visibles = dossiers_visibles(acteur, Acte.PLANIFIER, Volet.PARCOURS, at).values("pk")
    confies = EnfantConfie.objects.filter(
        passation_id=p.id, issue=Issue.CONFIE, receveur_id__in=acteur.postes, premiere__isnull=False
    )
    a_faire = Tache.objects.filter(
        pk__in=confies.values("premiere"), faite_le=None, dossier_id__in=visibles
    )
    return a_faire.count()
