"""The list of children that the acteur may know of: searched and sorted in memory, inside the scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, QuerySet, Subquery

from maillage.chiffrement.services import trousseau_du_programme, trousseau_par_volet
from maillage.comptes.queries import en_vigueur
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules import Qualite, Volet
from maillage.enfants import queries as enfants
from maillage.enfants.ordre import dossiers_tries
from maillage.enfants.rules.recherche import chercher
from maillage.parcours.models import Parcours, Tache
from maillage.parcours.queries.projections import LigneDeListe, PageDeListe
from maillage.parcours.rules.etapes import FINIES, Etape, couleur
from maillage.parcours.rules.mots import age_en_mots, date_en_mots
from maillage.partage.queries import dossiers_visibles, noter_listes, scope
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import rules_de

PAR_PAGE = 50


@dataclass(frozen=True, slots=True)
class Demande:
    """What is asked of the list. Names travel in the body of a POST, never in an address."""

    recherche: str = ""
    etapes: frozenset[str] = frozenset()
    referents: frozenset[UUID] = frozenset()
    sans_referent: bool = False
    tri: str = "nom"
    page: int = 1


def liste(acteur: Acteur, demande: Demande, *, at: date) -> PageDeListe:
    """Return one page of children; the access is noted with the dossiers shown."""
    visibles = dossiers_visibles(acteur, Acte.LISTER, Volet.IDENTITE, at)
    voit_le_parcours = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at)
    filtres = _filtrer(demande, voit_le_parcours, at) if _filtre(demande) else None
    chercher_et_trier = _chercher if demande.recherche.strip() else _trier
    tries, nombre = chercher_et_trier(acteur, visibles, filtres, demande)
    pages = max(1, -(-len(tries) // PAR_PAGE))
    page = min(max(demande.page, 1), pages)
    montres = [UUID(str(d)) for d in tries[(page - 1) * PAR_PAGE : page * PAR_PAGE]]
    avec_ecole, avec_parcours = _ouverts(acteur, montres, at)
    noter_listes(
        acteur,
        (Acte.LISTER, Volet.IDENTITE, montres),
        (Acte.LIRE, Volet.SCOLARITE, avec_ecole),
        (Acte.LIRE, Volet.PARCOURS, avec_parcours),
    )
    return PageDeListe(
        lignes=_lignes(acteur, montres, avec_ecole, avec_parcours, at),
        montre_ecole=bool(rules_de(acteur, Acte.LIRE, Volet.SCOLARITE)),
        montre_parcours=bool(rules_de(acteur, Acte.LIRE, Volet.PARCOURS)),
        total=len(tries),
        visibles=nombre,
        page=page,
        pages=pages,
    )


def _ouverts(acteur: Acteur, montres: list[UUID], at: date) -> tuple[list[UUID], list[UUID]]:
    """Those whose volets scolarité and parcours this acteur reads: the table twice, in one query."""
    lus = Dossier.objects.filter(pk__in=montres).annotate(
        ecole=ExpressionWrapper(scope(acteur, Acte.LIRE, Volet.SCOLARITE, at), BooleanField()),
        parcours=ExpressionWrapper(scope(acteur, Acte.LIRE, Volet.PARCOURS, at), BooleanField()),
    )
    rangs = list(lus.values_list("pk", "ecole", "parcours"))
    return [d for d, ecole, _ in rangs if ecole], [d for d, _, parcours in rangs if parcours]


def _filtre(demande: Demande) -> bool:
    return bool(demande.etapes or demande.referents or demande.sans_referent)


def _filtrer(demande: Demande, visibles, at: date) -> set[UUID]:
    """Dossiers that match the filters, among those whose parcours the acteur may know."""
    if demande.etapes:
        # the stage of a child is that of her latest parcours: an exit before a reopening is not one any more
        siens = Parcours.objects.filter(dossier_id=OuterRef("pk")).order_by("-created_at")
        visibles = visibles.alias(etape=Subquery(siens.values("etape")[:1])).filter(
            etape__in=demande.etapes
        )
    suivis = Cercle.objects.filter(en_vigueur(at), qualite=Qualite.REFERENT)
    if demande.sans_referent:
        visibles = visibles.exclude(pk__in=suivis.values("dossier_id"))
    elif demande.referents:
        visibles = visibles.filter(
            pk__in=suivis.filter(poste_id__in=demande.referents).values("dossier_id")
        )
    return set(visibles.values_list("pk", flat=True))


def _chercher(
    acteur: Acteur, visibles: QuerySet[Dossier], filtres: set[UUID] | None, demande: Demande
) -> tuple[list[UUID], int]:
    """Those whose name answers, the best first; and how many are visible."""
    cles = trousseau_du_programme(acteur.programme_id, [Volet.IDENTITE])
    ouvertes = enfants.identites(visibles.values("pk"), cles)
    retenus = [d for d in ouvertes if filtres is None or d in filtres]
    noms = [(ouvertes[d].nom, ouvertes[d].prenom) for d in retenus]
    return [retenus[i] for i in chercher(demande.recherche, noms)], len(ouvertes)


def _trier(
    acteur: Acteur, visibles: QuerySet[Dossier], filtres: set[UUID] | None, demande: Demande
) -> tuple[list[UUID] | list[str], int]:
    """All of them in the order asked; and how many are visible."""
    tries = dossiers_tries(acteur.programme_id, visibles, demande.tri)
    if filtres is None:
        return tries, len(tries)
    return [d for d in map(UUID, tries) if d in filtres], len(tries)


def _lignes(
    acteur: Acteur,
    montres: list[UUID],
    avec_ecole: list[UUID],
    avec_parcours: list[UUID],
    at: date,
) -> tuple[LigneDeListe, ...]:
    cles = trousseau_par_volet(
        acteur.programme_id, {Volet.IDENTITE: montres, Volet.SCOLARITE: avec_ecole}
    )
    ouvertes = enfants.identites(montres, cles)
    parcours = _parcours(avec_parcours)
    referents = _referents(avec_parcours, at)
    prochaines = _prochaines(avec_parcours)
    ecoles = {d: s[0] for d, s in enfants.scolarites(avec_ecole, cles).items()}
    lignes = []
    for d in montres:
        p, ecole, qui = parcours.get(d), ecoles.get(d), ouvertes[d]
        lignes.append(
            LigneDeListe(
                dossier=d,
                nom=qui.nom_de_liste,
                age=age_en_mots(qui.naissance, at),
                ecole_ouverte=d in avec_ecole,
                classe=ecole.classe if ecole else "",
                etablissement=ecole.etablissement if ecole else "",
                parcours_ouvert=d in avec_parcours,
                etape=p[0].libelle if p else "",
                couleur=couleur(p[0]) if p else "",
                date_etape=date_en_mots(p[1]) if p else "",
                finie=bool(p) and p[0] in FINIES,
                referent=referents.get(d, ""),
                prochaine=prochaines.get(d),
            )
        )
    return tuple(lignes)


def etapes_et_referents(dossiers: list[UUID], at: date) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Stage and référent of these children, in words. The caller asked the policy."""
    etapes = {d: etape.libelle for d, (etape, _) in _parcours(dossiers).items()}
    return etapes, _referents(dossiers, at)


def _parcours(dossiers: list[UUID]) -> dict[UUID, tuple[Etape, str]]:
    """Stage of each child, with the day of its exit when it is over, of its entry otherwise."""
    rangs = Parcours.objects.filter(dossier_id__in=dossiers).order_by("created_at")
    return {
        d: (Etape(e), s if e in FINIES else i)
        for d, e, i, s in rangs.values_list("dossier_id", "etape", "entree", "sortie")
    }


def _referents(dossiers: list[UUID], at: date) -> dict[UUID, str]:
    suivis = Cercle.objects.filter(
        en_vigueur(at), dossier_id__in=dossiers, qualite=Qualite.REFERENT
    )
    return dict(suivis.values_list("dossier_id", "poste__libelle"))


def _prochaines(dossiers: list[UUID]) -> dict[UUID, date]:
    a_faire = Tache.objects.filter(dossier_id__in=dossiers, faite_le=None).order_by("-echeance")
    return dict(a_faire.values_list("dossier_id", "echeance"))
