"""Who follows a child, who was given an extract, who opened in an emergency: told to those who follow too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Cercle
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Faits, NatureDOuverture, Volet
from maillage.enfants import queries as enfants
from maillage.notions.decision import Decision
from maillage.partage import chartes, extraits
from maillage.partage.extraits import ExtraitPartage
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.partage.rules.projection import decisions


@dataclass(frozen=True, slots=True)
class Suivi:
    """A poste of the cercle, who holds it today, and the volets that they read."""

    poste: str
    referent: bool
    depuis: date
    jusqu_au: date | None
    en_cours: bool
    personnes: tuple[tuple[str, tuple[Volet, ...]], ...]


@dataclass(frozen=True, slots=True)
class CercleLu:
    """The cercle of a child, as this acteur may know it."""

    dossier: UUID
    enfant: str
    suivis: tuple[Suivi, ...]
    extraits: tuple[ExtraitPartage, ...]
    urgences: tuple[ExtraitPartage, ...]
    ecrivables: tuple[Volet, ...]  # volets of which she may write an extract
    jours: int  # longest life of an extract
    examine: bool  # may ask «why» for anybody
    pourquoi: Mapping[Volet, Decision] | None = None


def cercle(acteur: Acteur, dossier_id: UUID, *, at: date, personne: UUID | None = None) -> CercleLu:
    """Return the cercle; `personne`: also what this member may read here, and why (coordination only)."""
    faits, decision = exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    noter(acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=dossier_id, objet="cercle")
    lus = [v for v, d in decisions(acteur, faits, at).items() if d]
    ecrivables = tuple(v for v in VOLETS_DU_DOSSIER if decide(acteur, Acte.EXTRAIRE, v, faits, at))
    partages = extraits.partages(dossier_id, {*lus, *ecrivables})
    examine = bool(decide(acteur, Acte.VOIR_LES_HABILITATIONS, None, None, at))
    cles = trousseau(faits.programme, [dossier_id], [Volet.IDENTITE])
    return CercleLu(
        dossier=dossier_id,
        enfant=enfants.identites([dossier_id], cles)[dossier_id].nom_complet,
        suivis=_suivis(faits, at),
        extraits=tuple(p for p in partages if p.nature is not NatureDOuverture.URGENCE),
        urgences=tuple(p for p in partages if p.nature is NatureDOuverture.URGENCE),
        ecrivables=ecrivables,
        jours=chartes.charte_en_vigueur(faits.programme).bornes.extrait,
        examine=examine,
        pourquoi=_pourquoi(acteur, faits, personne, at) if examine and personne else None,
    )


def _pourquoi(
    acteur: Acteur, faits: Faits, personne: UUID, at: date
) -> Mapping[Volet, Decision] | None:
    qui = chartes.acteur(personne, au=at)
    return decisions(qui, faits, at) if qui.programme_id == acteur.programme_id else None


def _suivis(faits: Faits, at: date) -> tuple[Suivi, ...]:
    rangs = list(
        Cercle.objects.filter(dossier_id=faits.dossier)
        .select_related("poste")
        .order_by("-depuis", "-id")
    )
    occupants = comptes.occupants({r.poste_id for r in rangs}, at)
    qui = chartes.acteurs((ident for gens in occupants.values() for ident, _ in gens), au=at)
    ouverts = {
        ident: tuple(v for v, d in decisions(lu, faits, at).items() if d)
        for ident, lu in qui.items()
    }
    return tuple(
        Suivi(
            r.poste.libelle,
            r.qualite == "referent",
            r.depuis,
            r.jusqu_au,
            en_cours=r.depuis <= at and (r.jusqu_au is None or at <= r.jusqu_au),
            personnes=tuple((nom, ouverts[i]) for i, nom in occupants.get(r.poste_id, ())),
        )
        for r in rangs
    )
