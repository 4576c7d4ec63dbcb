"""What waits in «Ma journée»: how many demands, and since when."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from maillage.comptes.rules import Acteur
from maillage.notions.nomenclatures import charger
from maillage.partage import murs
from maillage.partage.blocs import BlocDuJour, LigneDuJour
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import ouvre
from maillage.saisines.models import Saisine
from maillage.saisines.rules import EtatDeSaisine

MONTREES = 5
EN_RETARD = 15  # days without being received


def bloc(acteur: Acteur, *, at: date) -> BlocDuJour | None:
    """The demands that wait to be received, the oldest first: numbers, days, who refers. No name."""
    if not ouvre(acteur, Acte.VOIR_LES_SAISINES):
        return None
    with murs.elargie("sollicitations à recevoir"):
        return _bloc(acteur, at)


def _bloc(acteur: Acteur, at: date) -> BlocDuJour | None:
    attente = Saisine.objects.filter(
        programme_id=acteur.programme_id, etat=EtatDeSaisine.DEPOSEE
    ).order_by("recue_le", "created_at")
    nombre = attente.count()
    if not nombre:
        return None
    recoit, toutes = ouvre(acteur, Acte.RECEVOIR_LES_SAISINES), reverse("saisines:liste")
    lignes = []
    for ligne, numero, origine, recue_le in attente.values_list(
        "pk", "numero", "origine", "recue_le"
    )[:MONTREES]:
        jours = (at - recue_le).days
        url = reverse("saisines:recevoir", args=[ligne]) if recoit else toutes
        origine_dite = charger("n07").libelle(origine)
        attend = "arrivée aujourd’hui" if not jours else f"attend depuis {jours} j"
        lignes.append(
            LigneDuJour(
                f"Demande {numero}", url, recue_le, f"{origine_dite}, {attend}", jours > EN_RETARD
            )
        )
    return BlocDuJour(
        "saisines", "Sollicitations à recevoir", tuple(lignes), nombre, toutes,
        "Personne de l’équipe ne les a encore reçues.",
    )  # fmt: skip
