"""Who is to be evaluated: children followed today in the scope of the acteur, each with her school of the year.

A child whose school of the year nobody wrote is not dropped: she is in «école à préciser».
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords.rules.voile import lisse
from maillage.chiffrement.services import Trousseau, empreinte, trousseau_par_volet
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.enfants.queries import ScolariteLue
from maillage.evaluations.models import CampagneDEvaluation, EvaluationDeLEnfant
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import SUIVIES, Etape
from maillage.partage.queries import dossiers_visibles, noter_listes
from maillage.partage.rules.actes import Acte
from maillage.plans.models import Objectif
from maillage.plans.rules.objectifs import EtatDObjectif
from maillage.territoire.models import Etablissement

A_PRECISER = "a-preciser"
NOM_A_PRECISER = "École de l’année à préciser"


@dataclass(frozen=True, slots=True)
class EnfantAVoir:
    """A child of a campaign, as far as her list needs it."""

    dossier: UUID
    nom: str
    cle_de_tri: tuple[str, ...]
    classe: str
    ecole: str
    nom_de_l_ecole: str
    suivi: bool  # false: she left meanwhile, what was written stays


def portee(acteur: Acteur, at: date) -> set[UUID]:
    """Dossiers of which the acteur reads name, parcours and schooling, all three."""
    lus = dossiers_visibles(acteur, Acte.LISTER, Volet.IDENTITE, at)
    for volet in (Volet.PARCOURS, Volet.SCOLARITE):
        lus = lus.filter(pk__in=dossiers_visibles(acteur, Acte.LIRE, volet, at).values("pk"))
    return set(lus.values_list("pk", flat=True))


def suivis_parmi(dossiers: Iterable[UUID]) -> set[UUID]:
    """Those whose latest parcours is running, or suspended."""
    rangs = Parcours.objects.filter(dossier_id__in=list(dossiers)).order_by("created_at")
    etapes = dict(rangs.values_list("dossier_id", "etape"))
    return {d for d, etape in etapes.items() if Etape(etape) in SUIVIES}


def a_voir(
    acteur: Acteur,
    campagne: CampagneDEvaluation,
    *,
    at: date,
    parmi: Collection[UUID] | None = None,
) -> tuple[EnfantAVoir, ...]:
    """The children of this campaign in the scope of the acteur, by name; the reading is noted before anything is opened.

    `parmi`: those alone, the others are neither opened nor noted.
    """
    visibles = portee(acteur, at)
    if parmi is not None:
        visibles &= set(parmi)
    suivis = suivis_parmi(visibles)
    ecrits = dict(
        EvaluationDeLEnfant.objects.filter(
            campagne=campagne, dossier_id__in=visibles
        ).values_list("dossier_id", "ecole")
    )  # fmt: skip
    concernes = sorted(suivis | set(ecrits))
    noter_listes(
        acteur,
        (Acte.LISTER, Volet.IDENTITE, concernes),
        (Acte.LIRE, Volet.PARCOURS, concernes),
        (Acte.LIRE, Volet.SCOLARITE, concernes),
        objet="point_ecole",
    )
    cles = trousseau_par_volet(
        acteur.programme_id, {Volet.IDENTITE: concernes, Volet.SCOLARITE: concernes}
    )
    lignes = _lignes(acteur, campagne, concernes, suivis, cles)
    return tuple(sorted(lignes, key=lambda e: e.cle_de_tri))


def _lignes(
    acteur: Acteur,
    campagne: CampagneDEvaluation,
    concernes: list[UUID],
    suivis: set[UUID],
    cles: Trousseau,
) -> list[EnfantAVoir]:
    ouvertes = enfants.identites(concernes, cles)
    annees = enfants.scolarites(concernes, cles)
    courantes = {d: de_l_annee(annees.get(d, ()), campagne.rentree) for d in concernes}
    noms = _noms_connus({s.uai for s in courantes.values() if s and s.uai})
    lignes = []
    for d in concernes:
        s = courantes[d]
        cle = cle_de_l_ecole(acteur.programme_id, s)
        nom = (noms.get(s.uai or "") or s.etablissement) if s else ""
        lignes.append(
            EnfantAVoir(
                d,
                ouvertes[d].nom_de_liste,
                tuple(map(str, ouvertes[d].cle_de_tri)),
                s.classe if s else "",
                cle,
                nom if cle != A_PRECISER else NOM_A_PRECISER,
                suivi=d in suivis,
            )
        )
    return lignes


def de_l_annee(annees: tuple[ScolariteLue, ...], rentree: int) -> ScolariteLue | None:
    """The latest writing of that school year."""
    return next((s for s in annees if s.rentree == rentree), None)


def cle_de_l_ecole(programme: UUID | None, scolarite: ScolariteLue | None) -> str:
    """How a school is known in addresses and appointments: UAI, else a keyed digest of what was written."""
    if scolarite is None or programme is None:
        return A_PRECISER
    if scolarite.uai:
        return scolarite.uai
    ecrit = lisse(scolarite.etablissement)
    return f"x-{empreinte(programme, f'ecole|{ecrit}')[:16]}" if ecrit else A_PRECISER


def _noms_connus(uai: set[str]) -> dict[str, str]:
    return dict(Etablissement.objects.filter(uai__in=uai).values_list("uai", "nom"))


def objectifs_ouverts(
    dossiers: Iterable[UUID], cles: Trousseau
) -> Mapping[UUID, Mapping[str, str]]:
    """Open objectives of these children's latest parcours: number and words. Callers read the volet parcours."""
    ids = list(dossiers)
    rangs = Parcours.objects.filter(dossier_id__in=ids).order_by("created_at")
    derniers = dict(rangs.values_list("dossier_id", "id"))
    trouves: dict[UUID, dict[str, str]] = {d: {} for d in ids}
    ouverts = Objectif.objects.filter(
        parcours_id__in=derniers.values(), etat=EtatDObjectif.OUVERT
    ).order_by("ouvert_le", "created_at")
    for rang in ouverts:
        trouves[rang.dossier_id][str(rang.id)] = rang.ouvrir(cles)["ecritures"][-1]["texte"]
    return trouves
