"""The letter that tells a family how the accompaniment ends, addressed to one adult.

It holds only what may be said to her: the rules and the cleaning are those of every letter (`enfants.queries.destinataire`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Cercle
from maillage.dossiers.queries import en_vigueur
from maillage.dossiers.rules import Qualite, Volet
from maillage.enfants.queries.destinataire import destinataire, parents_inconnus
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.notions.temps import DatePartielle
from maillage.parcours.models import Parcours
from maillage.parcours.queries.etats import dernier
from maillage.parcours.queries.sortie import la_fin, les_relais
from maillage.parcours.rules.etapes import SORTIES, Etape
from maillage.parcours.rules.sortie import LETTRE_A, ReponseDuRelais
from maillage.partage.queries import exiger
from maillage.partage.rules.actes import Acte

SUR_LISTE = " (sur liste d’attente)"
REPONDUS = {ReponseDuRelais.PREND_LA_SUITE: "", ReponseDuRelais.LISTE_D_ATTENTE: SUR_LISTE}


@dataclass(frozen=True, slots=True)
class LettreDeSortie:
    """One letter. Every text is already cleared for its addressee; an empty text is not written."""

    nom: str
    adresse: str
    enfant: str
    programme: str
    referent: str
    relais: tuple[str, ...]
    fin: date | None
    sorti: bool
    le: date


def lettre_de_sortie(
    acteur: Acteur, dossier_id: UUID, adulte: UUID | None, *, at: date
) -> LettreDeSortie:
    """The letter to one adult; `adulte` None: to «the parents», given by hand, only when no adult is written.

    `Introuvable` before an exit is prepared, or when an address is protected and nobody says from whom.
    """
    exiger(acteur, Acte.ECRIRE, Volet.FAMILLE, dossier_id, at)
    faits, _ = exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    rang = dernier(dossier_id)
    if rang is None or rang.etape not in LETTRE_A:
        raise Introuvable
    cles = trousseau(faits.programme, [dossier_id], [Volet.PARCOURS])
    textes = _textes(acteur, rang, at)
    lus = _relais(rang, cles)
    if adulte is None:
        return _aux_parents(acteur, rang, textes, lus, at)
    dits = {f"sorte {i}": sorte for i, (sorte, _) in enumerate(lus)}
    dits |= {f"relais {i}": entier for i, (_, entier) in enumerate(lus)}
    qui = destinataire(acteur, dossier_id, adulte, textes | dits, at=at)
    # a name that would tell a closed place is left out; the kind of service is still told
    nommes = (qui.textes[f"relais {i}"] or qui.textes[f"sorte {i}"] for i in range(len(lus)))
    relais = tuple(t for t in nommes if t)
    return _lettre(rang, qui.nom, qui.adresse, qui.enfant, dict(qui.textes), relais, at)


def _textes(acteur: Acteur, rang: Parcours, at: date) -> dict[str, str]:
    """What the letter would say, before it is cleared for whom it goes to."""
    suivi = Cercle.objects.filter(
        en_vigueur(at), dossier_id=rang.dossier_id, qualite=Qualite.REFERENT
    )
    poste = suivi.values_list("poste_id", flat=True).first()
    noms = comptes.postes_nommes({poste}) if poste else {}
    return {
        "programme": comptes.programme(acteur.programme_id).nom,
        "referent": noms.get(poste, ""),
    }


def _relais(rang: Parcours, cles: Trousseau) -> list[tuple[str, str]]:
    """Those who take over or will: the kind alone, and with the name that was written."""
    lus = []
    for r in les_relais(rang):
        suite = REPONDUS.get(ReponseDuRelais(r.reponse))
        if suite is not None:
            sorte = charger("n32").libelle(r.structure)
            lus.append((f"{sorte}{suite}", f"{sorte} : {r.ouvrir(cles)['qui']}{suite}"))
    return lus


def _aux_parents(
    acteur: Acteur, rang: Parcours, textes: dict[str, str], lus: list[tuple[str, str]], at: date
) -> LettreDeSortie:
    """No adult is written in the dossier: nobody knows who will read, so no address and no free text is written."""
    enfant = parents_inconnus(acteur, rang.dossier_id, at=at)
    sortes = tuple(sorte for sorte, _ in lus)
    return _lettre(rang, f"Aux parents de {enfant}", "", enfant, textes, sortes, at)


def _lettre(
    rang: Parcours,
    nom: str,
    adresse: str,
    enfant: str,
    textes: dict[str, str],
    relais: tuple[str, ...],
    at: date,
) -> LettreDeSortie:
    sorti = Etape(rang.etape) in SORTIES
    return LettreDeSortie(
        nom=nom,
        adresse=adresse,
        enfant=enfant,
        programme=textes["programme"],
        referent=textes["referent"],
        relais=relais,
        fin=_fin(rang, sorti=sorti),
        sorti=sorti,
        le=at,
    )


def _fin(rang: Parcours, *, sorti: bool) -> date | None:
    """The day of the exit, or the one that is planned; nothing when it is not known whole."""
    if sorti:
        jour = DatePartielle.lire(rang.sortie) if rang.sortie else None
        return jour.premier_jour if jour and jour.complete else None
    prevue = la_fin(rang)
    return prevue.prevue_le if prevue else None
