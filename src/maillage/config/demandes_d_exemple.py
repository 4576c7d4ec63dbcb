"""Three demands that wait in the demonstration: a school by its link, a family by hers, one typed by the team. Invented people."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from maillage.comptes.rules import Acteur
from maillage.saisines.rules import NatureDeLien
from maillage.saisines.rules.contenus import Sollicitation
from maillage.saisines.services.depots import deposer, deposer_par_lien
from maillage.saisines.services.liens import emettre

ECOLE = Sollicitation(
    nom="Traoré", prenom="Moussa", naissance="2017-05-14", sexe="garcon",
    etablissement="École élémentaire Jules Vallès", niveau="ce2", demandeur="Mme Rossi",
    fonction="directrice de l’école", joindre="01 99 00 12 34",
    motifs=("absenteisme", "mal_etre"), motif_principal="absenteisme",
    difficultes="Neuf demi-journées d’absence depuis la rentrée. Il ne parle plus en classe depuis octobre.",
    points_d_appui=("gout", "famille_mobilisee"),
    appuis="Il dessine très bien. Sa mère vient à chaque rendez-vous.",
    deja_tente="Équipe éducative le 6 novembre ; rencontre avec la psychologue de l’école.",
    adulte="Mme Traoré", lien="mère", telephone="0639980012", langue="soninké", interprete=True,
    informee="oui", contact="oui", attentes="Elle voudrait de l’aide pour les devoirs.",
)  # fmt: skip
FAMILLE = Sollicitation(
    nom="Nadarajah", prenom="Anjali", naissance="2015-02-03", etablissement="École Paul Langevin",
    niveau="cm2", difficultes="Ma fille dort mal et ne veut plus aller à l’école.",
    appuis="Elle aime la danse et sa petite sœur.", attentes="Parler avec quelqu’un.",
    adulte="Mme Nadarajah", lien="mère", telephone="0639980045", langue="tamoul", interprete=True,
)  # fmt: skip
TELEPHONE = Sollicitation(
    # somebody whom the tracker of the demonstration knows: the look-alikes have something to show
    nom="Toure", prenom="Lucas", naissance="2017-12",
    demandeur="M. Diallo", fonction="éducateur de prévention",
    motifs=("acces_aux_loisirs_a_la_culture_au_sport",),
    motif_principal="acces_aux_loisirs_a_la_culture_au_sport",
    difficultes="Reste dehors chaque soir, sans activité.", points_d_appui=("reseau_amical",),
    appuis="Bien entouré par ses amis.", deja_tente="Inscription au centre social, sans suite.",
    informee="non",
)  # fmt: skip


def deposer_les_exemples(coordination: Acteur, at: date) -> None:
    """Write them, as a school, a family and the team would, some days ago."""
    for jours, nature, demande in (
        (18, NatureDeLien.INSTITUTION, ECOLE),
        (3, NatureDeLien.FAMILLE, FAMILLE),
    ):
        jeton = emettre(
            acteur=coordination, nature=nature, structure=demande.etablissement
            if nature is NatureDeLien.INSTITUTION else "", formulaire=uuid4(), at=at,
            origine="ecole_elementaire" if nature is NatureDeLien.INSTITUTION else "",
        )  # fmt: skip
        deposer_par_lien(
            jeton=jeton, demande=demande, formulaire=uuid4(), at=at - timedelta(days=jours),
            instant=timezone.now(),
        )  # fmt: skip
    deposer(
        acteur=coordination, demande=TELEPHONE, origine="prevention_specialisee",
        formulaire=uuid4(), at=at - timedelta(days=9),
    )  # fmt: skip
