"""What a person of the team sees of a synthesis: its state, the sections of her volets, who has still to agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords.rules.natures import Finalite
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Faits, Volet
from maillage.enfants import queries as enfants
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.partage import chartes
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.syntheses.gabarits import gabarits
from maillage.syntheses.models import RelectureDeSynthese, Synthese
from maillage.syntheses.queries.parties import PartieLue, parties, versions
from maillage.syntheses.rules.etats import VIVANTES, EtatDeSynthese
from maillage.syntheses.rules.relecture import (
    AvisDeRelecture,
    RelectureDite,
    attendues,
    avis_en_cours,
)
from maillage.syntheses.rules.rubriques import VOLETS

UN_ADULTE = "Un adulte de la famille"


@dataclass(frozen=True, slots=True)
class CoauteurLu:
    """A co-author and what she says of the present text (None: nothing yet)."""

    personne: UUID
    nom: str
    avis: AvisDeRelecture | None


@dataclass(frozen=True, slots=True)
class ResumeDeSynthese:
    """A synthesis in a list."""

    id: UUID
    objet: str
    destinataire: str
    etat: EtatDeSynthese
    par: str
    le: date
    numero: int | None


@dataclass(frozen=True, slots=True)
class SyntheseLue:
    """A synthesis in front of one person. `conduit`: she invites, asks for rereading, sends."""

    id: UUID
    dossier: UUID
    enfant: str
    objet: str
    gabarit: str
    destinataire: str
    finalite: str
    a_la_famille: bool
    etat: EtatDeSynthese
    revision: int
    auteur: str
    parties: tuple[PartieLue, ...]
    coauteurs: tuple[CoauteurLu, ...]
    attendues: tuple[str, ...]
    conduit: bool
    relit: bool
    mon_avis: AvisDeRelecture | None
    volets_ecrits: tuple[Volet, ...]
    numero: int | None

    @property
    def vivante(self) -> bool:
        return self.etat in VIVANTES

    @property
    def fermees(self) -> int:
        return sum(not p.ouverte for p in self.parties)


def la_synthese(acteur: Acteur, synthese_id: UUID, at: date) -> tuple[Synthese, Faits, Decision]:
    """The record, for whoever reads the parcours of its child and works on extracts; else as if nothing existed."""
    rang = Synthese.objects.filter(pk=synthese_id).select_related(
        "auteur", "institution", "poste"
    ).first()  # fmt: skip
    if rang is None:
        raise Introuvable
    faits, decision = exiger(acteur, Acte.LIRE, Volet.PARCOURS, rang.dossier_id, at)
    exiger_le_travail(acteur, faits, at)
    return rang, faits, decision


def exiger_le_travail(acteur: Acteur, faits: Faits, at: date) -> None:
    """Whoever may write no extract of this dossier has nothing to do with its syntheses."""
    if not any(decide(acteur, Acte.EXTRAIRE, v, faits, at) for v in Volet):
        raise Introuvable


def volets_pour(acteur: Acteur, acte: Acte, faits: Faits, at: date) -> tuple[Volet, ...]:
    """Volets of a synthesis on which this act is open."""
    return tuple(v for v in VOLETS if decide(acteur, acte, v, faits, at))


def conduit(acteur: Acteur, rang: Synthese, faits: Faits, at: date) -> bool:
    """Her synthesis; or, whoever leads the programme, when its author is no longer there to do it."""
    return rang.auteur_id == acteur.id or bool(
        decide(acteur, Acte.DESIGNER, Volet.PARCOURS, faits, at)
    )


def coauteurs_de(rang: Synthese) -> list[tuple[UUID, str]]:
    """Who writes in it beside its author, by name."""
    lus = rang.coauteurs.select_related("utilisateur").order_by("utilisateur__nom")
    return [(c.utilisateur_id, c.utilisateur.nom) for c in lus]


def relectures_de(rang: Synthese) -> list[RelectureDite]:
    """Every opinion given, in order."""
    lues = RelectureDeSynthese.objects.filter(synthese=rang).order_by("created_at", "id")
    return [RelectureDite(r.personne_id, r.revision, AvisDeRelecture(r.avis)) for r in lues]


def destinataire_de(rang: Synthese, cles: Trousseau | None) -> str:
    """To whom, in words. The name of an adult needs the keys of the volet famille."""
    if rang.institution is not None:
        return rang.institution.nom
    if rang.poste is not None:
        return rang.poste.libelle
    if cles is None:
        return UN_ADULTE
    adultes = {r.id: r.nom for r in enfants.responsables(rang.dossier_id, cles)}
    return adultes.get(rang.adulte) or UN_ADULTE


def synthese(acteur: Acteur, synthese_id: UUID, *, at: date) -> SyntheseLue:
    """The synthesis as this person may see it; each volet opened is noted first."""
    rang, faits, decision = la_synthese(acteur, synthese_id, at)
    _, nom = exiger(acteur, Acte.LISTER, Volet.IDENTITE, rang.dossier_id, at)
    noter(acteur, Acte.LISTER, nom, volet=Volet.IDENTITE, dossier=rang.dossier_id)
    noter(
        acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=rang.dossier_id, objet="synthese"
    )
    lus = volets_pour(acteur, Acte.LIRE, faits, at)
    for volet in (v for v in lus if v is not Volet.PARCOURS):
        lire = decide(acteur, Acte.LIRE, volet, faits, at)
        noter(acteur, Acte.LIRE, lire, volet=volet, dossier=rang.dossier_id, objet="synthese")
    ecrits = volets_pour(acteur, Acte.ECRIRE, faits, at)
    cles = trousseau(faits.programme, [rang.dossier_id], [Volet.IDENTITE, Volet.PARCOURS, *lus])
    return _lue(acteur, rang, faits, cles, lus, ecrits, at)


def _lue(
    acteur: Acteur,
    rang: Synthese,
    faits: Faits,
    cles: Trousseau,
    lus: tuple[Volet, ...],
    ecrits: tuple[Volet, ...],
    at: date,
) -> SyntheseLue:
    coauteurs, dites = coauteurs_de(rang), relectures_de(rang)
    avis = avis_en_cours(dites, rang.revision)
    noms = dict(coauteurs)
    manquent = attendues(noms, dites, rang.revision)
    etat = EtatDeSynthese(rang.etat)
    ecrit = etat in VIVANTES and (acteur.id == rang.auteur_id or acteur.id in noms)
    courrier = getattr(rang, "courrier", None)
    return SyntheseLue(
        id=rang.pk,
        dossier=rang.dossier_id,
        enfant=enfants.identites([rang.dossier_id], cles)[rang.dossier_id].nom_complet,
        objet=rang.ouvrir(cles)["objet"],
        gabarit=gabarits()[rang.gabarit].libelle,
        destinataire=destinataire_de(rang, cles if Volet.FAMILLE in lus else None),
        finalite=Finalite(rang.finalite).libelle if rang.finalite else "",
        a_la_famille=rang.adulte is not None,
        etat=etat,
        revision=rang.revision,
        auteur=rang.auteur.nom,
        parties=parties(rang.pk, cles, lus=lus, ecrits=ecrits if ecrit else ()),
        coauteurs=tuple(CoauteurLu(i, n, avis.get(i)) for i, n in coauteurs),
        attendues=tuple(noms[i] for i in manquent),
        conduit=conduit(acteur, rang, faits, at),
        relit=acteur.id in noms,
        mon_avis=avis.get(acteur.id) if acteur.id else None,
        volets_ecrits=ecrits if ecrit else (),
        numero=courrier.numero if courrier else None,
    )


def anciennes_versions(
    acteur: Acteur, synthese_id: UUID, volet: Volet, cle: UUID, *, at: date
) -> tuple[PartieLue, ...]:
    """Every version of a section, for whoever reads its volet."""
    rang, _, _ = la_synthese(acteur, synthese_id, at)
    if volet not in VOLETS:
        raise Introuvable
    faits, decision = exiger(acteur, Acte.LIRE, volet, rang.dossier_id, at)
    noter(acteur, Acte.LIRE, decision, volet=volet, dossier=rang.dossier_id, objet="versions")
    cles = trousseau(faits.programme, [rang.dossier_id], [volet])
    lues = versions(synthese_id, volet, cle, cles)
    if not lues:
        raise Introuvable
    return lues


def du_dossier(
    acteur: Acteur, dossier_id: UUID, *, at: date
) -> tuple[str, tuple[ResumeDeSynthese, ...]]:
    """The child's name and her syntheses, the latest first."""
    faits, decision = exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    exiger_le_travail(acteur, faits, at)
    _, nom = exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier_id, at)
    noter(acteur, Acte.LISTER, nom, volet=Volet.IDENTITE, dossier=dossier_id)
    noter(acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="syntheses")
    famille = decide(acteur, Acte.LIRE, Volet.FAMILLE, faits, at)
    if famille:
        noter(
            acteur, Acte.LIRE, famille, volet=Volet.FAMILLE, dossier=dossier_id, objet="syntheses"
        )
    ouverts = [Volet.IDENTITE, Volet.PARCOURS, *([Volet.FAMILLE] if famille else [])]
    cles = trousseau(faits.programme, [dossier_id], ouverts)
    rangs = Synthese.objects.filter(dossier_id=dossier_id).select_related(
        "auteur", "institution", "poste", "courrier"
    )
    resumes = _resumes(rangs.order_by("-created_at"), cles, famille=bool(famille))
    return enfants.identites([dossier_id], cles)[dossier_id].nom_complet, tuple(resumes)


def _resumes(
    rangs: Iterable[Synthese], cles: Trousseau, *, famille: bool
) -> Iterable[ResumeDeSynthese]:
    for r in rangs:
        courrier = getattr(r, "courrier", None)
        yield ResumeDeSynthese(
            r.pk, r.ouvrir(cles)["objet"], destinataire_de(r, cles if famille else None),
            EtatDeSynthese(r.etat), r.auteur.nom, r.created_at.date(),
            courrier.numero if courrier else None,
        )  # fmt: skip


def coauteurs_possibles(faits: Faits, sauf: Iterable[UUID], at: date) -> list[tuple[UUID, str]]:
    """Members who read the parcours of this child and write in at least one volet of a synthesis."""
    membres = [m for m in comptes.membres(faits.programme, at) if m[0] not in set(sauf)]
    connus = chartes.acteurs((i for i, _ in membres), au=at)
    return [
        (i, nom)
        for i, nom in membres
        if decide(connus[i], Acte.LIRE, Volet.PARCOURS, faits, at)
        and volets_pour(connus[i], Acte.ECRIRE, faits, at)
    ]


def coauteurs_de_la(acteur: Acteur, synthese_id: UUID, *, at: date) -> list[tuple[UUID, str]]:
    """Those who may still be invited, for whoever leads it."""
    rang, faits, _ = la_synthese(acteur, synthese_id, at)
    sauf = [rang.auteur_id, *(i for i, _ in coauteurs_de(rang))]
    return coauteurs_possibles(faits, sauf, at) if conduit(acteur, rang, faits, at) else []
