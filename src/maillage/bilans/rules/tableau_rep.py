"""The dashboard of a réseau for one indicator: schools by name, the whole, references beside, years in a row. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from maillage.bilans.rules.ecarts import Ecart, Part, ecart, ecart_a_un_taux
from maillage.bilans.rules.indicateurs_rep import (
    EFFECTIF_MINIMAL,
    REFERENCES,
    IndicateurRep,
    Mesure,
    Portee,
)
from maillage.bilans.rules.nombres import ecrire_nombre


@dataclass(frozen=True, slots=True)
class MesureDite:
    """One aggregate as somebody gave it. A part has `nombre`, or `valeur` (a published rate, in %); a ratio has `valeur`."""

    indicateur: str
    rentree: int
    portee: Portee
    uai: str
    nombre: int | None
    effectif: int | None
    valeur: Decimal | None
    source: str
    le: date
    par: str = ""

    @property
    def part(self) -> Part | None:
        if self.nombre is None or not self.effectif:
            return None
        return Part(self.nombre, self.effectif)

    @property
    def parle_de_peu(self) -> bool:
        """A few pupils could be found behind it, or behind a gap made from it: it does not leave the circle."""
        part = self.part
        return part is not None and (
            part.petite or min(part.nombre, part.effectif - part.nombre) < EFFECTIF_MINIMAL
        )


@dataclass(frozen=True, slots=True)
class LigneDuTableau:
    """A school, the whole réseau or a reference, one year. `figure` is empty when nobody gave it."""

    libelle: str
    portee: Portee
    figure: str
    effectif: str
    rentree: int
    source: str
    le: date | None
    precaution: str = ""


@dataclass(frozen=True, slots=True)
class EcartDAnnee:
    """The gap of one rentrée, with the two sides that make it."""

    rentree: int
    reseau: MesureDite
    reste: MesureDite
    ecart: Ecart


def figure(m: MesureDite, mesure: Mesure) -> tuple[str, str]:
    """The figure and the word of caution that goes with it. Percentages only from 20 pupils on, never without the headcount."""
    if mesure is Mesure.RAPPORT or m.nombre is None:
        if m.valeur is None:
            return "", ""
        unite = "" if mesure is Mesure.RAPPORT else "\u00a0%"
        return f"{ecrire_nombre(m.valeur)}{unite}", "" if m.effectif else "Effectif non publié"
    part = m.part
    if part is None:
        return "", ""
    if part.petite:
        return f"{part.nombre} sur {part.effectif}", "Moins de 20 élèves : pas de pourcentage"
    return f"{ecrire_nombre(Decimal(f'{100 * part.taux:.1f}'))}\u00a0%", ""


def du_reseau(
    mesures: Iterable[MesureDite], indicateur: IndicateurRep, rentree: int, membres: Sequence[str]
) -> tuple[MesureDite | None, str]:
    """The whole réseau: as somebody gave it, else the sum of its schools when they are all there; and how it was had."""
    lues = [m for m in mesures if m.indicateur == indicateur.code and m.rentree == rentree]
    donnee = next((m for m in lues if m.portee is Portee.RESEAU), None)
    if donnee is not None:
        return donnee, "Donnée pour le réseau entier"
    siennes = [
        m for m in lues if m.portee is Portee.ETABLISSEMENT and m.uai in set(membres) and m.part
    ]
    if indicateur.mesure is Mesure.RAPPORT or not siennes:
        return None, ""
    if len(siennes) < len(set(membres)):
        return None, f"{_etablissements(len(siennes))} sur {len(set(membres))} : pas de somme"
    somme = MesureDite(
        indicateur.code, rentree, Portee.RESEAU, "", sum(m.nombre or 0 for m in siennes),
        sum(m.effectif or 0 for m in siennes), None, "Somme des établissements", max(m.le for m in siennes),
    )  # fmt: skip
    return somme, f"Somme de {_etablissements(len(siennes))}"


def _etablissements(n: int) -> str:
    return f"{n} établissement{'s' if n > 1 else ''}"


def membres_de(indicateur: IndicateurRep, natures: Mapping[str, str]) -> tuple[str, ...]:
    """The schools of the réseau in which an indicator is counted, from the kind of each (N3)."""
    return tuple(uai for uai, nature in natures.items() if nature in indicateur.lieu.natures)


def lignes(
    mesures: Sequence[MesureDite],
    indicateur: IndicateurRep,
    rentree: int,
    noms: Mapping[str, str],
    membres: Sequence[str],
) -> tuple[LigneDuTableau, ...]:
    """Schools by name (no ranking), the whole réseau, then every reference at its latest year, in a fixed order."""
    siennes = [m for m in mesures if m.indicateur == indicateur.code]
    de_l_ecole = {
        m.uai: m for m in siennes if m.portee is Portee.ETABLISSEMENT and m.rentree == rentree
    }
    rangs = [
        _ligne(noms.get(uai, uai), Portee.ETABLISSEMENT, de_l_ecole.get(uai), indicateur, rentree)
        for uai in sorted(membres, key=lambda u: noms.get(u, u))
    ]
    total, comment = du_reseau(siennes, indicateur, rentree, membres)
    rangs.append(_ligne(Portee.RESEAU.libelle, Portee.RESEAU, total, indicateur, rentree, comment))
    for portee in REFERENCES:
        dites = [m for m in siennes if m.portee is portee and m.rentree <= rentree]
        if dites:
            derniere = max(dites, key=lambda m: m.rentree)
            rangs.append(_ligne(portee.libelle, portee, derniere, indicateur, derniere.rentree))
    return tuple(rangs)


def _ligne(
    libelle: str,
    portee: Portee,
    m: MesureDite | None,
    indicateur: IndicateurRep,
    rentree: int,
    comment: str = "",
) -> LigneDuTableau:
    if m is None:
        return LigneDuTableau(libelle, portee, "", "", rentree, "", None, comment)
    dite, precaution = figure(m, indicateur.mesure)
    effectif = ecrire_nombre(m.effectif) if m.effectif else ""
    precautions = ". ".join(filter(None, (precaution, comment)))
    return LigneDuTableau(libelle, portee, dite, effectif, rentree, m.source, m.le, precautions)


def ecarts(
    mesures: Sequence[MesureDite], indicateur: IndicateurRep, membres: Sequence[str]
) -> tuple[EcartDAnnee, ...]:
    """The gap of each rentrée for which both sides are known, the oldest first."""
    dits = []
    for rentree in sorted({m.rentree for m in mesures if m.indicateur == indicateur.code}):
        reseau, _ = du_reseau(mesures, indicateur, rentree, membres)
        reste = next(
            (m for m in mesures if m.indicateur == indicateur.code and m.rentree == rentree
             and m.portee is Portee.HORS_EP), None,
        )  # fmt: skip
        if reseau is None or reste is None or reseau.part is None:
            continue
        if reste.part is not None:
            dits.append(EcartDAnnee(rentree, reseau, reste, ecart(reseau.part, reste.part)))
        elif reste.valeur is not None:
            taux = float(reste.valeur) / 100
            dits.append(EcartDAnnee(rentree, reseau, reste, ecart_a_un_taux(reseau.part, taux)))
    return tuple(dits)
