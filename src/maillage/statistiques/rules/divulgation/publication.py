"""From a demand to what may be released: protect, have it audited, mend, and refuse what cannot be made safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maillage.notions.erreurs import ErreurMetier
from maillage.statistiques.rules.divulgation.arrondi import arrondir, deja_arrondies
from maillage.statistiques.rules.divulgation.audit import Rapport, auditer
from maillage.statistiques.rules.divulgation.demande import Anterieure, Demande, Mode
from maillage.statistiques.rules.divulgation.interieur import reparer
from maillage.statistiques.rules.divulgation.masquage import masquer
from maillage.statistiques.rules.divulgation.sensibles import Probleme, noms_des_cellules, poser
from maillage.statistiques.rules.divulgation.solveur import Reels, SansReponse

ESSAIS = 12
Valeurs = dict[int, int | None]


class Impubliable(ErreurMetier):
    """No protection was found that the auditor accepts: nothing is released."""

    rien_perdu = "Rien n'a été publié."
    a_faire = "Demandez moins de tables, des niveaux plus larges, ou l'autre mode de protection."


@dataclass(frozen=True, slots=True)
class Publication:
    """What may be released: figures by cell (None: suppressed), and the report of the auditor that allowed it."""

    probleme: Probleme
    valeurs: Valeurs
    rapport: Rapport
    secondaires: int
    prouvee: bool = False

    def table(self, rang: int) -> dict[tuple[tuple[str, str], ...], int | None]:
        """The figures of a table by their labels."""
        voulue, familles = self.probleme.tables[rang]
        noms = noms_des_cellules(self.probleme.demande, voulue, familles, self.probleme.systeme)
        return {nom: self.valeurs[cellule] for nom, cellule in noms.items()}


def publier(
    demande: Demande, anterieures: Sequence[Anterieure] = (), *, secondes: float = 10.0
) -> Publication:
    """Protect this demand in its mode; `Impubliable` when the auditor accepts nothing."""
    probleme = poser(demande, anterieures)
    try:
        if demande.mode is Mode.ARRONDI:
            return _arrondie(probleme, anterieures)
        return _masquee(probleme, secondes)
    except SansReponse:
        raise Impubliable("Le calcul n'a pas abouti : sans certificat, rien ne sort.") from None


def _masquee(probleme: Probleme, secondes: float) -> Publication:
    masque = masquer(probleme, secondes=secondes)
    supprimees = set(masque.supprimees)
    temoins: tuple[Reels, ...] = ()
    for essai in range(ESSAIS):
        valeurs: Valeurs = {
            i: None if i in supprimees else int(probleme.systeme.valeurs[i])
            for i in sorted(probleme.publiables)
        }
        rapport = auditer(probleme, valeurs, temoins)
        temoins = rapport.temoins  # hiding more never makes a table impossible
        if rapport.sure:
            primaires = len([i for i in supprimees if i in probleme.sensibles])
            prouvee = masque.prouve and not essai
            return Publication(probleme, valeurs, rapport, len(supprimees) - primaires, prouvee)
        ajoutees = reparer(probleme, supprimees, rapport.nouvelles)
        if not ajoutees:
            break
        supprimees |= ajoutees
    raise Impubliable("Aucune suppression ne protège toutes les cellules.")


def _arrondie(probleme: Probleme, anterieures: Sequence[Anterieure]) -> Publication:
    imposees = deja_arrondies(probleme, anterieures)
    for essai in range(ESSAIS):
        try:
            arrondi = arrondir(probleme, imposees, essai)
        except SansReponse:
            continue
        valeurs: Valeurs = {i: arrondi.valeurs[i] for i in sorted(probleme.publiables)}
        rapport = auditer(probleme, valeurs)
        if rapport.sure:
            return Publication(probleme, valeurs, rapport, 0, arrondi.prouve)
    raise Impubliable("Aucun arrondi ne garde ensemble les sommes et le secret.")


def en_json(publication: Publication) -> dict[str, Any]:
    """The answer in its JSON shape. The certificate is for whoever holds the counts, never for readers."""
    p, r = publication.probleme, publication.rapport
    tables = [
        {"id": t.id, "cells": [
            {"cell": dict(nom), "value": "s" if v is None else v}
            for nom, v in publication.table(rang).items()
        ]}
        for rang, (t, _) in enumerate(p.tables)
    ]  # fmt: skip
    return {
        "id": p.demande.id,
        "mode": p.demande.mode.value,
        "base": p.demande.base,
        "tables": tables,
        "certificate": {"witnesses": len(r.temoins), "sha256": r.empreinte, "targets": r.sensibles},
        "audit": _audit(publication),
    }


def _audit(publication: Publication) -> Mapping[str, Any]:
    p, r = publication.probleme, publication.rapport
    return {
        "cells": len(p.publiables),
        "primary": len([i for i in p.sensibles if i in p.publiables]),
        "secondary": publication.secondaires,
        "min_width": r.largeur_minimale,
        "exact": len([f for f in r.nouvelles if f.exacte]),
        "already_known": len([f for f in r.faiblesses if f.deja]),
        "optimal": publication.prouvee,
        "lps": r.programmes,
        "seconds": round(r.secondes, 3),
    }
