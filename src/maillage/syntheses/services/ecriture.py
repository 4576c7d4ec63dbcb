"""Writing a synthesis by several hands: begun, written section by section, invited, reread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.accords.rules.natures import Finalite
from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Faits, Volet
from maillage.dossiers.services import attendre_son_tour, numero_d_envoi
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.syntheses.errors import (
    CoauteurImpossible,
    DestinataireImpossible,
    EtatImpossible,
    PartieChangee,
    SyntheseChangee,
    SyntheseFigee,
)
from maillage.syntheses.gabarits import A_LA_FAMILLE, gabarits
from maillage.syntheses.models import (
    SECTIONS,
    CoauteurDeSynthese,
    RelectureDeSynthese,
    SectionDeSynthese,
    Synthese,
)
from maillage.syntheses.queries.destinataires import lire_la_cle, possibles
from maillage.syntheses.queries.lecture import (
    coauteurs_de,
    coauteurs_possibles,
    conduit,
    exiger_le_travail,
    la_synthese,
)
from maillage.syntheses.rules.etats import VIVANTES, EtatDeSynthese, passer
from maillage.syntheses.rules.relecture import AvisDeRelecture
from maillage.syntheses.rules.rubriques import Rubrique


@dataclass(frozen=True, slots=True)
class SyntheseVoulue:
    """A synthesis as it is begun. `destinataire`: a key of `queries.destinataires`."""

    gabarit: str
    objet: str
    destinataire: str
    finalite: Finalite | None


@dataclass(frozen=True, slots=True)
class PartieVoulue:
    """A section as typed. `cle` and `numero` are those of the version on screen; None and 0 when it is new."""

    rubrique: Rubrique
    volet: Volet
    texte: str
    cle: UUID | None = None
    numero: int = 0


@dataclass
class Tenue:
    """A synthesis held for writing, alive, in its transaction."""

    rang: Synthese
    faits: Faits
    decision: Decision


@contextmanager
def tenue(acteur: Acteur, synthese_id: UUID, objet: str, at: date) -> Iterator[Tenue]:
    """Writes on one dossier follow each other. What is sent or given up is not written any more."""
    rang, faits, decision = la_synthese(acteur, synthese_id, at)
    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=rang.dossier_id)
        rang.refresh_from_db()
        if EtatDeSynthese(rang.etat) not in VIVANTES:
            raise SyntheseFigee
        noter(
            acteur,
            Acte.ECRIRE,
            decision,
            volet=Volet.PARCOURS,
            dossier=rang.dossier_id,
            objet=objet,
        )
        yield Tenue(rang, faits, decision)


def _le_texte_change(rang: Synthese) -> None:
    """Another state of the text: agreements given to the former one no longer count."""
    rang.revision += 1
    rang.save(update_fields=["revision", "updated_at"])


def commencer(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    voulue: SyntheseVoulue,
    formulaire: UUID,
    at: date,
) -> UUID:
    """Begin a synthesis about this child. The same form sent twice begins one."""
    faits, decision = exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    exiger_le_travail(acteur, faits, at)
    sorte, numero = _destinataire(acteur, dossier_id, voulue, at)
    with transaction.atomic():
        attendre_son_tour(dossier_id)
        if deja := Synthese.objects.filter(formulaire=formulaire).first():
            return deja.pk
        noter(
            acteur,
            Acte.ECRIRE,
            decision,
            volet=Volet.PARCOURS,
            dossier=dossier_id,
            objet="synthese",
        )
        rang = Synthese(
            dossier_id=dossier_id, gabarit=voulue.gabarit, auteur_id=acteur.id,
            institution_id=numero if sorte == "institution" else None,
            poste_id=numero if sorte == "poste" else None, adulte=numero if sorte == "adulte" else None,
            finalite=voulue.finalite or "", formulaire=formulaire,
        )  # fmt: skip
        cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
        rang.sceller({"objet": voulue.objet}, cles)
        rang.save(force_insert=True)
    return rang.pk


def _destinataire(
    acteur: Acteur, dossier_id: UUID, voulue: SyntheseVoulue, at: date
) -> tuple[str, UUID]:
    """The kind and number of the addressee; a model for the family goes to the family, and to it alone."""
    choisis = {d.cle for d in possibles(acteur, dossier_id, at=at)}
    lue = lire_la_cle(voulue.destinataire)
    if lue is None or voulue.destinataire not in choisis or voulue.gabarit not in gabarits():
        raise DestinataireImpossible
    famille = lue[0] == "adulte"
    if famille != (voulue.gabarit == A_LA_FAMILLE) or famille == bool(voulue.finalite):
        raise DestinataireImpossible
    return lue


def _exiger_une_main(acteur: Acteur, rang: Synthese) -> None:
    if acteur.id != rang.auteur_id and acteur.id not in dict(coauteurs_de(rang)):
        raise Introuvable


def ecrire_une_partie(
    *, acteur: Acteur, synthese_id: UUID, voulue: PartieVoulue, formulaire: UUID, at: date
) -> int:
    """Write a section in a volet where the author may write; returns its version. An empty text takes it out.

    `PartieChangee` carries the text that is kept, for both to be seen. The same text sent twice writes one version.
    """
    table = SECTIONS.get(voulue.volet)
    lu, _, _ = la_synthese(acteur, synthese_id, at)
    _exiger_une_main(acteur, lu)
    if table is None:
        raise Introuvable
    faits, ecrit = exiger(acteur, Acte.ECRIRE, voulue.volet, lu.dossier_id, at)
    with tenue(acteur, synthese_id, "partie", at) as t:
        cles = trousseau(faits.programme, [lu.dossier_id], [voulue.volet])
        cle = voulue.cle or numero_d_envoi(formulaire, voulue.rubrique, voulue.volet)
        siennes = table.objects.filter(synthese_id=synthese_id, cle=cle).order_by("-numero")
        derniere = siennes.first()
        if derniere is None and voulue.cle is not None:
            raise Introuvable
        if derniere is not None:
            present = derniere.ouvrir(cles)["texte"]
            if present == voulue.texte:
                return derniere.numero
            if derniere.numero != voulue.numero:
                raise PartieChangee(present, derniere.numero)
        noter(acteur, Acte.ECRIRE, ecrit, volet=voulue.volet, dossier=lu.dossier_id, objet="partie")
        numero = _ajouter(table, t.rang, derniere, voulue, cle, acteur)
        numero.sceller({"texte": voulue.texte}, cles)
        numero.save(force_insert=True)
        _le_texte_change(t.rang)
    return numero.numero


def _ajouter(
    table: type[SectionDeSynthese],
    rang: Synthese,
    derniere: SectionDeSynthese | None,
    voulue: PartieVoulue,
    cle: UUID,
    acteur: Acteur,
) -> SectionDeSynthese:
    return table(
        dossier_id=rang.dossier_id,
        synthese=rang,
        cle=cle,
        numero=derniere.numero + 1 if derniere else 1,
        rubrique=derniere.rubrique if derniere else voulue.rubrique,
        redacteur_id=acteur.id,
    )


def convier(*, acteur: Acteur, synthese_id: UUID, personne: UUID, at: date) -> None:
    """Invite somebody to write and to agree; twice is once. Her agreement is then awaited."""
    with tenue(acteur, synthese_id, "coauteur", at) as t:
        _exiger_la_conduite(acteur, t, at)
        permis = dict(coauteurs_possibles(t.faits, [t.rang.auteur_id], at))
        if personne not in permis:
            raise CoauteurImpossible
        CoauteurDeSynthese.objects.get_or_create(
            synthese=t.rang, utilisateur_id=personne, defaults={"dossier_id": t.rang.dossier_id}
        )


def _exiger_la_conduite(acteur: Acteur, t: Tenue, at: date) -> None:
    if not conduit(acteur, t.rang, t.faits, at):
        raise Introuvable


def changer_d_etat(*, acteur: Acteur, synthese_id: UUID, vers: EtatDeSynthese, at: date) -> None:
    """Ask for rereading, go back to writing, give up. Sending has its own service."""
    with tenue(acteur, synthese_id, "etat_de_synthese", at) as t:
        _exiger_la_conduite(acteur, t, at)
        if t.rang.etat == vers:
            return
        decision = passer(EtatDeSynthese(t.rang.etat), vers)
        if not decision or vers is EtatDeSynthese.EMISE:
            raise EtatImpossible(decision)
        t.rang.etat = vers
        t.rang.save(update_fields=["etat", "updated_at"])


def relire(
    *, acteur: Acteur, synthese_id: UUID, revision: int, avis: AvisDeRelecture, at: date
) -> None:
    """A co-author says what she thinks of the text that she has read; of a former text, nothing is kept."""
    with tenue(acteur, synthese_id, "relecture", at) as t:
        if acteur.id not in dict(coauteurs_de(t.rang)):
            raise Introuvable
        if t.rang.revision != revision:
            raise SyntheseChangee
        derniere = (
            RelectureDeSynthese.objects.filter(synthese=t.rang, personne_id=acteur.id)
            .order_by("-created_at", "-id")
            .first()
        )
        if derniere and (derniere.revision, derniere.avis) == (revision, avis):
            return
        RelectureDeSynthese.objects.create(
            dossier_id=t.rang.dossier_id, synthese=t.rang, personne_id=acteur.id,
            revision=revision, avis=avis,
        )  # fmt: skip
