"""«Convergence des cartes»: réseaux, schools and followed children in both éducation prioritaire and a priority zone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.enfants.queries.convergence import enfants_dans_les_deux_cartes, ouvrir
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire.convergences import convergence as lire
from maillage.territoire.rules.convergence import repartition, repartition_des_eleves

NIVEAUX = (("rep_plus", "REP+"), ("rep", "REP"))


@page(acte=Acte.VOIR_LES_CHIFFRES)
def convergence(request: Requete) -> HttpResponse:
    """The figures on the map in force today, their table, and one number of children."""
    au = timezone.localdate()
    programme = comptes.programme(request.acteur.programme_id)
    ouvrir(request.acteur, at=au)
    lue = lire(programme.communes, au, programme.id)
    contexte = {"au": au, "lue": lue}
    if lue:
        contexte |= {
            "parts": [
                (nom, repartition(r.dans for r in lue.reseaux if r.label == code))
                for code, nom in NIVEAUX
            ],
            "ecoles": repartition(e.dans for r in lue.reseaux for e in r.ecoles),
            "eleves": repartition_des_eleves(lue.reseaux),
            "enfants": enfants_dans_les_deux_cartes(request.acteur, lue, at=au),
        }
    return render(request, "enfants/convergence.html", contexte)
