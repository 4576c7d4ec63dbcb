"""Sending a letter: every co-author agrees, what may leave leaves, what stays is said; a number, a line in the register."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import empreinte, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.syntheses.errors import (
    CourrierImpossible,
    EtatImpossible,
    RelecturesManquantes,
    SyntheseChangee,
    SyntheseFigee,
)
from maillage.syntheses.models import CourrierEmis, NumeroDeCourrier, Synthese
from maillage.syntheses.queries.depart import Depart, preparer
from maillage.syntheses.queries.lecture import (
    coauteurs_de,
    conduit,
    la_synthese,
    relectures_de,
)
from maillage.syntheses.rules.etats import EtatDeSynthese, passer
from maillage.syntheses.rules.relecture import attendues
from maillage.syntheses.services.ecriture import tenue


def emettre(*, acteur: Acteur, synthese_id: UUID, revision: int, at: date) -> int:
    """Send the letter: returns its number. Sent twice, it has one number."""
    rang, faits, _ = la_synthese(acteur, synthese_id, at)
    if not conduit(acteur, rang, faits, at):
        raise Introuvable
    if deja := CourrierEmis.objects.filter(synthese_id=synthese_id).first():
        return deja.numero
    pret = preparer(acteur, rang, faits, at=at)
    if not pret.decision:
        raise CourrierImpossible(pret.decision)
    # the policy again, volet by volet, before the transaction: a refusal stays in the journal
    decisions = {
        p.partie.volet: exiger(acteur, Acte.EXTRAIRE, p.partie.volet, rang.dossier_id, at)[1]
        for p in pret.partent
    }
    try:
        with tenue(acteur, synthese_id, "courrier", at) as t:
            _exiger_pret(t.rang, revision)
            numero = _numero(faits.programme)
            for volet, decision in decisions.items():
                noter(
                    acteur, Acte.EXTRAIRE, decision, volet=volet, dossier=rang.dossier_id,
                    objet=f"courrier {numero}",
                )  # fmt: skip
            _sceller(acteur, t.rang, pret, numero, faits.programme, at)
    except SyntheseFigee:  # the same form, sent twice at once
        if deja := CourrierEmis.objects.filter(synthese_id=synthese_id).first():
            return deja.numero
        raise
    return numero


def _exiger_pret(rang: Synthese, revision: int) -> None:
    if rang.revision != revision:
        raise SyntheseChangee
    decision = passer(EtatDeSynthese(rang.etat), EtatDeSynthese.EMISE)
    if not decision:
        raise EtatImpossible(decision)
    noms = dict(coauteurs_de(rang))
    manquent = attendues(noms, relectures_de(rang), rang.revision)
    if manquent:
        raise RelecturesManquantes(tuple(noms[i] for i in manquent))


def _numero(programme: UUID) -> int:
    NumeroDeCourrier.objects.get_or_create(programme_id=programme)
    compteur = NumeroDeCourrier.objects.select_for_update().get(programme_id=programme)
    compteur.dernier += 1
    compteur.save(update_fields=["dernier"])
    return compteur.dernier


def _sceller(
    acteur: Acteur, rang: Synthese, pret: Depart, numero: int, programme: UUID, at: date
) -> None:
    mots = json.dumps([[p.partie.rubrique, p.texte] for p in pret.partent], ensure_ascii=False)
    emis = CourrierEmis(
        dossier_id=rang.dossier_id,
        programme_id=programme,
        synthese=rang,
        numero=numero,
        le=at,
        auteur_id=acteur.id,
        parties=[[p.partie.volet, str(p.partie.id)] for p in pret.partent],
        ecartees=[[p.partie.rubrique, p.partie.volet, p.decision.motif.code] for p in pret.restent],
        empreinte=empreinte(programme, mots),
    )
    cles = trousseau(programme, [rang.dossier_id], [Volet.PARCOURS])
    emis.sceller({"objet": rang.ouvrir(cles)["objet"]}, cles)
    emis.save(force_insert=True)
    rang.etat = EtatDeSynthese.EMISE
    rang.save(update_fields=["etat", "updated_at"])
