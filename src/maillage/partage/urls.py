"""Addresses of the charte, of extracts, of the journal, of the team, of what takes two persons, of the first entry."""

from __future__ import annotations

from django.urls import path

from maillage.partage.views import charte, confirmations, entree, extraits, habilitations, journal

app_name = "partage"
urlpatterns = [
    path("charte/", charte.charte, name="charte"),
    path("charte/modifier/", charte.modifier, name="charte_modifier"),
    path("charte/signatures/", charte.signatures, name="charte_signatures"),
    path("charte/imprimer/", charte.charte_pdf, name="charte_pdf"),
    path("habilitations/", charte.habilitations, name="habilitations"),
    path("habilitations/imprimer/", charte.habilitations_pdf, name="habilitations_pdf"),
    path("habilitations/refus/", charte.refus, name="habilitations_refus"),
    path("extraits/", extraits.recus, name="extraits"),
    path("journal/", journal.alertes, name="journal"),
    path("journal/ancrer/", journal.ancrer, name="journal_ancrer"),
    path("journal/alertes/<uuid:alerte>/", journal.examiner, name="journal_examiner"),
    path("equipe/", habilitations.equipe, name="equipe"),
    path("equipe/ouvrir/", habilitations.ouvrir, name="equipe_ouvrir"),
    path("equipe/attestation/", habilitations.attestation, name="equipe_attestation"),
    path("equipe/postes/", habilitations.poste, name="equipe_poste"),
    path(
        "equipe/postes/<uuid:poste>/fermer/", habilitations.fermer_poste, name="equipe_fermer_poste"
    ),
    path("equipe/confirmer/", confirmations.attendues, name="equipe_confirmations"),
    path("equipe/confirmer/<uuid:demande>/", confirmations.confirmer, name="equipe_confirmer"),
    path("equipe/confirmer/<uuid:demande>/refuser/", confirmations.refuser, name="equipe_refuser"),
    path("equipe/<uuid:personne>/", habilitations.personne, name="equipe_personne"),
    path("equipe/<uuid:personne>/code/", habilitations.code, name="equipe_code"),
    path("equipe/<uuid:personne>/secours/", habilitations.secours, name="equipe_secours"),
    path("equipe/<uuid:personne>/<slug:geste>/", habilitations.changer, name="equipe_changer"),
    path("activer/", entree.activer, name="activer"),
    path("proconnect/", entree.proconnect, name="proconnect"),
    path("proconnect/retour/", entree.proconnect_retour, name="proconnect_retour"),
    path("proconnect/encore/", entree.proconnect_encore, name="proconnect_encore"),
]
