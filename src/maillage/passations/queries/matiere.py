"""What the proposal looks at: fratries, schools and loads. Read under the policy, noted in the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import trousseau_par_volet
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eligibilite.queries.fratries import fratries
from maillage.enfants import queries as enfants
from maillage.partage.queries import dossiers_visibles, noter_listes
from maillage.partage.rules.actes import Acte
from maillage.passations.models import Passation
from maillage.passations.queries.postes import charges, suivis
from maillage.passations.rules.passations import Issue, MotifDePassation
from maillage.passations.rules.repartition import Enfant, Receveur


def matiere(
    acteur: Acteur, passation: Passation, possibles: Collection[UUID], *, at: date
) -> tuple[list[Enfant], list[Receveur]]:
    """The children without recipient, and the postes that may receive them with what they carry that day."""
    rangs = passation.enfants.filter(issue=Issue.ATTEND).order_by("dossier_id")
    places = dict(rangs.values_list("dossier_id", "receveur_id"))
    programme, le = passation.programme_id, passation.depuis
    des_autres = dict(suivis(programme, le, possibles).values_list("dossier_id", "poste_id"))
    chez = des_autres | {d: p for d, p in places.items() if p}
    tous = {*places, *des_autres}
    familles, ecoles = _familles_et_ecoles(acteur, tous, at)
    freres: dict[UUID, Counter[UUID]] = {}
    for dossier, poste in chez.items():
        if dossier in familles and poste in possibles:
            freres.setdefault(familles[dossier], Counter())[poste] += 1
    libres = [
        Enfant(d, familles.get(d), ecoles.get(d, ""), _le_plus_de_freres(freres, familles.get(d)))
        for d, poste in places.items()
        if poste is None
    ]
    nombres = charges(programme, le)
    nombres.update(p for p in places.values() if p)
    par_poste: dict[UUID, Counter[str]] = {}
    for dossier, poste in chez.items():
        par_poste.setdefault(poste, Counter())[ecoles.get(dossier, "")] += 1
    receveurs = [Receveur(p, nombres[p], par_poste.get(p, {})) for p in sorted(possibles)]
    if passation.motif == MotifDePassation.REEQUILIBRAGE:
        garde = nombres[passation.poste_id] - len(places)
        receveurs.append(Receveur(passation.poste_id, max(0, garde), {}, sortant=True))
    return libres, receveurs


def _le_plus_de_freres(freres: dict[UUID, Counter[UUID]], famille: UUID | None) -> UUID | None:
    """The poste that follows the most of the fratrie; on a tie the first by identifier."""
    comptes = freres.get(famille) if famille else None
    return min(comptes, key=lambda p: (-comptes[p], p)) if comptes else None


def _familles_et_ecoles(
    acteur: Acteur, dossiers: Iterable[UUID], at: date
) -> tuple[dict[UUID, UUID], dict[UUID, str]]:
    """Fratries and schools of those of these children whose volets this acteur reads."""
    ids = set(dossiers)

    def lisibles(volet: Volet) -> list[UUID]:
        vus = dossiers_visibles(acteur, Acte.LIRE, volet, at).filter(pk__in=ids)
        return sorted(vus.values_list("pk", flat=True))

    famille, scolarite = lisibles(Volet.FAMILLE), lisibles(Volet.SCOLARITE)
    noter_listes(
        acteur,
        (Acte.LIRE, Volet.FAMILLE, famille),
        (Acte.LIRE, Volet.SCOLARITE, scolarite),
        objet="repartition",
    )
    cles = trousseau_par_volet(acteur.programme_id, {Volet.SCOLARITE: scolarite})
    ecoles = {
        d: lues[0].uai or lues[0].etablissement
        for d, lues in enfants.scolarites(scolarite, cles).items()
    }
    return fratries(famille), ecoles
