"""Where an address is, how sure we are, and how far wrong it may be. Never a guessed house number.

The distances are choices of the house, written down in docs/regles/adresses.md: rather too large than too small, since a border
nearer than the uncertainty gives «à examiner» instead of a silent verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from maillage.notions.decision import Decision, Motif, Texte

SEUIL_SUR = 0.85  # below it, somebody looks
ECART_SUR = 0.08  # a second candidate this near is not told apart from the first
FONDEMENT = Texte("RGPD, art. 5-1-d (exactitude) ; docs/regles/adresses.md")


class NatureDePosition(StrEnum):
    """What the point stands for."""

    NUMERO = "housenumber"
    INTERPOLATION = "interpolation"
    VOIE = "street"
    LIEU_DIT = "locality"
    COMMUNE = "municipality"

    @property
    def libelle(self) -> str:
        return {
            NatureDePosition.NUMERO: "au numéro",
            NatureDePosition.INTERPOLATION: "au numéro, le long de la voie",
            NatureDePosition.VOIE: "à la voie seulement",
            NatureDePosition.LIEU_DIT: "au lieu-dit seulement",
            NatureDePosition.COMMUNE: "à la commune seulement",
        }[self]


class Methode(StrEnum):
    """How the point was found."""

    LOCAL = "local"  # in the file of addresses kept on this machine
    CHOISI = "choisi"  # a person chose among the candidates
    MANUEL = "manuel"  # a person placed the point
    HEBERGE = "heberge"  # an outside service, when the administrator allowed it


# Uncertainty in metres of a position of the BAN, by the kind of point that the commune surveyed.
INCERTITUDES: Mapping[str, int] = {
    "entree": 15, "batiment": 25, "cage d escalier": 15, "logement": 15, "delivrance postale": 20,
    "parcelle": 40, "service technique": 40, "segment": 60, "": 60,
}  # fmt: skip
DERIVES = frozenset({"segment", ""})  # reckoned along the street, or of unknown origin
VOIE_AU_MOINS, LIEU_DIT_AU_MOINS, COMMUNE_AU_MOINS = 150, 300, 3000
MANUELLE = 30  # a point placed by hand on a map


@dataclass(frozen=True, slots=True)
class Position:
    """A geocoded address, as a rule of eligibility needs it. No text of the address in it."""

    lon: float
    lat: float
    incertitude_m: int
    score: float
    type_position: str
    methode: str = Methode.LOCAL
    source_date: str = ""  # day of the file of addresses, ISO
    a_verifier: bool = False


@dataclass(frozen=True, slots=True)
class AdresseProposee:
    """An address that the typed text may mean. `cle` names it again without repeating the text."""

    cle: str
    libelle: str
    position: Position


@dataclass(frozen=True, slots=True)
class Geocodage:
    """What was found: the best candidate if any, the others, and why it is sure or to be checked."""

    decision: Decision
    retenu: AdresseProposee | None = None
    candidats: tuple[AdresseProposee, ...] = ()


def incertitude(type_ban: str) -> int:
    """Uncertainty of a house number, from the kind of point of the BAN; unknown kinds are the least sure."""
    return INCERTITUDES.get(type_ban, INCERTITUDES[""])


def type_du_numero(type_ban: str) -> NatureDePosition:
    """A point reckoned along the street is not a surveyed one."""
    derive = type_ban in DERIVES or type_ban not in INCERTITUDES
    return NatureDePosition.INTERPOLATION if derive else NatureDePosition.NUMERO


_PHRASES = {
    "hors_fichier": "Cette commune n’est pas dans le fichier d’adresses de cette machine.",
    "adresse_inconnue": "Cette adresse n’a pas été trouvée dans le fichier.",
    "score_bas": "L’adresse trouvée ressemble à ce qui est écrit, sans plus.",
    "candidats_proches": "Plusieurs adresses conviennent presque autant.",
    "sans_numero": "Il n’y a pas de numéro : le point est celui de la voie.",
    "numero_absent": "Ce numéro n’est pas au fichier : le point est celui de la voie.",
    "lieu_dit": "Le point est celui d’un lieu-dit, non d’une porte.",
    "adresse_sure": "L’adresse est reconnue, une seule convient.",
}
_A_FAIRE = "Choisissez l’adresse parmi celles proposées, ou placez le point."


def juger(
    candidats: Sequence[AdresseProposee], *, numero_ecrit: bool, commune_connue: bool = True
) -> Geocodage:
    """Keep the best candidate, and say whether somebody must check it. `candidats`: the best first."""
    if not candidats:
        return Geocodage(_non("adresse_inconnue" if commune_connue else "hors_fichier"))
    premier, autres = candidats[0], candidats[1:]
    code = _doute(premier.position, autres, numero_ecrit=numero_ecrit)
    decision = _non(code) if code else _dire(True, "adresse_sure")
    return Geocodage(decision, premier, tuple(candidats))


def _doute(premier: Position, autres: Sequence[AdresseProposee], *, numero_ecrit: bool) -> str:
    """Code of the first doubt, "" when there is none."""
    if premier.score < SEUIL_SUR:
        return "score_bas"
    if any(premier.score - c.position.score < ECART_SUR for c in autres):
        return "candidats_proches"
    if premier.type_position == NatureDePosition.VOIE:
        return "numero_absent" if numero_ecrit else "sans_numero"
    if premier.type_position in {NatureDePosition.LIEU_DIT, NatureDePosition.COMMUNE}:
        return "lieu_dit"
    return ""


def _non(code: str) -> Decision:
    return _dire(False, code)


def _dire(oui: bool, code: str) -> Decision:  # noqa: FBT001 - the answer itself
    return Decision(oui, Motif(code, _PHRASES[code]), FONDEMENT, "" if oui else _A_FAIRE)
