"""Making a parcours pass from one stage to the next, and undoing it for a short time. Guards first, then one transaction."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import RestrictedError

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.eligibilite.services import campagne as campagnes
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.parcours.errors import (
    AnnulationImpossible,
    PassageAvantLePrecedent,
    PassageRefuse,
    PassageSansMotif,
)
from maillage.parcours.models import Parcours, PassageFait
from maillage.parcours.queries.etats import dernier, faits_du_passage
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import MotifDemande, Passage, decider
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte

ANNULABLE = timedelta(hours=24)
CHAMP_DU_MOTIF = {
    MotifDemande.SORTIE: "motif_sortie",
    MotifDemande.NON_PRISE_EN_CHARGE: "motif_non_prise_en_charge",
}


def passer(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    passage: Passage,
    le: date,
    motif: str = "",
    precision: str = "",
    formulaire: UUID,
    at: date,
) -> PassageFait:
    """Make this passage on this day. `PassageRefuse` says what is missing; the same form sent twice passes once."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    envoi = uuid5(formulaire, f"{dossier_id}\x1f{passage}\x1f{le}\x1f{motif}")
    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=dossier_id)
        if deja := PassageFait.objects.filter(formulaire=envoi).first():
            return deja
        rang = dernier(dossier_id)
        if rang is None:
            raise Introuvable
        _exiger_le_passage(rang, passage, le, motif, at)
        noter(
            acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="passage"
        )
        cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
        fait = _appliquer(rang, passage, le, motif, precision, cles)
        fait.auteur_id, fait.formulaire = acteur.id, envoi
        fait.save(force_insert=True)
        campagnes.accorder(faits.programme, [dossier_id], at=at)
    return fait


def _exiger_le_passage(rang: Parcours, passage: Passage, le: date, motif: str, at: date) -> None:
    decision = decider(passage, faits_du_passage(rang.dossier_id, Etape(rang.etape), at))
    if not decision:
        raise PassageRefuse(decision)
    liste = passage.transition.motif
    if liste and motif not in charger(liste.value).codes:
        raise PassageSansMotif
    avant = PassageFait.objects.filter(parcours=rang, annule_le=None).order_by("-le").first()
    if avant is not None and le < avant.le:
        raise PassageAvantLePrecedent(avant.le)


def _appliquer(
    rang: Parcours, passage: Passage, le: date, motif: str, precision: str, cles: Trousseau
) -> PassageFait:
    """Write the new stage, and the passage that says what there was before (neither author nor form yet)."""
    ligne, contenu = passage.transition, rang.ouvrir(cles)
    de = rang.etape
    avant = {"entree": rang.entree, "sortie": rang.sortie, "contenu": contenu}
    if ligne.nouveau:
        rang = Parcours(dossier_id=rang.dossier_id, recue=le.isoformat())
        nouveau = {n: contenu.get(n) for n in ("origine", "motifs", "motif_principal")}
    else:
        nouveau = contenu | _contenu_apres(passage, motif)
    rang.etape = ligne.vers
    if passage is Passage.DEMARRER and not rang.entree:
        rang.entree = le.isoformat()
    if passage is Passage.SORTIR:
        rang.sortie = le.isoformat()
    rang.sceller(nouveau, cles)
    rang.save()
    fait = PassageFait(
        dossier_id=rang.dossier_id, parcours=rang, passage=passage, de=de, vers=ligne.vers, le=le
    )
    fait.sceller({"motif": motif, "precision": precision, "avant": avant}, cles)
    return fait


def _contenu_apres(passage: Passage, motif: str) -> dict[str, object]:
    liste = passage.transition.motif
    champ = CHAMP_DU_MOTIF[liste] if liste else None
    nouveau: dict[str, object] = {champ: motif} if champ else {}
    if passage is Passage.DEMARRER:
        nouveau["pris_en_charge"] = True
    if passage is Passage.NE_PAS_PRENDRE:
        nouveau["pris_en_charge"] = False
    return nouveau


def annuler(
    *, acteur: Acteur, dossier_id: UUID, passage_id: UUID, instant: datetime, at: date
) -> None:
    """Undo the last passage, within a day: the parcours is as it was, and the trace stays."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=dossier_id)
        faits_ici = PassageFait.objects.filter(dossier_id=dossier_id, annule_le=None)
        fait = faits_ici.filter(id=passage_id).select_related("parcours").first()
        if fait is None:
            raise Introuvable
        plus_recent = faits_ici.filter(created_at__gt=fait.created_at).exists()
        if plus_recent or instant - fait.created_at > ANNULABLE:
            raise AnnulationImpossible
        noter(
            acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id,
            objet="passage_annule",
        )  # fmt: skip
        cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
        _defaire(fait, cles)
        fait.annule_le, fait.annule_par_id = instant, acteur.id
        fait.save(update_fields=["annule_le", "annule_par", "parcours", "updated_at"])
        campagnes.accorder(faits.programme, [dossier_id], at=at)


def _defaire(fait: PassageFait, cles: Trousseau) -> None:
    """Give the parcours what it held before; one that the passage opened becomes a demand without follow-up."""
    rang, avant = fait.parcours, fait.ouvrir(cles)["avant"]
    if Passage(fait.passage).transition.nouveau:
        ancien = Parcours.objects.filter(dossier_id=fait.dossier_id).exclude(pk=rang.pk)
        fait.parcours = ancien.order_by("-created_at").first()
        fait.save(update_fields=["parcours"])
        try:
            rang.delete()
        except RestrictedError:  # somebody has already written in it: nothing of hers is lost
            raise AnnulationImpossible from None
        return
    rang.etape, rang.entree, rang.sortie = fait.de, avant["entree"], avant["sortie"]
    rang.sceller(avant["contenu"], cles)
    rang.save()
