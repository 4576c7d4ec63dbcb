"""Children followed whose school of the year nobody wrote, with the one of the year before: what a new year asks to confirm."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau_par_volet
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.evaluations.queries.enfants import de_l_annee, portee, suivis_parmi
from maillage.evaluations.rules.rentree import Suite, suite
from maillage.partage.queries import dossiers_visibles, noter_listes
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class EnfantDeRentree:
    """A child without a school this year. `ecole` empty: nothing to propose, her page is the way."""

    dossier: UUID
    nom: str
    cle_de_tri: tuple[str, ...]
    ecole: str
    uai: str | None
    classe: str
    suite: Suite

    @property
    def proposable(self) -> bool:
        return bool(self.ecole) and self.suite.meme_ecole


def sans_ecole(
    acteur: Acteur, rentree: int, *, at: date, parmi: Collection[UUID] | None = None
) -> tuple[EnfantDeRentree, ...]:
    """By former school then name, those whom the acteur may write the schooling of; the reading is noted first."""
    attendus = _manquent(acteur, rentree, at)
    manquent = sorted(attendus if parmi is None else attendus & set(parmi))
    noter_listes(
        acteur,
        (Acte.LISTER, Volet.IDENTITE, manquent),
        (Acte.LIRE, Volet.SCOLARITE, manquent),
        objet="rentree",
    )
    if not manquent:
        return ()
    cles = trousseau_par_volet(
        acteur.programme_id, {Volet.IDENTITE: manquent, Volet.SCOLARITE: manquent}
    )
    ouvertes = enfants.identites(manquent, cles)
    annees = enfants.scolarites(manquent, cles)
    lus = [_enfant(d, ouvertes[d], annees.get(d, ()), rentree) for d in manquent]
    return tuple(sorted(lus, key=lambda e: (not e.proposable, e.ecole.casefold(), e.cle_de_tri)))


def combien_sans_ecole(acteur: Acteur, rentree: int, *, at: date) -> int:
    """How many, without opening anything."""
    return len(_manquent(acteur, rentree, at))


def _manquent(acteur: Acteur, rentree: int, at: date) -> set[UUID]:
    ecrits = dossiers_visibles(acteur, Acte.ECRIRE, Volet.SCOLARITE, at)
    suivis = suivis_parmi(portee(acteur, at) & set(ecrits.values_list("pk", flat=True)))
    return suivis - enfants.scolarises(suivis, rentree)


def _enfant(
    dossier: UUID,
    identite: enfants.IdentiteLue,
    annees: tuple[enfants.ScolariteLue, ...],
    rentree: int,
) -> EnfantDeRentree:
    avant = de_l_annee(annees, rentree - 1)
    return EnfantDeRentree(
        dossier, identite.nom_de_liste, tuple(map(str, identite.cle_de_tri)),
        avant.etablissement if avant else "", avant.uai if avant else None,
        avant.classe if avant else "", suite(avant.niveau if avant else None),
    )  # fmt: skip
