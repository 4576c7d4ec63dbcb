"""One approved release in the demonstration, made as the coordination makes it; nothing when too few children are there."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from maillage.comptes.rules import Acteur
from maillage.notions.temps import AnneeScolaire
from maillage.publications.errors import PassageRefuse
from maillage.publications.models import Preparation
from maillage.publications.rules.catalogue import CATALOGUE
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.publications.services import calculs, parutions, preparations
from maillage.statistiques.rules.divulgation.demande import Mode

FORMULAIRE = UUID(int=0xDE30)


def publier_l_exemple(acteur: Acteur, at: date) -> int | None:
    """Prepare, protect and approve the figures of the last school year that is over; its number, once only."""
    annee = AnneeScolaire(AnneeScolaire.du(at).rentree - 1)
    ident = preparations.preparer(
        acteur=acteur,
        titre="",
        annee=annee,
        periode=PeriodeScolaire.ANNEE,
        tables=[t.code for t in CATALOGUE if t.d_office],
        mode=Mode.ARRONDI,
        seuil=5,
        formulaire=uuid5(FORMULAIRE, str(acteur.programme_id)),
        at=at,
    )
    calculs.calculer(ident)  # at once: the worker of the demonstration does not run yet
    rang = Preparation.objects.get(id=ident)
    if rang.numero is not None:
        return rang.numero
    try:
        return parutions.approuver(acteur=acteur, preparation_id=ident, version=rang.version, at=at)
    except PassageRefuse:
        return None
