"""Scenarios: another map, other rules, and what they would change. Counts in clear, children sealed, nothing applied."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from maillage.comptes.models import Programme, Utilisateur, codes
from maillage.dossiers.models import EnregistrementScelle
from maillage.dossiers.rules import Volet
from maillage.eligibilite.models.jeux import ReglesDuProgramme


class EtatDeScenario(StrEnum):
    """A job computes it; the coordination decides it, or not."""

    EN_COURS = "en_cours"
    FAIT = "fait"
    ARRETE = "arrete"
    ECHOUE = "echoue"
    DECIDE = "decide"

    @property
    def libelle(self) -> str:
        return {
            EtatDeScenario.EN_COURS: "Calcul en cours",
            EtatDeScenario.FAIT: "À l'étude",
            EtatDeScenario.ARRETE: "Arrêté",
            EtatDeScenario.ECHOUE: "Échoué",
            EtatDeScenario.DECIDE: "Décidé",
        }[self]


class Scenario(models.Model):
    """What is compared, and the counts found. `cartes_*`: identifiers of generations. `resultat` holds no child.

    `bascule` is the first day of after; `fin` the day by which exits are accompanied.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    nom = models.CharField(max_length=120)
    cartes_avant = models.JSONField(default=list)
    cartes_apres = models.JSONField(default=list)
    regles_avant = models.ForeignKey(ReglesDuProgramme, on_delete=models.RESTRICT, related_name="+")
    regles_apres = models.ForeignKey(ReglesDuProgramme, on_delete=models.RESTRICT, related_name="+")
    texte_apres = models.TextField(blank=True, default="")  # rules as they were when computed
    bascule = models.DateField()
    fin = models.DateField()
    cout_mensuel = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    etat = models.CharField(max_length=10, default=EtatDeScenario.EN_COURS)
    fait = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    arret_demande = models.BooleanField(default=False)
    resultat = models.JSONField(null=True, blank=True)
    auteur = models.ForeignKey(Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+")
    decide_par = models.ForeignKey(
        Utilisateur, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    decide_le = models.DateTimeField(null=True, blank=True)
    formulaire = models.UUIDField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            codes(EtatDeScenario, "etat", "etat_de_scenario_connu"),
            models.CheckConstraint(
                condition=Q(fin__gte=F("bascule")),
                name="scenario_finit_apres_sa_bascule",
                violation_error_message="La fin des sorties précède le changement de carte.",
            ),
            models.CheckConstraint(
                condition=~Q(etat=EtatDeScenario.DECIDE)
                | Q(decide_le__isnull=False, resultat__isnull=False),
                name="un_scenario_decide_a_ete_calcule",
                violation_error_message="Un scénario se décide une fois calculé.",
            ),
        ]
        indexes = [models.Index(fields=["programme", "-created_at"], name="scenarios_du_programme")]


class CasDUnScenario(EnregistrementScelle):
    """What a scenario does to one child: `{avant, apres, cas, faits}`, sealed as the verdict is."""

    volet = Volet.IDENTITE
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="cas")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "dossier"], name="un_cas_par_dossier_et_par_scenario"
            ),
        ]
