"""What a later version of the file changes in a known child: shown first, then written, never silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LIBELLES = {
    "nom": "Nom",
    "prenom": "Prénom",
    "naissance": "Naissance",
    "sexe": "Sexe",
    "adresse": "Adresse",
    "ville": "Ville",
    "quartier": "Quartier",
    "etablissement": "Établissement",
    "uai": "Établissement reconnu",
    "niveau": "Classe",
    "classe": "Classe écrite",
    "origine": "Origine",
    "motifs": "Motifs",
    "accord": "Accord",
    "pris_en_charge": "Pris en charge",
    "motif_non_prise_en_charge": "Motif de non-prise en charge",
    "motif_sortie": "Motif de sortie",
    "actions": "Actions",
    "sortie_prevue": "Sortie prévue",
    "telephones": "Téléphones",
    "emails": "Adresses électroniques",
    "entree": "Entrée",
    "sortie": "Sortie",
    "recue": "Demande reçue",
    "etape": "Étape",
}
VIDES: tuple[object, ...] = (None, "", [], "non_sollicite")
SILENCIEUX = frozenset({"a_preciser", "numero", "origine_ecrite", "referent_ecrit", "classe"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that the file changes."""

    champ: str
    avant: object
    apres: object

    @property
    def libelle(self) -> str:
        return LIBELLES.get(self.champ, self.champ)

    @property
    def montree(self) -> bool:
        return self.champ not in SILENCIEUX


def differences(avant: Mapping[str, object], apres: Mapping[str, object]) -> tuple[Difference, ...]:
    """Values that the file says otherwise. An empty cell never erases what is known."""
    return tuple(
        Difference(champ, avant.get(champ), valeur)
        for champ, valeur in apres.items()
        if valeur not in VIDES and valeur != avant.get(champ)
    )


def completer(avant: Mapping[str, object], apres: Mapping[str, object]) -> dict[str, object]:
    """The content once the file has spoken."""
    return {**avant, **{d.champ: d.apres for d in differences(avant, apres)}}
