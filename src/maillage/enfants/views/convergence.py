"""«Convergence des cartes»: réseaux, schools and followed children in both éducation prioritaire and a priority zone."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.enfants.queries.convergence import enfants_dans_les_deux_cartes, ouvrir
from maillage.partage.pages import Requete, page
from maillage.partage.rules.actes import Acte
from maillage.territoire.convergences import EcolePointee, cartes_croisees
from maillage.territoire.convergences import convergence as lire
from maillage.territoire.reperes import zones_dessinees
from maillage.territoire.rules.cartes_croisees import Croisement, lignes, part_des_eleves
from maillage.territoire.rules.convergence import repartition
from maillage.territoire.rules.noms import COLLEGE

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
        pointees = cartes_croisees(lue, au, programme.id)
        croisees = [p.ecole for p in pointees]
        contexte |= {
            "lignes": lignes(croisees),
            "eleves": part_des_eleves(croisees),
            "pointees": sorted(
                pointees, key=lambda p: (list(Croisement).index(p.ecole.croisement), p.ecole.nom)
            ),
            "sans_point": sum(p.lon is None for p in pointees),
            "carte": {
                "tuiles": None,
                "zones": zones_dessinees(lue.carte, lue.communes),
                "ecoles": [_point(p) for p in pointees if p.lon is not None],
            },
            "parts": [
                (nom, repartition(r.dans for r in lue.reseaux if r.label == code))
                for code, nom in NIVEAUX
            ],
            "ecoles": repartition(e.dans for r in lue.reseaux for e in r.ecoles),
            "enfants": enfants_dans_les_deux_cartes(request.acteur, lue, at=au),
        }
    return render(request, "enfants/convergence.html", contexte)


def _point(p: EcolePointee) -> dict[str, Any]:
    """A school as the map draws it: its crossing gives the shape, and the words."""
    dit = p.ecole.croisement.libelle
    return {
        "uai": p.ecole.uai, "nom": p.ecole.nom, "lon": p.lon, "lat": p.lat, "label": f"x_{p.ecole.croisement}",
        "college": p.nature == COLLEGE, "dit": f"{dit} ({p.ecole.zone})" if p.ecole.zone else dit,
    }  # fmt: skip
