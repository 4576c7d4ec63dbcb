"""`maillage zonage simuler --programme P`: the same simulation on the children of an installation. Identifiers, no name."""

from __future__ import annotations

import argparse
import sys

from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.config import simulation
from maillage.config.commandes import ProgrammeInconnu, SansInstallation
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.eligibilite.queries.cartes import fond_de
from maillage.eligibilite.queries.faits import connus
from maillage.eligibilite.rules.examen import Cadre
from maillage.eligibilite.rules.fichiers import SituationsLues
from maillage.eligibilite.rules.lots import Lot
from maillage.eligibilite.rules.simulation import simuler
from maillage.eligibilite.rules.tableaux import decoder
from maillage.eligibilite.rules.toml_lu import lire_regles
from maillage.notions.erreurs import ErreurMetier
from maillage.partage import murs
from maillage.partage.rules.actes import Acte
from maillage.tracabilite import services as tracabilite

ACTE, OBJET = Acte.TENIR_L_ELIGIBILITE, "zonage simuler"


def lancer(options: argparse.Namespace, *, essai: bool) -> int:
    """Simulate on every active dossier of a programme and return the exit code. The reading is noted first."""
    try:
        if essai:
            raise SansInstallation
        _simuler(options)
    except ErreurMetier as refus:
        print(refus, file=sys.stderr)
        return simulation.REFUSE
    return simulation.FAIT


def _simuler(options: argparse.Namespace) -> None:
    programme = comptes.programme_par_code(options.programme)
    if programme is None:
        raise ProgrammeInconnu(options.programme)
    regles = lire_regles(decoder(simulation.lire_octets(options.regles)))
    fonds = [
        fond_de([c.strip() for c in texte.split(",")], programme.id).fond
        for texte in (options.avant, options.apres)
    ]
    with murs.systeme(programme.id, ACTE, au_nom_de=None, objet=OBJET):
        actifs = Dossier.objects.filter(programme_id=programme.id, etat=EtatDuDossier.ACTIF)
        ids = sorted(actifs.values_list("id", flat=True))
        tracabilite.noter(
            tracabilite.Fait(
                acte=ACTE,
                acteur=None,
                programme=programme.id,
                regle="ligne_de_commande",
                volet=Volet.IDENTITE,
                dossiers=tuple(ids),
                objet=OBJET,
                nombre=len(ids),
            )
        )
        lus = connus(programme.id, ids, timezone.localdate())
    avant, apres = (Cadre(regles, f, lus.ecoles, lus.communes, options.bascule) for f in fonds)
    resultat = simuler(Lot.de(lus.situations, regles.score_minimum), avant, apres)
    rapport = simulation.rapporter(resultat, SituationsLues(lus.situations, (), ()), [])
    simulation.ecrire(options.json, rapport)
    simulation.raconter(resultat, rapport)
