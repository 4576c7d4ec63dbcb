"""The base as the reprise sees it: who is there, and the rows that a later version of the file may complete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from maillage.chiffrement.services import Trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules import EtatDuDossier, Qualite, Volet
from maillage.enfants.models import Domicile, Identite, Responsable, Scolarite
from maillage.enfants.queries import identites
from maillage.enfants.rules.identite import IdentiteLue
from maillage.parcours.models import (
    NoteParcours,
    NoteScolarite,
    Parcours,
    PassageEnEps,
    PassageFait,
)
from maillage.partage.queries import noter_liste
from maillage.partage.rules.actes import Acte
from maillage.reprise.models import TexteRepris
from maillage.territoire import queries as territoire


@dataclass
class Connu:
    """The rows of one dossier of the base, sealed as they are."""

    identite: Identite | None = None
    domicile: Domicile | None = None
    parcours: Parcours | None = None
    responsables: list[Responsable] = field(default_factory=list)
    scolarites: list[Scolarite] = field(default_factory=list)
    notes: dict[str, set[str]] = field(default_factory=dict)
    eps: set[str] = field(default_factory=set)
    textes: set[str] = field(default_factory=set)
    referent: UUID | None = None
    passe: bool = False  # its parcours has gone from stage to stage here: the file no longer says where it stands


def identites_du_programme(programme_id: UUID, cles: Trousseau) -> dict[UUID, IdentiteLue]:
    """Identities of the active dossiers, in order of creation."""
    actifs = Dossier.objects.filter(programme_id=programme_id, etat=EtatDuDossier.ACTIF)
    ouvertes = identites(actifs.values("pk"), cles)
    ordre = actifs.order_by("created_at", "id").values_list("pk", flat=True)
    return {d: ouvertes[d] for d in ordre if d in ouvertes}


def noter_les_noms(acteur: Acteur, dossiers: Iterable[UUID]) -> None:
    """The checking page shows these children of the base beside those of the file: an event before it leaves."""
    montres = tuple(sorted(set(dossiers)))
    if montres:
        noter_liste(acteur, Acte.LISTER, Volet.IDENTITE, montres, "ressemblances")


def lire_connus(dossiers: Iterable[UUID], cles: Trousseau) -> dict[UUID, Connu]:
    """Rows of these dossiers, in a constant number of queries."""
    ids = list(dossiers)
    lus: dict[UUID, Connu] = defaultdict(Connu)
    for nom, table in (("identite", Identite), ("domicile", Domicile), ("parcours", Parcours)):
        for rang in table.objects.filter(dossier_id__in=ids).order_by("created_at"):
            setattr(lus[rang.dossier_id], nom, rang)
    for nom, table in (("responsables", Responsable), ("scolarites", Scolarite)):
        for rang in table.objects.filter(dossier_id__in=ids).order_by("created_at"):
            getattr(lus[rang.dossier_id], nom).append(rang)
    for nom, table in (("NoteParcours", NoteParcours), ("NoteScolarite", NoteScolarite)):
        for rang in table.objects.filter(dossier_id__in=ids):
            texte = str(rang.ouvrir(cles).get("texte", ""))
            lus[rang.dossier_id].notes.setdefault(nom, set()).add(texte)
    for dossier, le in PassageEnEps.objects.filter(dossier_id__in=ids).values_list(
        "dossier_id", "le"
    ):
        lus[dossier].eps.add(le)
    for dossier, marque in TexteRepris.objects.filter(dossier_id__in=ids).values_list(
        "dossier_id", "empreinte"
    ):
        lus[dossier].textes.add(marque)
    vivants = PassageFait.objects.filter(dossier_id__in=ids, annule_le=None)
    for dossier in vivants.values_list("dossier_id", flat=True).distinct():
        lus[dossier].passe = True
    for dossier, poste in Cercle.objects.filter(
        dossier_id__in=ids, qualite=Qualite.REFERENT, jusqu_au=None
    ).values_list("dossier_id", "poste_id"):
        lus[dossier].referent = poste
    return lus


def codes_du_territoire(acteur: Acteur) -> frozenset[str]:
    """Postcodes of the acteur's programme."""
    return territoire.codes_postaux(comptes.programme(acteur.programme_id).communes)
