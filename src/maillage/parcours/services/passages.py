"""Making a parcours pass from one stage to the next, and undoing it for a short time. Guards first, then one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Faits, Volet
from maillage.dossiers.services import attendre_son_tour, numero_d_envoi
from maillage.eligibilite.services import campagne as campagnes
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.parcours.errors import (
    AnnulationImpossible,
    PassageAvantLePrecedent,
    PassageDansLAvenir,
    PassageRefuse,
    PassageSansMotif,
)
from maillage.parcours.models import Parcours, PassageFait
from maillage.parcours.queries.etats import ANNULABLE, dernier, faits_du_passage, ouvert_depuis
from maillage.parcours.rules.etapes import AVANT_LE_DEBUT, Etape
from maillage.parcours.rules.passages import MotifDemande, Passage, decider
from maillage.parcours.rules.rectification import (
    RECTIFIER,
    RaisonDeRectifier,
    peut_rectifier,
)
from maillage.parcours.services.suites import defaire_les_suites, ecrire_les_suites
from maillage.parcours.services.taches import responsable
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte

CHAMP_DU_MOTIF = {
    MotifDemande.SORTIE: "motif_sortie",
    MotifDemande.NON_PRISE_EN_CHARGE: "motif_non_prise_en_charge",
}


@dataclass(slots=True)
class _Geste:
    """One write on a parcours: who, on which, with which keys."""

    acteur: Acteur
    faits: Faits
    rang: Parcours
    cles: Trousseau
    avant: dict[str, Any]


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
    envoi = numero_d_envoi(formulaire, dossier_id, passage, le, motif)
    with transaction.atomic():
        rang = _tenir(dossier_id)
        envoi, deja = _deja(envoi)
        if deja:
            return deja
        _exiger_le_passage(rang, passage, le, motif, at)
        noter(
            acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="passage"
        )
        geste = _geste(acteur, faits, rang)
        de, rang = rang.etape, _appliquer(geste, passage, le, motif)
        fait = PassageFait(parcours=rang, passage=passage, de=de, vers=rang.etape, le=le)
        geste.avant |= ecrire_les_suites(
            rang, passage, le, poste=_poste(geste, passage, at), auteur=acteur.id, cles=geste.cles
        )
        _tracer(geste, fait, {"motif": motif, "precision": precision}, envoi)
        campagnes.accorder(faits.programme, [dossier_id], at=at)
    return fait


def _tenir(dossier_id: UUID) -> Parcours:
    """The parcours of this child, one write at a time."""
    attendre_son_tour(dossier_id)
    rang = dernier(dossier_id)
    if rang is None:
        raise Introuvable
    return rang


def _deja(envoi: UUID) -> tuple[UUID, PassageFait | None]:
    """What this form has already made. Undone since, it may be made again from a page left open, under another number."""
    while deja := PassageFait.objects.filter(formulaire=envoi).first():
        if deja.annule_le is None:
            return envoi, deja
        envoi = uuid5(envoi, str(deja.pk))
    return envoi, None


def _exiger_le_passage(rang: Parcours, passage: Passage, le: date, motif: str, at: date) -> None:
    if le > at:
        raise PassageDansLAvenir
    decision = decider(passage, faits_du_passage(rang, at, le))
    if not decision:
        raise PassageRefuse(decision)
    liste = passage.transition.motif
    if liste and motif not in charger(liste.value).codes:
        raise PassageSansMotif
    plus_tot = ouvert_depuis(rang)
    if plus_tot is not None and le < plus_tot:
        raise PassageAvantLePrecedent(plus_tot)


def _geste(acteur: Acteur, faits: Faits, rang: Parcours) -> _Geste:
    cles = trousseau(faits.programme, [rang.dossier_id], [Volet.PARCOURS])
    avant = {"entree": rang.entree, "sortie": rang.sortie, "contenu": rang.ouvrir(cles)}
    return _Geste(acteur, faits, rang, cles, avant)


def _poste(geste: _Geste, passage: Passage, at: date) -> UUID | None:
    """Who watches after the exit, when the passage asks for it."""
    return responsable(geste.acteur, geste.faits, at) if passage is Passage.VEILLER else None


def _appliquer(geste: _Geste, passage: Passage, le: date, motif: str) -> Parcours:
    """Write the new stage; return the parcours that bears it, another one when it opens again."""
    ligne, contenu, rang = passage.transition, geste.avant["contenu"], geste.rang
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
    rang.sceller(nouveau, geste.cles)
    rang.save()
    return rang


def _contenu_apres(passage: Passage, motif: str = "") -> dict[str, object]:
    liste = passage.transition.motif
    champ = CHAMP_DU_MOTIF[liste] if liste else None
    nouveau: dict[str, object] = {champ: motif} if champ else {}
    if passage is Passage.DEMARRER:
        nouveau["pris_en_charge"] = True
    if passage is Passage.NE_PAS_PRENDRE:
        nouveau["pris_en_charge"] = False
    return nouveau


def _tracer(geste: _Geste, fait: PassageFait, dit: dict[str, str], envoi: UUID) -> None:
    fait.dossier_id, fait.auteur_id = geste.rang.dossier_id, geste.acteur.id
    fait.formulaire = envoi
    fait.sceller({**dit, "avant": geste.avant}, geste.cles)
    fait.save(force_insert=True)


def rectifier(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    vers: Etape,
    raison: RaisonDeRectifier,
    precision: str,
    formulaire: UUID,
    at: date,
) -> PassageFait:
    """Correct a stage that was wrong: whoever names référents, with the reason, under what the stage supposes."""
    exiger(acteur, Acte.DESIGNER, Volet.PARCOURS, dossier_id, at)
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    envoi = numero_d_envoi(formulaire, dossier_id, RECTIFIER, vers, raison)
    with transaction.atomic():
        rang = _tenir(dossier_id)
        envoi, deja = _deja(envoi)
        if deja:
            return deja
        permis = peut_rectifier(vers, faits_du_passage(rang, at))
        if not permis:
            raise PassageRefuse(permis)
        if not precision.strip():
            raise PassageSansMotif
        noter(
            acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id,
            objet="etape_rectifiee",
        )  # fmt: skip
        geste, de = _geste(acteur, faits, rang), rang.etape
        _remettre(geste, vers)
        fait = PassageFait(parcours=rang, passage=RECTIFIER, de=de, vers=vers, le=at)
        _tracer(geste, fait, {"motif": raison.value, "precision": precision}, envoi)
        campagnes.accorder(faits.programme, [dossier_id], at=at)
    return fait


def _remettre(geste: _Geste, vers: Etape) -> None:
    """What the wrong stage had brought goes with it: an exit that was none, an entry that has not happened yet."""
    rang, contenu = geste.rang, dict(geste.avant["contenu"])
    rang.etape, rang.sortie = vers, ""
    oublies = {"motif_sortie", "motif_non_prise_en_charge"}
    if vers in AVANT_LE_DEBUT:
        rang.entree, oublies = "", oublies | {"pris_en_charge"}
    else:
        contenu["pris_en_charge"] = True
    rang.sceller({n: v for n, v in contenu.items() if n not in oublies}, geste.cles)
    rang.save()


def annuler(
    *, acteur: Acteur, dossier_id: UUID, passage_id: UUID, instant: datetime, at: date
) -> None:
    """Undo the last passage, within a day: the parcours is as it was, and the trace stays."""
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    with transaction.atomic():
        rang = _tenir(dossier_id)
        faits_ici = PassageFait.objects.filter(dossier_id=dossier_id, annule_le=None)
        fait = faits_ici.filter(id=passage_id).first()
        if fait is None:
            raise Introuvable
        plus_recent = faits_ici.filter(created_at__gt=fait.created_at).exists()
        if plus_recent or fait.parcours_id != rang.pk or instant - fait.created_at > ANNULABLE:
            raise AnnulationImpossible
        noter(
            acteur, Acte.ECRIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id,
            objet="passage_annule",
        )  # fmt: skip
        cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
        _defaire(fait, rang, cles)
        fait.annule_le, fait.annule_par_id = instant, acteur.id
        fait.save(update_fields=["annule_le", "annule_par", "parcours", "updated_at"])
        campagnes.accorder(faits.programme, [dossier_id], at=at)


def _defaire(fait: PassageFait, rang: Parcours, cles: Trousseau) -> None:
    """Give the parcours what it held before, and only that: what was written of it since by others stays."""
    avant = fait.ouvrir(cles)["avant"]
    defaire_les_suites(fait.dossier_id, avant)
    passage = None if fait.passage == RECTIFIER else Passage(fait.passage)
    if passage and passage.transition.nouveau:
        _refermer(fait, rang)
        return
    ancien, contenu = avant["contenu"], rang.ouvrir(cles)
    touches = (
        set(_contenu_apres(passage)) if passage else {*CHAMP_DU_MOTIF.values(), "pris_en_charge"}
    )
    rendus = {n: ancien[n] for n in touches if n in ancien}
    rang.etape, rang.entree, rang.sortie = fait.de, avant["entree"], avant["sortie"]
    rang.sceller({n: v for n, v in contenu.items() if n not in touches} | rendus, cles)
    rang.save()


def _refermer(fait: PassageFait, rang: Parcours) -> None:
    """The parcours that the passage opened goes, unless something was written in it; traces stay with the former one."""
    traces = PassageFait.objects.filter(parcours=rang)
    if any(_ecrits(rang)):
        raise AnnulationImpossible
    ancien = Parcours.objects.filter(dossier_id=rang.dossier_id).exclude(pk=rang.pk)
    fait.parcours = ancien.order_by("-created_at").first()
    traces.update(parcours=fait.parcours)
    rang.delete()


def _ecrits(rang: Parcours) -> list[bool]:
    """For each table whose rows belong to a parcours, whether one belongs to this: rooms above have theirs."""
    champs = Parcours._meta.get_fields(include_hidden=True)  # noqa: SLF001 - the documented door to relations
    liens = (c for c in champs if c.auto_created and not c.concrete)
    tables = ((lien.related_model, lien.field.name) for lien in liens)
    return [
        table.objects.filter(**{champ: rang}).exists()
        for table, champ in tables
        if table is not PassageFait
    ]
