"""What an exploration stands on: the facts of a year and the axes of the programme, one access noted for both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from maillage.comptes.rules import Acteur
from maillage.notions.temps import AnneeScolaire
from maillage.partage.rules.actes import Acte
from maillage.statistiques.queries.annuelles import autoriser
from maillage.statistiques.queries.axes import axes_de
from maillage.statistiques.queries.faits import faits_du_programme
from maillage.statistiques.rules.axes import Axe
from maillage.statistiques.rules.exploration import Exploration, ReponseCroisee, repondre
from maillage.statistiques.rules.faits import FaitsDeLAnnee
from maillage.statistiques.rules.observations import fermer


@dataclass(frozen=True, slots=True)
class Matiere:
    """A year ready to be asked anything."""

    faits: FaitsDeLAnnee
    axes: tuple[Axe, ...]

    def repondre(self, question: Exploration) -> ReponseCroisee:
        dits = fermer(self.axes, (o for _, o in self.faits.suivis))
        return repondre(question, self.faits, self.axes, dits)


def matiere(
    acteur: Acteur, annee: AnneeScolaire, *, at: date, acte: Acte = Acte.VOIR_LES_CHIFFRES
) -> Matiere:
    """For whom the policy lets see the figures."""
    programme_id = autoriser(acteur, acte, f"exploration {annee.libelle}", at)
    return Matiere(faits_du_programme(programme_id, annee, at), axes_de(programme_id, annee, at))
