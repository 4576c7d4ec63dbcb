"""The life of a parcours in words: what may be done from here, what was done, by whom, what was undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eligibilite.queries.sortie import la_sortie
from maillage.eligibilite.queries.verdicts import VerdictLu
from maillage.enfants.rules.identite import IdentiteLue
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.parcours.models import Parcours, PassageFait
from maillage.parcours.queries.etats import (
    ACCORDS,
    ANNULABLE,
    dernier,
    faits_du_passage,
    ouvert_depuis,
)
from maillage.parcours.queries.fiche import fiche
from maillage.parcours.queries.projections import Fiche
from maillage.parcours.queries.sortie import preparable
from maillage.parcours.rules.etapes import Etape, commence
from maillage.parcours.rules.passages import FaitsDuPassage, Garde, Passage, decider, depuis
from maillage.parcours.rules.rectification import (
    RECTIFIABLES,
    RECTIFIER,
    RaisonDeRectifier,
    passage_en_mots,
    peut_rectifier,
)
from maillage.parcours.rules.vigilances import Vigilance, vigilances
from maillage.partage.queries import exiger
from maillage.partage.rules.actes import Acte

# passages whose page asks for a few words
A_DIRE = frozenset(
    {Passage.SUSPENDRE, Passage.PREPARER_SORTIE, Passage.CLORE_VEILLE, Passage.ROUVRIR}
)


@dataclass(frozen=True, slots=True)
class PassagePossible:
    """A passage that the table knows from here; refused, it says what is missing."""

    passage: Passage
    decision: Decision

    @property
    def libelle(self) -> str:
        return self.passage.libelle

    @property
    def direct(self) -> bool:
        """It asks for nothing but a day: one press makes it today."""
        return self.passage.transition.motif is None and self.passage not in A_DIRE


@dataclass(frozen=True, slots=True)
class PassageLu:
    """A passage that was made. `defaisable`: the last one, not a day old."""

    id: UUID
    parcours: UUID
    libelle: str
    de: str
    vers: str
    le: date
    par: str
    motif: str
    precision: str
    annule_le: datetime | None
    annule_par: str
    defaisable: bool


@dataclass(frozen=True, slots=True)
class Vie:
    """The life of the latest parcours of a child, and of those before it."""

    etape: Etape | None
    possibles: tuple[PassagePossible, ...]
    passages: tuple[PassageLu, ...]
    vigilances: tuple[Vigilance, ...]
    rectifiable: bool
    sortie: bool
    en_campagne: bool

    @property
    def permis(self) -> tuple[PassagePossible, ...]:
        return tuple(p for p in self.possibles if p.decision)

    @property
    def refuses(self) -> tuple[PassagePossible, ...]:
        return tuple(p for p in self.possibles if not p.decision)


def vie(lue: Fiche, programme: UUID, *, instant: datetime, at: date) -> Vie:
    """What the page of this child, already read under the policy, says of the life of her parcours."""
    if Volet.PARCOURS not in lue.ouverts:
        raise Introuvable
    rang = dernier(lue.dossier)
    cles = trousseau(programme, [lue.dossier], [Volet.PARCOURS])
    ecrit = Volet.PARCOURS in lue.inscriptibles
    return Vie(
        etape=Etape(rang.etape) if rang else None,
        possibles=_possibles(faits_du_passage(rang, at)) if rang and ecrit else (),
        passages=_passages(lue.dossier, rang, cles, instant if ecrit else None),
        vigilances=dites(lue.identite, lue.eligibilite, at),
        rectifiable=bool(rang) and ecrit and lue.designable,
        sortie=rang is not None and preparable(rang),
        en_campagne=la_sortie(lue.dossier) is not None,
    )


def dites(identite: IdentiteLue, verdict: VerdictLu | None, at: date) -> tuple[Vigilance, ...]:
    """What deserves a look, of her age and of the verdict that this acteur may read."""
    return vigilances(identite.naissance, verdict.verdict.value if verdict else "", at)


def _possibles(faits: FaitsDuPassage) -> tuple[PassagePossible, ...]:
    """In the order of the table; what is refused is shown too, with what is missing."""
    return tuple(PassagePossible(p, decider(p, faits)) for p in depuis(faits.etape))


def possibles_vus_de_la_fiche(lue: Fiche) -> tuple[PassagePossible, ...]:
    """The same from what the page of the child has read, without another query; the page of the passage asks again.

    What this acteur does not read (the agreements, when the volet famille is closed) is not said to be missing.
    """
    p = lue.en_cours
    if p is None or Volet.PARCOURS not in lue.inscriptibles:
        return ()
    etape = Etape(p.etape_code)
    tenues = {Garde.COMMENCE if commence(etape, p.entree_iso) else Garde.PAS_COMMENCE}
    lignes = lue.accords.lignes if lue.accords else None
    tenues |= {
        g for g, n in ACCORDS.items()
        if lignes is None or any(li.nature is n and li.decision for li in lignes)
    }  # fmt: skip
    if lue.referent:
        tenues.add(Garde.REFERENT)
    return _possibles(FaitsDuPassage(etape, frozenset(tenues)))


def _passages(
    dossier_id: UUID, rang: Parcours | None, cles: Trousseau, instant: datetime | None
) -> tuple[PassageLu, ...]:
    """Every passage of this child, the latest first. `instant` None: this acteur undoes nothing."""
    rangs = PassageFait.objects.filter(dossier_id=dossier_id)
    faits = list(rangs.select_related("auteur", "annule_par").order_by("-created_at"))
    dernier_fait = next((f for f in faits if f.annule_le is None), None)
    return tuple(
        _lu(f, cles, defaisable=f is dernier_fait and _recent(f, rang, instant)) for f in faits
    )


def _recent(fait: PassageFait, rang: Parcours | None, instant: datetime | None) -> bool:
    if instant is None or rang is None or fait.parcours_id != rang.pk:
        return False
    return bool(instant - fait.created_at <= ANNULABLE)


def _lu(fait: PassageFait, cles: Trousseau, *, defaisable: bool) -> PassageLu:
    contenu = fait.ouvrir(cles)
    return PassageLu(
        id=fait.pk,
        parcours=fait.parcours_id,
        libelle=passage_en_mots(fait.passage),
        de=Etape(fait.de).libelle,
        vers=Etape(fait.vers).libelle,
        le=fait.le,
        par=fait.auteur.nom,
        motif=_motif(fait.passage, contenu["motif"]),
        precision=contenu["precision"],
        annule_le=fait.annule_le,
        annule_par=fait.annule_par.nom if fait.annule_par else "",
        defaisable=defaisable,
    )


def _motif(passage: str, code: str) -> str:
    if not code:
        return ""
    if passage == RECTIFIER:
        return RaisonDeRectifier(code).libelle
    liste = Passage(passage).transition.motif
    return charger(liste.value).libelle(code) if liste else ""


@dataclass(frozen=True, slots=True)
class PassageAFaire:
    """What the page of one passage shows before it is made."""

    fiche: Fiche
    passage: Passage
    etape: Etape
    decision: Decision
    au_plus_tot: date | None
    vigilances: tuple[Vigilance, ...]


def passage_a_faire(
    acteur: Acteur, dossier_id: UUID, passage: Passage, *, at: date
) -> PassageAFaire:
    """One passage, for whoever may write of this parcours; the reading is noted by the page of the child."""
    exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    lue = fiche(acteur, dossier_id, at=at, demande=Volet.PARCOURS, details=())
    rang = dernier(dossier_id)
    if rang is None:
        raise Introuvable
    faits = faits_du_passage(rang, at)
    return PassageAFaire(
        fiche=lue,
        passage=passage,
        etape=faits.etape,
        decision=decider(passage, faits),
        au_plus_tot=ouvert_depuis(rang),
        vigilances=dites(lue.identite, lue.eligibilite, at),
    )


@dataclass(frozen=True, slots=True)
class EtapeARectifier:
    """The stages to which this one may be corrected; the others say what is missing."""

    fiche: Fiche
    etape: Etape
    possibles: tuple[Etape, ...]
    refusees: tuple[tuple[Etape, Decision], ...]


def etape_a_rectifier(acteur: Acteur, dossier_id: UUID, *, at: date) -> EtapeARectifier:
    """For whoever names référents: a stage that was wrong, and what it can become."""
    exiger(acteur, Acte.DESIGNER, Volet.PARCOURS, dossier_id, at)
    exiger(acteur, Acte.ECRIRE, Volet.PARCOURS, dossier_id, at)
    lue = fiche(acteur, dossier_id, at=at, demande=Volet.PARCOURS, details=())
    rang = dernier(dossier_id)
    if rang is None:
        raise Introuvable
    faits = faits_du_passage(rang, at)
    dites_de = {e: peut_rectifier(e, faits) for e in RECTIFIABLES if e is not faits.etape}
    return EtapeARectifier(
        fiche=lue,
        etape=faits.etape,
        possibles=tuple(e for e, d in dites_de.items() if d),
        refusees=tuple((e, d) for e, d in dites_de.items() if not d),
    )
