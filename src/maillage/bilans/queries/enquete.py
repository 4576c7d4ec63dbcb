"""The return of a year as its page and its export show it: counted from the base, written by people, missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.bilans.queries.ecrites import Ecrites, Envoi, envoi, valeurs_ecrites
from maillage.bilans.references import reperes_de_l_enquete
from maillage.bilans.rules.coherences import Rapprochement, rapprochements
from maillage.bilans.rules.copie import texte_a_copier
from maillage.bilans.rules.enquete import (
    Classement,
    Codes,
    Manque,
    RubriqueDEnquete,
    complements,
    manques,
    rubriques,
)
from maillage.comptes.rules import Acteur
from maillage.notions.temps import AnneeScolaire
from maillage.partage.rules.actes import Acte
from maillage.statistiques.queries.axes import axes_de
from maillage.statistiques.queries.faits import faits_de_l_annee
from maillage.statistiques.rules.axes import AILLEURS, HORS, INCONNU
from maillage.statistiques.rules.faits import FaitsDeLAnnee
from maillage.statistiques.rules.mesures import valeurs
from maillage.statistiques.rules.observations import ranger

SANS_LIEU = frozenset({AILLEURS, HORS, INCONNU})


@dataclass(frozen=True, slots=True)
class RetourLu:
    """The return of one year. `enfants`: one code for each axis and child, in the order of the codes."""

    annee: AnneeScolaire
    enfants: tuple[Codes, ...]
    classements: dict[str, Classement]
    rubriques: tuple[RubriqueDEnquete, ...]
    manques: tuple[Manque, ...]
    rapprochements: tuple[Rapprochement, ...]
    envoi: Envoi | None

    @property
    def nombre(self) -> int:
        return len(self.enfants)

    @property
    def vide(self) -> bool:
        return not self.enfants and not any(
            r.ecrite and len(r.manquent) < len(r.lignes) for r in self.rubriques
        )

    @property
    def a_copier(self) -> str:
        return texte_a_copier(self.rubriques)


def ecrites_de(acteur: Acteur, annee: AnneeScolaire) -> Ecrites:
    """Figures that people wrote; the page asked the policy."""
    if acteur.programme_id is None:
        return Ecrites({}, 0)
    return valeurs_ecrites(acteur.programme_id, annee)


def retour(
    acteur: Acteur, annee: AnneeScolaire, *, at: date, acte: Acte = Acte.VOIR_LES_CHIFFRES
) -> RetourLu:
    """Read the base once, under the act of figures, and lay the return out."""
    faits = faits_de_l_annee(acteur, annee, at=at, acte=acte)
    axes = axes_de(acteur.programme_id, annee, at)
    classements = {
        a.nom: Classement(a.nom, tuple((m.code, m.libelle.replace("'", "’")) for m in a.modalites))
        for a in axes
    }
    enfants = tuple(o.codes for o in ranger(axes, (o for _, o in faits.suivis)))
    ecrites = valeurs_ecrites(acteur.programme_id, annee).valeurs
    lues = rubriques(enfants, classements, ecrites, reperes_de_l_enquete())
    comptees = tuple(r for r in lues if not r.ecrite)
    dites = (*comptees, _complements(faits, enfants), *(r for r in lues if r.ecrite))
    return RetourLu(
        annee=annee,
        enfants=enfants,
        classements=classements,
        rubriques=dites,
        manques=manques(dites),
        rapprochements=rapprochements(len(enfants), ecrites),
        envoi=envoi(acteur.programme_id, annee),
    )


def _complements(faits: FaitsDeLAnnee, enfants: Sequence[Codes]) -> RubriqueDEnquete:
    c = faits.chiffres
    return complements(
        (
            ("duree_des_clos", "Durée moyenne des parcours terminés, en mois", _moyenne("duree_des_clos", faits)),
            ("duree_en_cours", "Durée moyenne des parcours en cours, en mois", _moyenne("duree_en_cours", faits)),
            ("demandes", "Demandes reçues par Maillage dans l’année", faits.demandes.recues),
            ("non_pris_en_charge", "Situations orientées, non prises en charge", c.non_pris_en_charge),
            ("en_attente", "Situations orientées, en attente d’une réponse", c.en_attente),
            ("a_verifier", "Enfants dont les dates sont à vérifier, comptés à part", c.a_verifier),
            ("situations_eps", "Situations examinées en EPS", valeurs("situations_eps", faits).numerateur),
            ("institutions_eps", "Institutions présentes à une EPS au moins",
             sum(p.presente > 0 for p in faits.presences)),
            ("quartiers", "Quartiers prioritaires où vivent des enfants suivis", _lieux("quartier", enfants)),
            ("etablissements", "Établissements de la ville qui scolarisent des enfants suivis",
             _lieux("etablissement", enfants)),
            ("reseaux", "Réseaux d’éducation prioritaire concernés", _lieux("reseau", enfants)),
        )
    )  # fmt: skip


def _moyenne(code: str, faits: FaitsDeLAnnee) -> Decimal | None:
    mesure = valeurs(code, faits).mesure
    return Decimal(f"{mesure.moyenne:.1f}") if mesure else None


def _lieux(axe: str, enfants: Sequence[Codes]) -> int:
    return len({e[axe] for e in enfants} - SANS_LIEU)
