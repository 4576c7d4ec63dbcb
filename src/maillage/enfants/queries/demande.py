"""One request to the family, whole: for whoever may write in the volet famille. The reading is noted first."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.models import (
    AvisDeLEnfant,
    DemandeDAccord,
    FormulaireSigne,
    InformationDonnee,
    ReponseDUnAdulte,
)
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.fichiers import TypeDeFichier
from maillage.accords.rules.numeros import lire_numero
from maillage.accords.services.ecriture import la_demande
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.models import Institution, Poste
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants.queries import identites, responsables
from maillage.enfants.queries.accords import (
    AccordsLus,
    LigneDAccord,
    accords_lus,
    ligne_de,
)
from maillage.enfants.queries.adultes import INCONNU
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import dossiers_visibles, exiger, noter
from maillage.partage.rules.actes import Acte


@dataclass(frozen=True, slots=True)
class Dit:
    """One line of the history of a request."""

    le: date
    qui: str
    quoi: str
    comment: str
    texte: str
    par: str
    bloque: bool = False


@dataclass(frozen=True, slots=True)
class PieceLue:
    """A scan kept with a request."""

    id: UUID
    extension: str
    kilos: int
    le: date


@dataclass(frozen=True, slots=True)
class DemandeOuverte:
    """A request with its history, its scans, and the adults who may answer."""

    enfant: str
    ligne: LigneDAccord
    histoire: tuple[Dit, ...]
    pieces: tuple[PieceLue, ...]
    adultes: tuple[tuple[UUID, str], ...]


def famille_pour_ecrire(
    acteur: Acteur, dossier_id: UUID, *, at: date
) -> tuple[str, AccordsLus, Trousseau]:
    """Name of the child and agreements of its family, for whoever may write there; both readings are noted."""
    _, ecrire = exiger(acteur, Acte.ECRIRE, Volet.FAMILLE, dossier_id, at)
    faits, lister = exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier_id, at)
    noter(acteur, Acte.LISTER, lister, volet=Volet.IDENTITE, dossier=dossier_id)
    noter(acteur, Acte.LIRE, ecrire, volet=Volet.FAMILLE, dossier=dossier_id)
    cles = trousseau(faits.programme, [dossier_id], [Volet.IDENTITE, Volet.FAMILLE])
    lus = accords_lus(acteur, dossier_id, cles, responsables(dossier_id, cles), at=at)
    return identites([dossier_id], cles)[dossier_id].nom_complet, lus, cles


def demande_ouverte(
    acteur: Acteur, dossier_id: UUID, demande_id: UUID, *, at: date
) -> DemandeOuverte:
    """A request of this child, with everything that was said of it."""
    enfant, lus, cles = famille_pour_ecrire(acteur, dossier_id, at=at)
    rang = la_demande(dossier_id, demande_id)
    noms = {a.id: a.nom for a in lus.adultes}
    ensemble = accords.ensembles([dossier_id], at)[dossier_id]
    return DemandeOuverte(
        enfant=enfant,
        ligne=ligne_de(rang, cles, ensemble, noms, at),
        histoire=_histoire(rang, cles, noms),
        pieces=_pieces(rang),
        adultes=tuple((a.id, f"{a.nom}, {a.lien}" if a.lien else a.nom) for a in lus.adultes),
    )


def _histoire(rang: DemandeDAccord, cles: Trousseau, noms: dict[UUID, str]) -> tuple[Dit, ...]:
    lignes = [(d.created_at, d.id, _reponse(d, cles, noms)) for d in _dits(ReponseDUnAdulte, rang)]
    lignes += [
        (i.created_at, i.id, _information(i, cles, noms)) for i in _dits(InformationDonnee, rang)
    ]
    lignes += [(a.created_at, a.id, _avis(a, cles)) for a in _dits(AvisDeLEnfant, rang)]
    return tuple(dit for _, _, dit in sorted(lignes, key=lambda x: (x[2].le, x[0]), reverse=True))


def _dits(table, rang: DemandeDAccord) -> Iterable:
    return table.objects.filter(demande=rang).select_related("auteur")


SUPPORTS = {
    "oral": "à l’oral",
    "ecrit": "par écrit",
    "telephone": "au téléphone",
    "visite": "en visite",
}


def _reponse(rang: ReponseDUnAdulte, cles: Trousseau, noms: dict[UUID, str]) -> Dit:
    c = rang.ouvrir(cles)
    parts = [SUPPORTS.get(c.get("support") or "", ""), f"en {c['langue']}" if c.get("langue") else "",
             f"interprète : {c['interprete']}" if c.get("interprete") else ""]  # fmt: skip
    sens = Sens(rang.sens)
    return Dit(
        rang.le, noms.get(rang.adulte, INCONNU), sens.libelle, ", ".join(p for p in parts if p),
        c.get("paroles") or "", _nom(rang), bloque=sens is not Sens.ACCORD,
    )  # fmt: skip


def _information(rang: InformationDonnee, cles: Trousseau, noms: dict[UUID, str]) -> Dit:
    qui = noms.get(rang.adulte, INCONNU) if rang.adulte else "L’autre parent"
    quoi = "A été informé avant" if rang.donnee else "N’est pas informé, raison écrite"
    return Dit(rang.le, qui, quoi, "", rang.ouvrir(cles).get("precision") or "", _nom(rang))


def _avis(rang: AvisDeLEnfant, cles: Trousseau) -> Dit:
    quoi = "Avis de l’enfant" if rang.recueilli else "Avis non recueilli, raison écrite"
    return Dit(rang.le, "L’enfant", quoi, "", rang.ouvrir(cles).get("paroles") or "", _nom(rang))


def _nom(rang) -> str:
    return rang.auteur.nom if rang.auteur else ""


def _pieces(rang: DemandeDAccord) -> tuple[PieceLue, ...]:
    rangs = FormulaireSigne.objects.filter(demande=rang).order_by("created_at")
    lues = rangs.values_list("id", "type", "taille", "created_at")
    return tuple(
        PieceLue(i, TypeDeFichier(t).value, max(1, taille // 1024), le.date())
        for i, t, taille, le in lues
    )


def piece_ouverte(
    acteur: Acteur, dossier_id: UUID, demande_id: UUID, piece_id: UUID, *, at: date
) -> tuple[str, str, bytes]:
    """A scan: the name it leaves under (its number, no name of anybody), its type, its bytes. The reading is noted."""
    faits, decision = exiger(acteur, Acte.LIRE, Volet.FAMILLE, dossier_id, at)
    rang = la_demande(dossier_id, demande_id)
    piece = FormulaireSigne.objects.filter(id=piece_id, demande=rang).first()
    if piece is None:
        raise Introuvable
    noter(
        acteur,
        Acte.LIRE,
        decision,
        volet=Volet.FAMILLE,
        dossier=dossier_id,
        objet="formulaire_signe",
    )
    cles = trousseau(faits.programme, [dossier_id], [Volet.FAMILLE])
    octets = base64.b64decode(piece.ouvrir(cles)["octets"])
    genre = TypeDeFichier(piece.type)
    return f"accord-{rang.numero}.{genre.value}", genre.media, octets


def retrouver(acteur: Acteur, texte: str, *, at: date) -> tuple[UUID, UUID] | None:
    """Dossier and request of the number printed on a form, among the families where the acteur may write."""
    numero = lire_numero(texte)
    rang = DemandeDAccord.objects.filter(numero=numero).first() if numero else None
    if rang is None:
        return None
    visibles = dossiers_visibles(acteur, Acte.ECRIRE, Volet.FAMILLE, at)
    return (rang.dossier_id, rang.id) if visibles.filter(pk=rang.dossier_id).exists() else None


def destinataires_possibles(
    acteur: Acteur, at: date
) -> tuple[tuple[tuple[UUID, str], ...], tuple[tuple[UUID, str], ...]]:
    """Postes of the programme, then institutions: those of its postes, and of the requests that this acteur may read.

    The name of a place written for another family (a shelter, a service of care) would say something of that family.
    """
    postes = Poste.objects.filter(programme_id=acteur.programme_id).order_by("libelle")
    demandees = DemandeDAccord.objects.filter(
        dossier__in=dossiers_visibles(acteur, Acte.LIRE, Volet.FAMILLE, at),
        institution__isnull=False,
    )
    connues = {
        *postes.exclude(institution=None).values_list("institution_id", flat=True),
        *demandees.values_list("institution_id", flat=True),
    }
    institutions = Institution.objects.filter(id__in=connues).order_by("nom")
    return tuple(postes.values_list("id", "libelle")), tuple(institutions.values_list("id", "nom"))
