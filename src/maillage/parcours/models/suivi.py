"""Records of parcours, of their passages and of next steps."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import In

from maillage.comptes.models import Poste, Utilisateur, codes
from maillage.dossiers.models import Dossier, EnregistrementScelle
from maillage.dossiers.rules import Serrure, Volet
from maillage.parcours.rules.etapes import FINIES, SORTIES, Etape
from maillage.parcours.rules.passages import Passage
from maillage.parcours.rules.rectification import RECTIFIER
from maillage.partage.rules.actes import Acte

CHIFFRES = (f"{Acte.VOIR_LES_CHIFFRES}:", f"{Acte.EXPORTER_LES_CHIFFRES}:")
LONGUEURS_DE_DATE = [
    0,
    4,
    7,
    10,
]  # nothing, year, month, day: checked without a function of our own


def date_partielle(champ: str, nom: str) -> models.CheckConstraint:
    """Constraint: a partial date (`AAAA`, `AAAA-MM`, `AAAA-MM-JJ`) or nothing."""
    return models.CheckConstraint(
        condition=In(Length(F(champ)), LONGUEURS_DE_DATE),
        name=nom,
        violation_error_message="Cette date n'est pas lisible.",
    )


class Parcours(EnregistrementScelle):
    """One situation, from demand to exit. Dates are partial texts: no day is ever invented.

    Sealed: `{origine, motifs, motif_principal, accord, pris_en_charge, motif_non_prise_en_charge, motif_sortie, actions,
    sortie_prevue}` (codes of nomenclatures N7, N8, N12, N13, N28).
    """

    volet = Volet.PARCOURS
    serrure = Serrure((*Serrure().lue_par, *CHIFFRES))
    etape = models.CharField(max_length=40, default=Etape.SOLLICITATION)
    recue = models.CharField(max_length=10, blank=True, default="")
    entree = models.CharField(max_length=10, blank=True, default="")
    sortie = models.CharField(max_length=10, blank=True, default="")
    # how many actions of its plan count; kept by `plans`, a room above, for the criterion of the annual survey
    actions_du_plan = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            codes(Etape, "etape", "etape_connue"),
            date_partielle("recue", "parcours_recu_date_lisible"),
            date_partielle("entree", "parcours_entree_date_lisible"),
            date_partielle("sortie", "parcours_sortie_date_lisible"),
            models.CheckConstraint(
                condition=Q(sortie="") | Q(etape__in=sorted(SORTIES)),
                name="une_sortie_a_son_etape",
                violation_error_message="Un parcours sorti est à l'étape « Sortie ».",
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=~Q(etape__in=sorted(FINIES)),
                name="un_parcours_ouvert_a_la_fois",
                violation_error_message="Cet enfant a déjà un parcours ouvert.",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "etape"], name="parcours_du_dossier")]


class PassageFait(EnregistrementScelle):
    """A parcours went from one stage to another, on a day, by somebody: `{motif, precision, avant}`.

    `avant`: what the parcours held before and what came with the passage, to undo. An undone passage stays, with who
    undid it and when. A stage that was corrected is written here too, under a code that is no passage of the table.
    """

    volet = Volet.PARCOURS
    parcours = models.ForeignKey(Parcours, on_delete=models.CASCADE, related_name="+")
    passage = models.CharField(max_length=40)
    de = models.CharField(max_length=40)
    vers = models.CharField(max_length=40)
    le = models.DateField()
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, related_name="+")
    annule_le = models.DateTimeField(null=True, blank=True)
    annule_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    formulaire = models.UUIDField(null=True, unique=True)  # a double submit makes one passage

    class Meta:
        constraints = [
            codes((*Passage, RECTIFIER), "passage", "passage_connu"),
            codes(Etape, "de", "passage_de_etape_connue"),
            codes(Etape, "vers", "passage_vers_etape_connue"),
            models.CheckConstraint(
                condition=Q(annule_le__isnull=True, annule_par__isnull=True)
                | Q(annule_le__isnull=False, annule_par__isnull=False),
                name="une_annulation_a_son_auteur",
                violation_error_message="Une annulation dit toujours qui l'a faite.",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "-created_at"], name="passages_du_dossier")]


class PassageEnEps(models.Model):
    """The situation was examined in EPS on this (partial) date."""

    serrure = Serrure(
        (f"{Acte.LIRE}:{Volet.PARCOURS}", f"{Acte.OUVRIR_ARCHIVE}:{Volet.PARCOURS}!", *CHIFFRES),
        (f"{Acte.ECRIRE}:{Volet.PARCOURS}",),
    )
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    le = models.CharField(max_length=10)

    class Meta:
        constraints = [
            date_partielle("le", "passage_en_eps_date_lisible"),
            models.UniqueConstraint(fields=["dossier", "le"], name="un_passage_en_eps_par_date"),
        ]


class Tache(EnregistrementScelle):
    """A next step with a date, owned by a poste: `{libelle}`."""

    volet = Volet.PARCOURS
    poste = models.ForeignKey(Poste, on_delete=models.RESTRICT, related_name="+")
    echeance = models.DateField()
    faite_le = models.DateField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    formulaire = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["poste", "faite_le", "echeance"], name="taches_du_poste")]
