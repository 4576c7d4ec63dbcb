"""The children of a programme as rules see them: no name. Callers have asked the policy, or are a declared job."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.queries import en_vigueur, programme
from maillage.dossiers.models import Cercle
from maillage.dossiers.rules import Qualite, Volet
from maillage.eligibilite import suivis
from maillage.eligibilite.models import Derogation
from maillage.eligibilite.rules.situations import Ecole, SituationAJuger, ecoles_par_uai, plier
from maillage.enfants import queries as enfants
from maillage.enfants.models import Domicile
from maillage.enfants.queries import ScolariteLue
from maillage.enfants.rules.identite import IdentiteLue
from maillage.enfants.rules.reperage import du_jour, libelle_de, position_de
from maillage.notions.temps import AnneeScolaire, age_au
from maillage.territoire.models import Commune, Etablissement, LabelPrioritaire
from maillage.territoire.queries import communes_nommees, reseaux_suivis
from maillage.territoire.rules.adresses import Position
from maillage.territoire.rules.ecrites import lire_adresse
from maillage.territoire.rules.listes_de_voies import AdresseSure, adresse_du_libelle

VOLETS = (Volet.IDENTITE, Volet.SCOLARITE)


@dataclass(frozen=True, slots=True)
class Connus:
    """What the rules look at: children, schools, communes of the programme by code and by name."""

    situations: tuple[SituationAJuger, ...]
    ecoles: dict[str, Ecole]
    communes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DomicileConnu:
    """A home: its town as written, where it stands, and what the file of addresses is sure of. Never in a `repr`."""

    ville: str = field(repr=False)
    place: Position | None = field(repr=False)
    sure: AdresseSure | None = field(repr=False)


def connus(programme_id: UUID, dossiers: Collection[UUID], at: date) -> Connus:
    """Everything that the rules need of these dossiers on this day, in a constant number of queries."""
    ids = sorted(dossiers)
    cles = trousseau(programme_id, ids, VOLETS)
    identites = enfants.identites(ids, cles)
    scolarites = enfants.scolarites(ids, cles)
    domiciles = _domiciles(ids, cles, at)
    suivi = suivis.suivis(programme_id, ids)
    referents = dict(
        Cercle.objects.filter(
            en_vigueur(at), dossier_id__in=ids, qualite=Qualite.REFERENT
        ).values_list("dossier_id", "poste_id")
    )
    derogations = set(
        Derogation.objects.filter(en_vigueur(at), dossier_id__in=ids).values_list(
            "dossier_id", flat=True
        )
    )
    communes = communes_nommees(programme(programme_id).communes)
    villes = {d.sure.ville for d in domiciles.values() if d.sure}
    codes = codes_des_communes(villes) | {plier(c.nom): c.code for c in communes}
    situations = tuple(
        _situation(
            d,
            identites.get(d),
            _cette_annee(scolarites.get(d, ()), at),
            domiciles.get(d),
            codes,
            suivi.get(d),
            referents.get(d),
            derogation=d in derogations,
            at=at,
        )
        for d in ids
    )
    uais = {s.uai for s in situations if s.uai}
    return Connus(situations, ecoles(uais, at), tuple(c.code for c in communes))


def _situation(
    dossier: UUID,
    identite: IdentiteLue | None,
    scolarite: ScolariteLue | None,
    domicile: DomicileConnu | None,
    codes: dict[str, str],
    suivi: suivis.SuiviConnu | None,
    referent: UUID | None,
    *,
    derogation: bool,
    at: date,
) -> SituationAJuger:
    place = domicile.place if domicile else None
    sure = domicile.sure if domicile else None
    # a postcode alone is no commune: it may serve several
    ville = lire_adresse("", domicile.ville).ville if domicile else ""
    if sure and plier(sure.ville) in codes:
        ville = sure.ville  # «93330», «St Denis»: the file of addresses says which town it is
    return SituationAJuger(
        id=str(dossier),
        commune=codes.get(plier(ville), ville),
        lon=place.lon if place else None,
        lat=place.lat if place else None,
        incertitude_m=float(place.incertitude_m) if place else None,
        # whatever its score, a position that waits for somebody's look is not trusted
        score=None if place is None else 0.0 if place.a_verifier else place.score,
        type_position=place.type_position if place else "",
        scolarise=True if scolarite else None,
        uai=(scolarite.uai or "") if scolarite else "",
        parcours_ouvert=suivi.ouvert if suivi else False,
        referent=str(referent or ""),
        age=_age(identite, at),
        derogation=derogation,
        voie=sure.voie if sure else "",
        numero=sure.numero if sure else None,
    )


def codes_des_communes(villes: Collection[str]) -> dict[str, str]:
    """INSEE codes of the towns that the file of addresses names; a name that two communes bear gives none."""
    lus: dict[str, set[str]] = {}
    for nom, code in Commune.objects.filter(nom__in=villes).values_list("nom", "code"):
        lus.setdefault(plier(nom), set()).add(code)
    return {nom: min(trouves) for nom, trouves in lus.items() if len(trouves) == 1}


def _age(identite: IdentiteLue | None, at: date) -> int | None:
    naissance = identite.naissance if identite else None
    return age_au(naissance.premier_jour, at) if naissance and naissance.complete else None


def _cette_annee(lues: Iterable[ScolariteLue], at: date) -> ScolariteLue | None:
    """The school year of this day; an older one says nothing of today."""
    rentree = AnneeScolaire.du(at).rentree
    return next((s for s in lues if s.rentree in {rentree, None}), None)


def _domiciles(ids: Collection[UUID], cles: Trousseau, at: date) -> dict[UUID, DomicileConnu]:
    """The home of this day."""
    lus: dict[UUID, list[Domicile]] = {}
    for rang in Domicile.objects.filter(dossier_id__in=ids).order_by("created_at"):
        lus.setdefault(rang.dossier_id, []).append(rang)
    trouves = {}
    for dossier, rangs in lus.items():
        place = du_jour([(r.depuis, r.jusqu_au) for r in rangs], at)
        if place is not None:
            contenu = rangs[place].ouvrir(cles)
            trouves[dossier] = DomicileConnu(
                contenu.get("ville") or "",
                position_de(contenu),
                adresse_du_libelle(libelle_de(contenu)),
            )
    return trouves


def ecoles(uais: Collection[str], at: date) -> dict[str, Ecole]:
    """Schools by UAI with the label that holds on this day: their own, else that of their réseau; None: nobody said."""
    connues = Etablissement.objects.filter(uai__in=uais).values_list("uai", "nom", "commune_id")
    labels = dict(
        LabelPrioritaire.objects.filter(en_vigueur(at), etablissement__in=uais).values_list(
            "etablissement_id", "label"
        )
    )
    reseaux = {uai: r for (uai, _), r in reseaux_suivis((u, at) for u in uais).items()}
    return ecoles_par_uai(
        Ecole(
            uai,
            nom,
            commune or "",
            labels.get(uai) or (reseaux[uai].label if uai in reseaux else None),
            reseaux[uai].nom if uai in reseaux else "",
        )
        for uai, nom, commune in connues
    )


def nom_des_ecoles(uais: Collection[str]) -> dict[str, str]:
    """Names of schools, for tables."""
    return dict(Etablissement.objects.filter(uai__in=uais).values_list("uai", "nom"))
