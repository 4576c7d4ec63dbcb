"""What a row leaves to the row above: a ditto mark, a merged cell, a family name written once for its children."""

from __future__ import annotations

from collections.abc import Sequence

from maillage.classeurs.rules.classeur import Cellule, Feuille, Valeur
from maillage.reprise.rules.champs import Champ
from maillage.reprise.rules.ecriture import plier
from maillage.reprise.rules.modele import Colonne, Correspondance

_SIGNES = ['"', '""', "''", "″", "”", "“", "„", "«", "»", "idem", "id", "id.", "//", '-"-', '- " -', "ditto", "ibid", "ibidem", "~", "↑", "^"]  # fmt: skip
IDEM = frozenset(plier(signe) for signe in _SIGNES)
DE_LA_FAMILLE = frozenset(
    {Champ.NOM, Champ.ADRESSE, Champ.CODE_POSTAL_VILLE, Champ.RESPONSABLE, Champ.TELEPHONE, Champ.QUARTIER, Champ.EMAIL}
)  # fmt: skip
_PROPRES = frozenset({Champ.PRENOM, Champ.NOM_PRENOM, Champ.NAISSANCE})
HABITUDE = 3

Lues = list[tuple[Colonne, Cellule]]


class Reports:
    """Reads the rows of a table in order, and hands down what they leave to the row above."""

    def __init__(self, feuille: Feuille, table: Correspondance, rangees: Sequence[Lues]):
        self.colonnes = {c.indice: c for c in table.colonnes}
        self.dessus: dict[int, Valeur] = {}
        self.fusions = self._fusions(feuille, table)
        self.nom = next(iter(table.de(Champ.NOM)), None)
        self.familles = bool(self.nom) and self._noms_ecrits_une_fois(rangees)

    def _fusions(self, feuille: Feuille, table: Correspondance) -> dict[int, list[Cellule]]:
        """For each row, the merged cells that come down to it from above."""
        hautes = {(f.haut, f.gauche): f.bas for f in feuille.fusions if f.bas > f.haut}
        if not hautes:
            return {}
        descendues: dict[int, list[Cellule]] = {}
        for numero, cellules in feuille.lignes:
            for c in cellules if table.zone.debut <= numero <= table.zone.fin else ():
                for ligne in range(numero + 1, hautes.get((numero, c.colonne), numero) + 1):
                    if c.colonne in self.colonnes:
                        descendues.setdefault(ligne, []).append(c)
        return descendues

    def _noms_ecrits_une_fois(self, rangees: Sequence[Lues]) -> bool:
        """Tell whether blank surnames are a habit of the table rather than an omission."""
        sans = [r for r in rangees if _a_soi(r) and not any(k.champ is Champ.NOM for k, _ in r)]
        return len(sans) >= HABITUDE and 10 * len(sans) >= len(rangees)

    def lire(self, numero: int, cellules: Lues) -> Lues:
        """The row once completed by what stands above."""
        lues = [
            (k, Cellule(c.ligne, c.colonne, self.dessus.get(c.colonne, c.valeur)))
            if isinstance(c.valeur, str) and len(c.valeur) < 8 and plier(c.valeur) in IDEM else (k, c)
            for k, c in cellules
        ]  # fmt: skip
        presentes = {c.colonne for _, c in lues}
        if _a_soi(lues):
            for c in self.fusions.get(numero, []):
                if c.colonne not in presentes:
                    lues.append((self.colonnes[c.colonne], c))
            lues.extend(self._nom_du_dessus(numero, lues))
            lues.sort(key=lambda kc: kc[0].indice)
            self.dessus |= {k.indice: c.valeur for k, c in lues}
        return lues

    def _nom_du_dessus(self, numero: int, lues: Lues) -> Lues:
        """A blank surname follows the family above when the row leaves blank all that the family shares."""
        if self.nom is None or self.nom.indice not in self.dessus:
            return []
        if any(k.champ is Champ.NOM for k, _ in lues) or not any(
            k.champ in _PROPRES for k, _ in lues
        ):
            return []
        partagees = {k.indice for k in self.colonnes.values() if k.champ in DE_LA_FAMILLE}
        if not self.familles or {c.colonne for _, c in lues} & partagees:
            return []
        return [(self.nom, Cellule(numero, self.nom.indice, self.dessus[self.nom.indice]))]


def _a_soi(cellules: Lues) -> bool:
    return any(k.champ in _PROPRES for k, _ in cellules)
