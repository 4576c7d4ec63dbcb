"""The axes of a programme: public places of its communes, whoever is followed there. No child is read."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from maillage.comptes.queries import programme
from maillage.comptes.rules import Acteur
from maillage.notions.temps import AnneeScolaire
from maillage.partage.rules.actes import Acte
from maillage.statistiques.queries.annuelles import autoriser
from maillage.statistiques.queries.lieux import ecoles_comptees, geographies, jour_de_reference
from maillage.statistiques.rules.axes import AILLEURS, HORS, INCONNU, Axe, axe, axes_fixes
from maillage.statistiques.rules.ecoles import EcoleComptee
from maillage.statistiques.rules.impossibles import croisements_des_ecoles
from maillage.territoire import cartes
from maillage.territoire.cartes import CarteDatee
from maillage.territoire.models import Etablissement
from maillage.territoire.queries import communes_actuelles, reseaux


def axes_du_programme(
    acteur: Acteur, annee: AnneeScolaire, *, at: date, acte: Acte = Acte.VOIR_LES_CHIFFRES
) -> tuple[Axe, ...]:
    """The axes of the acteur's programme for a year."""
    return axes_de(autoriser(acteur, acte, f"axes {annee.libelle}", at), annee, at)


def axes_de(programme_id: UUID, annee: AnneeScolaire, at: date) -> tuple[Axe, ...]:
    """The axes, those of the territory with what exists there on the day of reference."""
    jour = jour_de_reference(annee, at)
    communes = communes_actuelles(programme(programme_id).communes)
    lues = geographies(programme_id, jour)
    ouvertes = Etablissement.objects.filter(commune__in=communes, ouvert=True)
    listees = set(ouvertes.values_list("uai", flat=True))
    ceux_d_ici = reseaux(communes, jour)
    membres = {uai for r in ceux_d_ici for uai, *_ in r.ecoles}  # some are in another commune
    connues = ecoles_comptees(listees | membres, jour)
    ecoles = sorted((connues[u] for u in listees), key=lambda e: (e.nom, e.uai))
    noms = {r.tete: r.intitule for r in ceux_d_ici}
    age, sexe, *suite = axes_fixes()
    return (
        age,
        sexe,
        axe("quartier", _titre(lues.actuelle), _quartiers(lues.actuelle, communes)),
        axe("quartier_avant", _titre(lues.avant), _quartiers(lues.avant, communes)),
        axe(
            "reseau",
            "Réseau d’éducation prioritaire",
            {**noms, HORS: "Hors réseau", AILLEURS: "Réseau d’une autre ville"},
        ),
        axe(
            "etablissement",
            "Établissement",
            {**{e.uai: e.nom for e in ecoles}, AILLEURS: "Établissement d’une autre ville"},
            niveaux={"reseau": _par_reseau(ecoles, noms)},
            zeros=croisements_des_ecoles(
                ecoles, connues.values(), noms, lambda e: _reseau(e, noms)
            ),
        ),
        *suite,
    )


def _titre(lue: CarteDatee | None) -> str:
    return f"Quartier du domicile, {lue.generation.nom}" if lue else "Quartier du domicile"


def _quartiers(lue: CarteDatee | None, communes: frozenset[str]) -> dict[str, str]:
    """The zones of the map that touch the communes of the programme; without map, nothing but «inconnu»."""
    if lue is None:
        return {}
    ici = {
        z.code: z.nom or z.code
        for z in cartes.zones(lue.generation.id)
        if communes & set(z.communes)
    }
    return {**ici, HORS: "Hors quartier prioritaire", AILLEURS: "Quartier d’une autre ville"}


def _reseau(ecole: EcoleComptee, noms: dict[str, str]) -> str:
    code = ecole.code_reseau
    return code if code in {HORS, INCONNU} or code in noms else AILLEURS


def _par_reseau(ecoles: list[EcoleComptee], noms: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Schools by réseau. «Ailleurs» and «inconnu» are groups too: the groups of a level cover the axis."""
    groupes: dict[str, list[str]] = defaultdict(list)
    for e in ecoles:
        groupes[_reseau(e, noms)].append(e.uai)
    for code in (AILLEURS, INCONNU):
        groupes[code].append(code)
    return {f"reseau_{r}": tuple(uais) for r, uais in groupes.items()}
