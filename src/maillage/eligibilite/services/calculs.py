"""The simulation of a scenario, run by the job worker: facts opened little by little, judged all at once, kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.chiffrement.services import trousseau
from maillage.comptes.models import Poste
from maillage.comptes.queries import programme
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.eligibilite.models import CasDUnScenario, Scenario
from maillage.eligibilite.models.scenarios import EtatDeScenario
from maillage.eligibilite.queries.cartes import fond_de
from maillage.eligibilite.queries.faits import Connus, connus, nom_des_ecoles
from maillage.eligibilite.rules.consequences import Consequences, consequences
from maillage.eligibilite.rules.examen import Cadre
from maillage.eligibilite.rules.lots import Lot
from maillage.eligibilite.rules.rapport import avertir, comptes, lignes
from maillage.eligibilite.rules.simulation import Simulation, simuler
from maillage.eligibilite.rules.toml_lu import lire_regles
from maillage.eligibilite.services.verdicts import ACTE
from maillage.partage import murs
from maillage.territoire.queries import calendrier
from maillage.tracabilite import services as tracabilite

PAS = 100  # dossiers opened between two writings of the progress


class ArretDemande(Exception):
    """Somebody asked the job to stop."""


def calculer(scenario_id: UUID) -> None:
    """Compute one scenario. A stop or a fault leaves no child of it behind."""
    rang = Scenario.objects.select_related("regles_avant").get(id=scenario_id)
    if rang.etat != EtatDeScenario.EN_COURS:
        return
    try:
        objet = f"scenario {rang.id}"
        with murs.systeme(rang.programme_id, ACTE, au_nom_de=rang.auteur_id, objet=objet):
            _calculer(rang)
    except ArretDemande:
        Scenario.objects.filter(id=rang.id).update(etat=EtatDeScenario.ARRETE)
    except Exception:
        Scenario.objects.filter(id=rang.id).update(etat=EtatDeScenario.ECHOUE)
        raise


def _calculer(rang: Scenario) -> None:
    lus = _ouvrir(rang)
    simulation = comparer(rang, lus)
    resultat = {
        **comptes(simulation),
        "total": len(simulation.lot),
        "avertissements": avertir(simulation),
        "noms": _noms(simulation),
        "consequences": en_valeurs(_consequences(rang, simulation)),
    }
    ids = [UUID(i) for i in simulation.lot.ids]
    cles = trousseau(rang.programme_id, ids, [Volet.IDENTITE])
    rangs = []
    for dossier, ligne in zip(ids, lignes(simulation), strict=True):
        un = CasDUnScenario(dossier_id=dossier, scenario_id=rang.id)
        un.sceller({k: v for k, v in ligne.items() if k != "id"}, cles)
        rangs.append(un)
    with transaction.atomic():
        _arreter_si_demande(rang.id)
        CasDUnScenario.objects.bulk_create(rangs, batch_size=200)
        Scenario.objects.filter(id=rang.id).update(
            etat=EtatDeScenario.FAIT, resultat=resultat, fait=len(ids)
        )
        tracabilite.noter(
            tracabilite.Fait(
                acte=ACTE,
                acteur=rang.auteur_id,
                programme=rang.programme_id,
                regle="scenario",
                volet=Volet.IDENTITE,
                dossiers=tuple(ids),
                objet=f"scenario {rang.id}",
                nombre=len(ids),
            )
        )


def _ouvrir(rang: Scenario) -> Connus:
    """The facts of every active dossier, with the progress written now and then."""
    actifs = Dossier.objects.filter(programme_id=rang.programme_id, etat=EtatDuDossier.ACTIF)
    ids = sorted(actifs.values_list("id", flat=True))
    Scenario.objects.filter(id=rang.id).update(total=len(ids))
    at, tous, ecoles, communes = timezone.localdate(), [], {}, ()
    for debut in range(0, len(ids), PAS):
        lus = connus(rang.programme_id, ids[debut : debut + PAS], at)
        tous += lus.situations
        ecoles |= lus.ecoles
        communes = lus.communes
        Scenario.objects.filter(id=rang.id).update(fait=len(tous))
        _arreter_si_demande(rang.id)
    return Connus(tuple(tous), ecoles, communes)


def _arreter_si_demande(scenario_id: UUID) -> None:
    if Scenario.objects.values_list("arret_demande", flat=True).get(id=scenario_id):
        raise ArretDemande


def comparer(rang: Scenario, lus: Connus) -> Simulation:
    """Judge every child before and after."""
    regles = [lire_regles(t) for t in (rang.regles_avant.texte, rang.texte_apres)]
    fonds = [fond_de(c, rang.programme_id).fond for c in (rang.cartes_avant, rang.cartes_apres)]
    avant, apres = (
        Cadre(r, f, lus.ecoles, lus.communes, rang.bascule)
        for r, f in zip(regles, fonds, strict=True)
    )
    return simuler(Lot.de(lus.situations, regles[1].score_minimum), avant, apres)


def _consequences(rang: Scenario, simulation: Simulation) -> Consequences:
    zone = programme(rang.programme_id).zone_scolaire
    vacances = calendrier(zone).vacances if zone else ()
    fermes = {
        jour
        for v in vacances
        if v.periode.depuis and v.periode.jusqu_au
        for jour in map(
            type(v.periode.depuis).fromordinal,
            range(v.periode.depuis.toordinal(), v.periode.jusqu_au.toordinal() + 1),
        )
    }
    return consequences(simulation, rang.bascule, rang.fin, sans_classe=fermes)


def en_valeurs(c: Consequences) -> dict[str, Any]:
    """Consequences as plain values."""
    return {
        "semaines": [s.isoformat() for s in c.semaines],
        "referents": [
            {"referent": x.referent, "total": x.total, "par_semaine": list(x.par_semaine)}
            for x in c.charges
        ],
        "places_liberees": c.places_liberees,
        "enfants_mois": c.enfants_mois,
    }


def _noms(simulation: Simulation) -> dict[str, dict[str, str]]:
    """What the tables show instead of codes."""
    zones = (*simulation.avant.places.carte.zones, *simulation.apres.places.carte.zones)
    postes = [UUID(r) for r in simulation.lot.referents.mots if r]
    libelles = Poste.objects.filter(id__in=postes).values_list("id", "libelle")
    regles = (*simulation.avant.cadre.regles.regles, *simulation.apres.cadre.regles.regles)
    return {
        "regle": {r.id: r.texte for r in regles},
        "ecole": nom_des_ecoles([u for u in simulation.lot.uais.mots if u]),
        "zone": {z.code: z.nom or z.code for z in zones},
        "referent": {str(i): libelle for i, libelle in libelles},
    }
