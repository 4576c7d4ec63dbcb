"""What leaves the house of the annual survey: the figures alone, or with the table, encrypted and registered like a list of names.

One line for each child is personal data even without a name: a reason, a register, a passphrase shown once, a day to fetch it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone

from maillage.bilans.queries.enquete import retour
from maillage.bilans.tableur_enquete import classeur
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import AnneeScolaire
from maillage.parcours import exportation
from maillage.parcours.exportation import ExportFait
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.statistiques.queries.annuelles import nom_du_programme

ACTE = Acte.EXPORTER_LES_CHIFFRES


def chiffres_seuls(acteur: Acteur, annee: AnneeScolaire, *, at: date) -> bytes:
    """«Tableau de bord» and «Synthèse annuelle», without a line of any child."""
    lu = retour(acteur, annee, at=at, acte=ACTE)
    return classeur(
        lu,
        programme=nom_du_programme(acteur),
        auteur=acteur.nom,
        le=timezone.localtime(),
        avec_table=False,
    )


def avec_la_table(
    *, acteur: Acteur, annee: AnneeScolaire, raison: str, formulaire: UUID, at: date
) -> ExportFait:
    """The three tabs, encrypted, in the register of lists. Raises Introuvable when lists are not for this acteur."""
    decision = decide(acteur, Acte.TENIR_LES_EXPORTS, None, None, at)
    if not decision or acteur.programme_id is None:
        noter(acteur, Acte.TENIR_LES_EXPORTS, decision, objet=f"enquete {annee.libelle}")
        raise Introuvable
    lu = retour(acteur, annee, at=at, acte=ACTE)

    def ecrire(numero: int) -> bytes:
        return classeur(
            lu, programme=nom_du_programme(acteur), auteur=acteur.nom, le=timezone.localtime(),
            avec_table=True, numero=numero,
        )  # fmt: skip

    exportation.effacer_les_perimes()
    return exportation.deposer(
        acteur=acteur, destinataire_id=acteur.id, raison=raison, nombre=lu.nombre, formulaire=formulaire,
        ecrire=ecrire, objet=f"enquete {annee.libelle}", at=at,
    )  # fmt: skip
