"""What a demand says, and the parts of it that go each to its volet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from maillage.notions.temps import DatePartielle

DE_LA_FAMILLE = (
    "adulte",
    "lien",
    "telephone",
    "langue",
    "interprete",
    "informee",
    "contact",
    "attentes",
)


@dataclass(frozen=True, slots=True)
class Sollicitation:
    """A demand as it was written. Codes are of N7, N8, N9; `informee` and `contact` answer «oui», «non» or nothing."""

    nom: str
    prenom: str
    naissance: str = ""  # a partial date
    sexe: str = ""
    etablissement: str = ""
    niveau: str = ""  # code of N4
    classe: str = ""
    demandeur: str = ""
    fonction: str = ""
    joindre: str = ""
    motifs: tuple[str, ...] = ()
    motif_principal: str = ""
    difficultes: str = ""
    points_d_appui: tuple[str, ...] = ()
    appuis: str = ""
    deja_tente: str = ""
    adulte: str = ""
    lien: str = ""
    telephone: str = ""
    langue: str = ""
    interprete: bool = False
    informee: str = ""
    contact: str = ""
    attentes: str = ""

    @property
    def date_de_naissance(self) -> DatePartielle | None:
        return DatePartielle.lire(self.naissance) if self.naissance else None

    @property
    def etiquette(self) -> str:
        """What the demander finds her demand under: the given name and one letter."""
        return f"{self.prenom} {self.nom[:1]}.".strip() if self.nom else self.prenom

    def contenu(self) -> dict[str, Any]:
        """As it is sealed."""
        return {c: list(v) if isinstance(v, tuple) else v for c, v in asdict(self).items() if v}

    def fiche(self) -> dict[str, Any]:
        """The part that goes to the volet parcours."""
        return {c: v for c, v in self.contenu().items() if c not in DE_LA_FAMILLE}

    def famille(self) -> dict[str, Any]:
        """The part that goes to the volet famille: adults, how to reach them, what they know and want."""
        return {c: v for c, v in self.contenu().items() if c in DE_LA_FAMILLE}


CHAMPS = frozenset(f.name for f in fields(Sollicitation))
LISTES = ("motifs", "points_d_appui")


def lire(contenu: Mapping[str, Any]) -> Sollicitation:
    """Read what was sealed; a name that this version does not know is left out."""
    connus: dict[str, Any] = {
        c: tuple(v) if c in LISTES else v for c, v in contenu.items() if c in CHAMPS
    }
    return replace(Sollicitation("", ""), **connus)


def missing_fields(demande: Sollicitation, *, famille: bool) -> tuple[str, ...]:
    """Fields without which a demand is not one. Points d'appui: charte de confidentialité, art. 2 bis."""
    attendus = ["nom", "prenom", "difficultes", "appuis"]
    attendus += (
        ["adulte", "telephone"] if famille else ["motif_principal", "deja_tente", "informee"]
    )
    vides = [c for c in attendus if not str(getattr(demande, c)).strip()]
    if not famille and not demande.points_d_appui:
        vides.append("points_d_appui")
    if demande.motif_principal and demande.motif_principal not in demande.motifs:
        vides.append("motifs")
    return tuple(vides)
