"""What rules would say today, in counts: nothing is stored, no child is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eligibilite.queries.cartes import fond_au
from maillage.eligibilite.queries.faits import connus
from maillage.eligibilite.rules.criteres import JeuDeRegles
from maillage.eligibilite.rules.examen import Cadre
from maillage.eligibilite.rules.lots import Lot
from maillage.eligibilite.rules.rapport import avertir
from maillage.eligibilite.rules.simulation import Simulation, simuler
from maillage.eligibilite.rules.ternaire import Ternaire
from maillage.partage.queries import dossiers_visibles, noter_listes
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class Apercu:
    """How many children each rule admits, and each verdict; and what is to be known before deciding."""

    total: int
    eligibles: int
    a_examiner: int
    non_eligibles: int
    par_regle: tuple[tuple[str, int, int, int], ...]  # text, yes, unknown, no
    avertissements: tuple[str, ...]


def apercu(acteur: Acteur, jeu: JeuDeRegles, *, at: date) -> Apercu:
    """Judge every child of the programme under these rules and today's map."""
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.IDENTITE, at)
    ids = sorted(visibles.values_list("id", flat=True))
    noter_listes(
        acteur,
        (Acte.LIRE, Volet.IDENTITE, ids),
        (Acte.LIRE, Volet.SCOLARITE, ids),
        objet="apercu des regles",
    )
    lus = connus(acteur.programme_id, ids, at)
    fond = fond_au(at, acteur.programme_id).fond
    cadre = Cadre(jeu, fond, lus.ecoles, lus.communes, at)
    simulation = simuler(Lot.de(lus.situations, jeu.score_minimum), cadre, cadre)
    return _compter(simulation, jeu)


def _compter(simulation: Simulation, jeu: JeuDeRegles) -> Apercu:
    def nombre(valeurs: object, valeur: Ternaire) -> int:
        return int((valeurs == valeur).sum())  # type: ignore[attr-defined]

    j = simulation.apres
    dits = (a.replace(" (avant)", "").replace(" (après)", "") for a in avertir(simulation))
    return Apercu(
        total=len(simulation.lot),
        eligibles=nombre(j.verdicts, Ternaire.OUI),
        a_examiner=nombre(j.verdicts, Ternaire.INCONNU),
        non_eligibles=nombre(j.verdicts, Ternaire.NON),
        par_regle=tuple(
            (r.texte, *(nombre(v, t) for t in (Ternaire.OUI, Ternaire.INCONNU, Ternaire.NON)))
            for r, v in zip(jeu.regles, j.valeurs, strict=True)
        ),
        avertissements=tuple(dict.fromkeys(dits)),
    )
