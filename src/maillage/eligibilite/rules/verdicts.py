"""The verdict, and the whole of what it stands on: the same object answers the page, the export and the tests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from maillage.eligibilite.rules.criteres import JeuDeRegles, RegleLocale
from maillage.eligibilite.rules.fonds import Fond
from maillage.eligibilite.rules.places import Place
from maillage.eligibilite.rules.situations import SituationAJuger
from maillage.eligibilite.rules.ternaire import Ternaire
from maillage.notions.decision import Decision, Motif, Texte

LOI = Texte(
    "Loi n° 2005-32 du 18 janvier 2005 : zone prioritaire, ou établissement d'éducation prioritaire ; "
    "règles locales du programme"
)


class Verdict(StrEnum):
    """What the rules say of a child. Never a silent one."""

    ELIGIBLE = "eligible"
    NON_ELIGIBLE = "non_eligible"
    A_EXAMINER = "a_examiner"

    @property
    def libelle(self) -> str:
        return {
            Verdict.ELIGIBLE: "Éligible",
            Verdict.NON_ELIGIBLE: "Non éligible",
            Verdict.A_EXAMINER: "À examiner",
        }[self]


@dataclass(frozen=True, slots=True)
class Constat:
    """What one rule answers, and the facts it looked at."""

    regle: RegleLocale
    valeur: Ternaire
    faits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictMotive:
    """A verdict with the rule that gives it, all that are satisfied, what stays unknown, and where the home stands."""

    verdict: Verdict
    regle: RegleLocale | None
    satisfaites: tuple[str, ...]
    inconnues: tuple[str, ...]
    constats: tuple[Constat, ...]
    place: Place | None
    incertitude_m: float | None
    avertissements: tuple[str, ...] = ()

    @property
    def decision(self) -> Decision:
        """The verdict in the form that «Pourquoi ?» shows."""
        return Decision(
            self.verdict is Verdict.ELIGIBLE,
            Motif(self.verdict, self.phrase, self.faits),
            Texte(f"{LOI} ; règle « {self.regle.id} »") if self.regle else LOI,
            A_FAIRE[self.verdict],
        )

    @property
    def phrase(self) -> str:
        if self.verdict is Verdict.ELIGIBLE and self.regle is not None:
            return self.regle.texte
        if self.verdict is Verdict.A_EXAMINER:
            return "Un fait manque ou n'est pas assez précis pour conclure."
        return "Aucune règle du programme n'est satisfaite."

    @property
    def faits(self) -> dict[str, str]:
        """Every fact, in words: rule by rule, then the place of the home."""
        lus = {
            f"Règle « {c.regle.id} » ({_MOTS[c.valeur]})": " ".join(c.faits) or c.regle.texte
            for c in self.constats
        }
        if len(self.satisfaites) > 1:
            lus["Règles satisfaites"] = ", ".join(self.satisfaites)
        for rang, dit in enumerate(self.avertissements, 1):
            lus[f"Attention {rang}"] = dit
        return lus


_MOTS = {Ternaire.OUI: "oui", Ternaire.NON: "non", Ternaire.INCONNU: "inconnu"}
A_FAIRE = {
    Verdict.ELIGIBLE: "",
    Verdict.NON_ELIGIBLE: "Une dérogation motivée reste possible.",
    Verdict.A_EXAMINER: "Précisez ce qui manque, ou demandez l'avis de la coordination.",
}


def conclure(
    constats: tuple[Constat, ...], regles: JeuDeRegles, situation: SituationAJuger, fond: Fond
) -> VerdictMotive:
    """Draw the verdict: the first rule satisfied; else what is unknown is to be looked at; else no."""
    oui = [c for c in constats if c.valeur is Ternaire.OUI]
    inconnus = [c for c in constats if c.valeur is Ternaire.INCONNU]
    regle = oui[0].regle if oui else None
    verdict = Verdict.A_EXAMINER if inconnus else Verdict.NON_ELIGIBLE
    place, incertitude = None, None
    if not situation.sans_position(regles.score_minimum):
        assert situation.lon is not None and situation.lat is not None  # noqa: S101, PT018 - just said
        place = fond.placer(situation.lon, situation.lat)
        incertitude = situation.incertitude
    return VerdictMotive(
        verdict=Verdict.ELIGIBLE if oui else verdict,
        regle=regle,
        satisfaites=tuple(c.regle.id for c in oui),
        inconnues=tuple(c.regle.id for c in inconnus),
        constats=constats,
        place=place,
        incertitude_m=incertitude,
        avertissements=_avertir(regles, regle, situation),
    )


def _avertir(
    regles: JeuDeRegles, regle: RegleLocale | None, situation: SituationAJuger
) -> tuple[str, ...]:
    """The age warns and never blocks; a cell that could not be read is told."""
    dits = list(situation.fautes)
    ages = regles.ages_de(regle)
    age = situation.age
    if ages is not None and age is not None and not ages.au_moins <= age <= ages.au_plus:
        dits.append(
            f"{age} ans : la règle est pensée de {ages.au_moins} à {ages.au_plus} ans. "
            "L'âge n'empêche rien."
        )
    return tuple(dits)
