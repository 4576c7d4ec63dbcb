"""The journal as people read it: alerts on accesses, and the account of who opened one dossier.

Alerts name the professional, never the child. The account answers a family (RGPD, art. 15): who, when, which volet, what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import trousseau
from maillage.comptes.personnes import PersonneNommee, personnes_nommees
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.notions.erreurs import Introuvable
from maillage.partage import murs
from maillage.partage.proches import proches
from maillage.partage.queries import dossiers_visibles, exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.compte import Passage, regrouper
from maillage.partage.rules.decision import decide
from maillage.tracabilite.mots import phrase_de
from maillage.tracabilite.queries import acces as journal
from maillage.tracabilite.queries.acces import AlerteLue
from maillage.tracabilite.queries.ancrage import ancres, horodatees
from maillage.tracabilite.rules.signes import Conclusion
from maillage.tracabilite.services import ancrage, veille

INCONNUE = PersonneNommee("Personne inconnue", (), "")
SERVICE = PersonneNommee("Maillage, en reprenant un fichier", (), "")


@dataclass(frozen=True, slots=True)
class AlerteMontree:
    """An alert in words; `ouvrables` are its dossiers that whoever looks may know of."""

    lue: AlerteLue
    personne: str
    mission: str
    ouvrables: tuple[UUID, ...]
    autres: int
    sienne: bool
    examinee_par: str
    mot: str


@dataclass(frozen=True, slots=True)
class AncreMontree:
    """An anchor to copy in minutes."""

    le: datetime
    rang: int
    phrase: str
    horodatee: bool  # an outside authority stamped it


@dataclass(frozen=True, slots=True)
class JournalDesAcces:
    """What the page of the journal shows."""

    en_attente: tuple[AlerteMontree, ...]
    examinees: tuple[AlerteMontree, ...]
    ancres: tuple[AncreMontree, ...]


@dataclass(frozen=True, slots=True)
class LigneDuCompte:
    """What one person did with a dossier on one day, or tried to."""

    le: date
    debut: datetime
    fin: datetime
    personne: str
    mission: str
    institution: str
    gestes: tuple[str, ...]
    de_l_equipe: bool = False


@dataclass(frozen=True, slots=True)
class CompteDesAcces:
    """Who opened a dossier, day by day, the latest first; `refus` is None when it is not for this acteur."""

    lignes: tuple[LigneDuCompte, ...]
    refus: tuple[LigneDuCompte, ...] | None
    personnes: int


def veiller_le_programme(
    programme_id: UUID, *, at: date, toutes_les: timedelta = veille.UNE_HEURE
) -> int:
    """Look for alerts in what a programme noted; closed dossiers are those that are not active any more."""
    return veille.veiller(
        programme_id,
        at=at,
        clos=_clos,
        proches=lambda lus: proches(programme_id, lus),
        toutes_les=toutes_les,
    )


def _clos(dossiers: Collection[UUID]) -> set[UUID]:
    rangs = Dossier.objects.filter(id__in=dossiers).exclude(etat=EtatDuDossier.ACTIF)
    with murs.elargie("dossiers clos"):  # their state alone is read
        return set(rangs.values_list("id", flat=True))


def alertes_a_examiner(acteur: Acteur, *, at: date) -> int | None:
    """How many alerts wait for this acteur's programme, looked for now; None when they are not for her."""
    if acteur.programme_id is None or not decide(acteur, Acte.VOIR_LE_JOURNAL, None, None, at):
        return None
    veiller_le_programme(acteur.programme_id, at=at)
    return journal.nombre_d_alertes(acteur.programme_id)


def lire_le_journal(acteur: Acteur, *, at: date) -> JournalDesAcces:
    """The alerts and the anchors of the acteur's programme; the reading is noted."""
    programme = _programme(acteur, Acte.VOIR_LE_JOURNAL, at)
    veiller_le_programme(programme, at=at)
    attente = journal.alertes(programme, en_attente=True)
    faites = journal.alertes(programme, en_attente=False, au_plus=50)
    posees, stamped = ancres(programme, 10), horodatees(programme)
    return JournalDesAcces(
        _montrees(acteur, attente, at),
        _montrees(acteur, faites, at),
        tuple(
            AncreMontree(
                datetime.fromisoformat(a.instant),
                a.rang,
                phrase_de(a.empreinte),
                horodatee=a.rang in stamped,
            )
            for a in posees
        ),
    )


def _programme(acteur: Acteur, acte: Acte, at: date) -> UUID:
    """The acteur's programme, once the act is granted and noted."""
    decision = decide(acteur, acte, None, None, at)
    noter(acteur, acte, decision)
    if not decision or acteur.programme_id is None:
        raise Introuvable
    return acteur.programme_id


def _montrees(acteur: Acteur, lues: Iterable[AlerteLue], at: date) -> tuple[AlerteMontree, ...]:
    lues, programme = list(lues), acteur.programme_id
    if not lues or programme is None:
        return ()
    concernees = {a.acteur for a in lues} | {a.examinee_par for a in lues if a.examinee_par}
    noms = personnes_nommees(concernees, programme)
    touches = {d for a in lues for d in a.dossiers}
    visibles = set(
        dossiers_visibles(acteur, Acte.VOIR_LES_ACCES, Volet.IDENTITE, at)
        .filter(pk__in=touches)
        .values_list("pk", flat=True)
    )
    return tuple(_montree(acteur, a, noms, visibles) for a in lues)


def _montree(
    acteur: Acteur, lue: AlerteLue, noms: dict[UUID, PersonneNommee], visibles: set[UUID]
) -> AlerteMontree:
    ouvrables = tuple(d for d in lue.dossiers if d in visibles)
    personne = noms.get(lue.acteur, INCONNUE)
    return AlerteMontree(
        lue=lue,
        personne=personne.nom,
        mission=personne.mission_au(lue.jour),
        ouvrables=ouvrables[:8],
        autres=len(lue.dossiers) - len(ouvrables[:8]),
        sienne=lue.acteur == acteur.id,
        examinee_par=noms.get(lue.examinee_par, INCONNUE).nom if lue.examinee_par else "",
        mot=_mot(lue, acteur.programme_id),
    )


def _mot(lue: AlerteLue, programme: UUID | None) -> str:
    if lue.mot_scelle is None or programme is None:
        return ""
    cles = trousseau(programme, [programme], [veille.COMPARTIMENT])
    try:
        return str(cles.ouvrir(lue.mot_scelle, veille.place_du_mot(lue.id, programme)))
    except Illisible:
        return "(ce mot ne peut plus être lu)"


def examiner_une_alerte(
    acteur: Acteur, alerte_id: UUID, *, conclusion: Conclusion, mot: str, at: date
) -> None:
    """Close an alert with a conclusion and a word."""
    programme = _programme(acteur, Acte.TENIR_LE_JOURNAL, at)
    veille.examiner(
        chaine=programme, alerte_id=alerte_id, par=acteur.id, conclusion=conclusion, mot=mot
    )


def ancrer_le_journal(acteur: Acteur, *, at: date) -> str:
    """Anchor the journal now; return the phrase to copy in the minutes."""
    programme = _programme(acteur, Acte.TENIR_LE_JOURNAL, at)
    ancre = ancrage.ancrer(programme)
    return phrase_de(ancre.empreinte) if ancre else ""


def compte_des_acces(acteur: Acteur, dossier_id: UUID, *, at: date) -> CompteDesAcces:
    """Who opened this dossier. Reading it is itself an access, noted before anything is read."""
    faits, decision = exiger(acteur, Acte.VOIR_LES_ACCES, Volet.IDENTITE, dossier_id, at)
    noter(acteur, Acte.VOIR_LES_ACCES, decision, volet=Volet.IDENTITE, dossier=dossier_id)
    lus = journal.acces_au_dossier(faits.programme, dossier_id)
    passages = [
        Passage(a.instant, a.acteur, a.acte, a.volet, accorde=a.accorde, en_liste=a.en_liste)
        for a in lus
    ]
    noms = personnes_nommees({a.acteur for a in lus if a.acteur}, faits.programme)
    voit_les_refus = bool(decide(acteur, Acte.VOIR_LE_JOURNAL, None, None, at))
    accordes = [p for p in passages if p.accorde]
    refuses = [p for p in passages if not p.accorde]
    return CompteDesAcces(
        _lignes(accordes, noms),
        _lignes(refuses, noms) if voit_les_refus else None,
        len({p.acteur for p in accordes if p.acteur}),
    )


def _lignes(passages: list[Passage], noms: dict[UUID, PersonneNommee]) -> tuple[LigneDuCompte, ...]:
    lignes = []
    for visite in regrouper(passages):
        qui = noms.get(visite.acteur, INCONNUE) if visite.acteur else SERVICE
        lignes.append(
            LigneDuCompte(
                visite.jour, visite.debut, visite.fin, qui.nom, qui.mission_au(visite.jour),
                qui.institution, visite.gestes, qui.de_l_equipe_au(visite.jour) or qui is SERVICE,
            )
        )  # fmt: skip
    return tuple(lignes)
