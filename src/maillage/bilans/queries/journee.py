"""What the annual survey brings to «Ma journée» when a year ends: the figures that nobody wrote yet."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from maillage.bilans.queries.ecrites import envoi, valeurs_ecrites
from maillage.bilans.rules.rappels import annee_a_rappeler
from maillage.bilans.rules.rubriques import ECRITES
from maillage.comptes.rules import Acteur
from maillage.partage.blocs import BlocDuJour, LigneDuJour
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre


def bloc(acteur: Acteur, *, at: date) -> BlocDuJour | None:
    """Sections still to write, for whoever holds the bilans; clear columns only, nothing of a child is opened."""
    annee = annee_a_rappeler(at)
    programme = acteur.programme_id
    if annee is None or programme is None or not ouvre(acteur, Acte.TENIR_LES_BILANS):
        return None
    if envoi(programme, annee):
        return None
    ecrites = valeurs_ecrites(programme, annee).valeurs
    lignes = []
    for r in ECRITES:
        restent = sum(c not in ecrites for c in r.codes)
        if restent:
            texte = f"{r.titre} : {restent} nombre{'s' if restent > 1 else ''} à écrire"
            url = reverse("bilans:ecrire", args=[annee.rentree, r.code])
            lignes.append(LigneDuJour(texte, url))
    return BlocDuJour(
        cle="enquete",
        titre=f"Enquête annuelle {annee.libelle}",
        lignes=tuple(lignes),
        nombre=len(lignes),
        url=f"{reverse('bilans:enquete')}?annee={annee.rentree}",
        phrase="Ce que la base ne peut pas compter s’écrit ici, au fil de l’année.",
    )
