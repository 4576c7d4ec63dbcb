"""How a child is named, sorted and aged, from what the file knows and no more."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from maillage.notions.temps import DatePartielle, age_au

SANS_NOM = "Nom à vérifier"


@dataclass(frozen=True, slots=True)
class IdentiteLue:
    """What the volet identité says. `sexe` is a code of nomenclature N1 or None; an unknown stays unknown."""

    nom: str
    prenom: str
    naissance: DatePartielle | None
    sexe: str | None

    @property
    def nom_complet(self) -> str:
        """Given name first, as people speak of a child."""
        return f"{nom_propre(self.prenom)} {nom_propre(self.nom)}".strip() or SANS_NOM

    @property
    def nom_de_liste(self) -> str:
        """Surname first, as lists are sorted."""
        return f"{nom_propre(self.nom)} {nom_propre(self.prenom)}".strip() or SANS_NOM

    @property
    def initiales(self) -> str:
        return "".join(m[0].upper() for m in (self.prenom, self.nom) if m)

    @property
    def cle_de_tri(self) -> tuple[str, str]:
        """Alphabetical order of people: surname first, accents and case ignored."""
        return (sans_accent(self.nom), sans_accent(self.prenom))

    def age(self, au: date) -> int | None:
        """Age in whole years, or None when the day of birth is not known."""
        if self.naissance is None or not self.naissance.complete:
            return None
        return age_au(self.naissance.premier_jour, au)


def nom_propre(texte: str) -> str:
    """A name for the eye: «KADIATOU» and «kadiatou» read «Kadiatou»; a name already in two cases stays as written."""
    if not (texte.isupper() or texte.islower()):
        return texte
    return re.sub(r"[^\W\d_]+", lambda mot: mot[0].capitalize(), texte)


def sans_accent(texte: str) -> str:
    """Lower case without accents, «œ» spelled out: for sorting only."""
    if texte.isascii():
        return texte.lower()
    plat = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in plat if not unicodedata.combining(c)).casefold()
