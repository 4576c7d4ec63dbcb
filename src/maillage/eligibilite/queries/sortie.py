"""The exit of one child: where it stands, what may be done, and the letter that tells the family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords import queries as accords
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Faits, Volet
from maillage.eligibilite import calendriers
from maillage.eligibilite.models.campagne import VIVANTES, SortieAccompagnee
from maillage.eligibilite.queries.campagne import SANS_REFERENT
from maillage.eligibilite.rules.campagne import EtatDeCampagne, SuiteDecidee
from maillage.eligibilite.rules.campagne_calendrier import EMPECHEMENTS, Semaine, semaines_de
from maillage.eligibilite.rules.campagne_relais import EtatDuRelais, Passage, passages_de
from maillage.enfants import queries as enfants
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


@dataclass(frozen=True, slots=True)
class PassageLu:
    """One step of the relay, as it was written."""

    de: EtatDuRelais
    vers: EtatDuRelais
    structure: str
    texte: str
    le: date
    par: str


@dataclass(frozen=True, slots=True)
class SortieLue:
    """The exit of one child, for whoever reads her volet parcours."""

    dossier: UUID
    enfant: str
    referent: str
    campagne_etat: EtatDeCampagne
    date_legale: date
    version: int
    semaine: date | None
    a_la_main: bool
    empechement: str
    possibles: tuple[Semaine, ...]
    suite: SuiteDecidee
    pas_avant: date | None
    raison: str
    decidee_par: str
    depart: Decision
    au_plus_tot: date | None
    relais: EtatDuRelais
    structure: str
    relais_texte: str
    passages: tuple[PassageLu, ...]
    permis: tuple[Passage, ...]
    informee_le: date | None
    parole: str
    parole_texte: str
    faite_le: date | None
    freres: int
    ecrit: bool
    adultes: tuple[tuple[UUID, str], ...]
    courrier_ouvert: bool

    @property
    def modifiable(self) -> bool:
        return self.ecrit and self.faite_le is None


def la_sortie(dossier_id: UUID) -> SortieAccompagnee | None:
    """The exit of this child in the campaign under way, if there is one."""
    rangs = SortieAccompagnee.objects.filter(
        dossier_id=dossier_id, campagne__etat__in=VIVANTES
    ).select_related("campagne", "auteur")
    return rangs.first()


@dataclass(frozen=True, slots=True)
class SortieAnnoncee:
    """What the banner of a child says of her exit: its week, the last day of the campaign, the day it was done."""

    semaine: date | None
    date_legale: date
    faite_le: date | None


def sortie_annoncee(acteur: Acteur, faits: Faits, at: date) -> SortieAnnoncee | None:
    """The exit of this child in a living campaign, for whoever reads her volet parcours and plans there."""
    permis = (
        decide(acteur, acte, Volet.PARCOURS, faits, at) for acte in (Acte.LIRE, Acte.PLANIFIER)
    )
    rang = la_sortie(faits.dossier) if all(permis) else None
    if rang is None or rang.suite == SuiteDecidee.RESTE:
        return None
    return SortieAnnoncee(rang.semaine, rang.campagne.date_legale, rang.faite_le)


def sortie(acteur: Acteur, dossier_id: UUID, *, at: date) -> SortieLue:
    """What this acteur may see of this exit; `Introuvable` when there is none, or it is not hers to read."""
    faits, decision = exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    rang = la_sortie(dossier_id)
    if rang is None:
        raise Introuvable
    noter(acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="sortie")
    cles = trousseau(faits.programme, [dossier_id], [Volet.IDENTITE, Volet.PARCOURS])
    contenu = rang.ouvrir(cles)
    semaines = calendriers.semaines_de(rang.campagne, at)
    depart = calendriers.depart_de(rang, calendriers.cadre_de(rang.campagne, at), None)
    rangs = semaines_de(depart.partant, semaines) if depart.partant else []
    poste = calendriers.referents_de([dossier_id], at).get(dossier_id)
    return SortieLue(
        dossier=dossier_id,
        enfant=enfants.identites([dossier_id], cles)[dossier_id].nom_complet,
        referent=comptes.postes_nommes({poste})[poste] if poste else SANS_REFERENT,
        campagne_etat=EtatDeCampagne(rang.campagne.etat),
        date_legale=rang.campagne.date_legale,
        version=rang.version,
        semaine=rang.semaine,
        a_la_main=rang.a_la_main,
        empechement=EMPECHEMENTS[rang.empechement].phrase if rang.empechement else "",
        possibles=tuple(semaines[i] for i in rangs),
        suite=SuiteDecidee(rang.suite),
        pas_avant=rang.pas_avant,
        raison=contenu.get("raison") or "",
        decidee_par=rang.auteur.nom if rang.auteur else "",
        depart=depart.decision,
        au_plus_tot=depart.partant.au_plus_tot if depart.partant else None,
        informee_le=rang.informee_le,
        parole=rang.parole,
        parole_texte=contenu.get("parole") or "",
        faite_le=rang.faite_le,
        freres=_freres(rang),
        **_relais(rang, contenu, cles),
        **_gestes(acteur, faits, at),
    )


def _relais(
    rang: SortieAccompagnee, contenu: Mapping[str, str], cles: Trousseau
) -> dict[str, object]:
    """Where the relay stands, what was done, what may be."""
    etat = EtatDuRelais(rang.relais)
    return {
        "relais": etat,
        "structure": charger("n32").libelle(rang.structure) if rang.structure else "",
        "relais_texte": contenu.get("relais") or "",
        "passages": tuple(_passage(p, cles) for p in _passages(rang)),
        "permis": passages_de(etat),
    }


def _gestes(acteur: Acteur, faits: Faits, at: date) -> dict[str, object]:
    """What may be done here, and to whom the letter may go."""
    courrier = bool(decide(acteur, Acte.ECRIRE, Volet.FAMILLE, faits, at))
    adultes: tuple[tuple[UUID, str], ...] = ()
    if courrier:
        cles = trousseau(faits.programme, [faits.dossier], [Volet.FAMILLE])
        adultes = tuple(
            (r.id, r.nom or "Nom à vérifier") for r in enfants.responsables(faits.dossier, cles)
        )
    return {
        "ecrit": bool(decide(acteur, Acte.ECRIRE, Volet.PARCOURS, faits, at)),
        "adultes": adultes,
        "courrier_ouvert": courrier and (bool(adultes) or not accords.cloaks(faits.dossier, at)),
    }


def _freres(rang: SortieAccompagnee) -> int:
    """How many siblings leave with her: a number, no name."""
    if rang.fratrie is None or not rang.campagne.fratries_ensemble:
        return 0
    return rang.campagne.sorties.filter(fratrie=rang.fratrie).count() - 1


def _passages(rang: SortieAccompagnee):
    return rang.passages.select_related("auteur").order_by("created_at")


def _passage(rang, cles) -> PassageLu:
    return PassageLu(
        de=EtatDuRelais(rang.de),
        vers=EtatDuRelais(rang.vers),
        structure=charger("n32").libelle(rang.structure) if rang.structure else "",
        texte=rang.ouvrir(cles).get("texte") or "",
        le=rang.le,
        par=rang.auteur.nom,
    )
