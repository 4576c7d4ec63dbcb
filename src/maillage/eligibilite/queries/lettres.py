"""Letters that tell a family which accompaniment ends, when, what continues, and how to disagree.

Each is addressed to one adult and holds only what may be said to her (`enfants.queries.destinataire`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eligibilite import calendriers
from maillage.eligibilite.models.campagne import SortieAccompagnee
from maillage.eligibilite.queries.campagne import une_campagne
from maillage.eligibilite.queries.sortie import la_sortie
from maillage.eligibilite.rules.campagne import EtatDeCampagne, SuiteDecidee
from maillage.eligibilite.rules.campagne_relais import EtatDuRelais
from maillage.enfants import queries as enfants
from maillage.enfants.queries.destinataire import destinataire, parents_inconnus
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.notions.temps import AnneeScolaire
from maillage.partage.queries import dossiers_visibles, exiger
from maillage.partage.rules.actes import Acte

QUI_ACCEPTE = (EtatDuRelais.ACCEPTE, EtatDuRelais.PRIS)


@dataclass(frozen=True, slots=True)
class Lettre:
    """One letter. Every text is already cleared for its addressee; an empty `relais` says that none is found yet."""

    nom: str
    adresse: str
    enfant: str
    programme: str
    referent: str
    telephone: str
    semaine: date
    date_legale: date
    relais: str
    annee: str
    le: date


def lettre(acteur: Acteur, dossier_id: UUID, adulte: UUID | None, *, at: date) -> Lettre:
    """The letter to one adult; `adulte` None: to «the parents», given by hand, only when no adult is written.

    `Introuvable` when the campaign is not launched, when the exit has no week, or when an address is protected and nobody says from whom.
    """
    exiger(acteur, Acte.ECRIRE, Volet.FAMILLE, dossier_id, at)
    exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    rang = la_sortie(dossier_id)
    if rang is None or rang.semaine is None or rang.campagne.etat != EtatDeCampagne.LANCEE:
        raise Introuvable
    textes = _textes(acteur, rang, at)
    if adulte is None:
        return _aux_parents(acteur, rang, textes, at)
    qui = destinataire(acteur, dossier_id, adulte, textes, at=at)
    return _lettre(rang, qui.nom, qui.adresse, qui.enfant, dict(qui.textes), at)


def _textes(acteur: Acteur, rang: SortieAccompagnee, at: date) -> dict[str, str]:
    """What the letter would say, before it is cleared for whom it goes to."""
    poste = calendriers.referents_de([rang.dossier_id], at).get(rang.dossier_id)
    noms = comptes.postes_nommes({poste}) if poste else {}
    relais = ""
    if rang.relais in QUI_ACCEPTE:
        cles = trousseau(acteur.programme_id, [rang.dossier_id], [Volet.PARCOURS])
        sorte = charger("n32").libelle(rang.structure)
        relais = " : ".join(p for p in (sorte, rang.ouvrir(cles).get("relais") or "") if p)
    return {
        "programme": comptes.programme(acteur.programme_id).nom,
        "referent": noms.get(poste, ""),
        "relais": relais,
    }


def _aux_parents(
    acteur: Acteur, rang: SortieAccompagnee, textes: dict[str, str], at: date
) -> Lettre:
    """No adult is written in the dossier: nobody knows who will read, so no address and no free text is written.

    A home is not told to an addressee whom nobody identified (`accords.rules.voile`).
    """
    enfant = parents_inconnus(acteur, rang.dossier_id, at=at)
    sorte = charger("n32").libelle(rang.structure) if textes["relais"] else ""
    return _lettre(rang, f"Aux parents de {enfant}", "", enfant, {**textes, "relais": sorte}, at)


def _lettre(
    rang: SortieAccompagnee, nom: str, adresse: str, enfant: str, textes: dict[str, str], at: date
) -> Lettre:
    assert rang.semaine is not None  # noqa: S101 - `lettre` refused the others
    return Lettre(
        nom=nom,
        adresse=adresse,
        enfant=enfant,
        programme=textes["programme"],
        referent=textes["referent"],
        telephone=rang.campagne.telephone,
        semaine=rang.semaine,
        date_legale=rang.campagne.date_legale,
        relais=textes["relais"],
        annee=AnneeScolaire.du(rang.semaine).libelle,
        le=at,
    )


@dataclass(frozen=True, slots=True)
class Envoi:
    """Letters to print together, and how many children of the campaign get none, and why."""

    lettres: tuple[Lettre, ...]
    sans_semaine: int
    a_adresser_a_la_main: int


def lettres_des_miens(acteur: Acteur, *, at: date) -> Envoi:
    """One letter for each adult of each child whom this person leads, in the order of weeks."""
    rangs = SortieAccompagnee.objects.filter(
        campagne__programme_id=acteur.programme_id, campagne__etat=EtatDeCampagne.LANCEE
    )
    postes = calendriers.referents_de(list(rangs.values_list("dossier_id", flat=True)), at)
    siens = [d for d, p in postes.items() if p in acteur.postes]
    return _envoi(acteur, rangs.filter(dossier_id__in=siens), at)


def lettres_de_la_campagne(acteur: Acteur, campagne_id: UUID, poste: UUID, *, at: date) -> Envoi:
    """The same for the children of one référent, printed by whoever leads the campaign."""
    rangs = une_campagne(acteur, campagne_id, at).sorties.all()
    postes = calendriers.referents_de(list(rangs.values_list("dossier_id", flat=True)), at)
    return _envoi(
        acteur, rangs.filter(dossier_id__in=[d for d, p in postes.items() if p == poste]), at
    )


def _envoi(acteur: Acteur, rangs, at: date) -> Envoi:
    visibles = dossiers_visibles(acteur, Acte.ECRIRE, Volet.FAMILLE, at)
    partent = rangs.filter(dossier_id__in=visibles.values("pk"), faite_le=None)
    partent = partent.exclude(suite=SuiteDecidee.RESTE).order_by("semaine", "dossier_id")
    places = [r.dossier_id for r in partent if r.semaine]
    lettres, sans_adresse = [], 0
    for dossier_id in places:
        ecrites = list(_aux_adultes(acteur, dossier_id, at))
        lettres += ecrites
        sans_adresse += not ecrites
    return Envoi(tuple(lettres), partent.filter(semaine=None).count(), sans_adresse)


def _aux_adultes(acteur: Acteur, dossier_id: UUID, at: date) -> Iterable[Lettre]:
    cles = trousseau(acteur.programme_id, [dossier_id], [Volet.FAMILLE])
    adultes = [r.id for r in enfants.responsables(dossier_id, cles)]
    for adulte in adultes or [None]:
        try:
            yield lettre(acteur, dossier_id, adulte, at=at)
        except Introuvable:
            continue
