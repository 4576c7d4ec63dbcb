"""The nominative export: a list of children for one member of the programme, encrypted, marked, soon gone.

Security rules P-05 and 6.13: a reason, a named recipient who may know these children, a mark on each page, an event; no
encryption, no export. The passphrase is shown once and kept nowhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import UUID

import msoffcrypto
import xlsxwriter
from django.db import transaction
from django.utils import timezone
from msoffcrypto.format.ooxml import OOXMLFile

from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.notions.erreurs import ErreurMetier, Introuvable
from maillage.parcours.models import ExportNominatif
from maillage.parcours.queries.liste import etapes_et_referents
from maillage.parcours.rules.mots import age_en_mots
from maillage.partage import chartes
from maillage.partage.queries import dossiers_visibles, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

DUREE = timedelta(hours=24)
LETTRES = "abcdefghjkmnpqrstuvwxyz23456789"  # none that the eye takes for another
GROUPES, TAILLE = 5, 4  # 20 letters of 31: 99 bits
COLONNES = ("Nom", "Âge", "Étape", "Référent")


class SansDestinataire(ErreurMetier):
    """The recipient may not know any of these children."""

    def __init__(self) -> None:
        super().__init__(
            "Cette personne ne peut connaître aucun de ces enfants.",
            rien_perdu="Aucun fichier n'a été fait.",
            a_faire="Choisissez un membre de l'équipe qui les suit.",
        )


class ChiffrementImpossible(ErreurMetier):
    """The file could not be encrypted: it does not exist."""

    def __init__(self) -> None:
        super().__init__(
            "Le fichier n'a pas pu être chiffré : il n'a pas été fait.",
            a_faire="Recommencez. Si cela revient, prévenez la personne qui administre Maillage.",
        )


@dataclass(frozen=True, slots=True)
class ExportFait:
    """What is shown once: the number of the export and the passphrase of its file."""

    id: UUID
    numero: int
    nombre: int
    phrase: str


@dataclass(frozen=True, slots=True)
class ExportLu:
    """An export as the register shows it."""

    id: UUID
    numero: int
    auteur: str
    destinataire: str
    raison: str
    nombre: int
    le: datetime
    disponible: bool


def destinataires(acteur: Acteur, at: date) -> list[tuple[UUID, str]]:
    """Members of the programme who may know at least one kind of child; the wall keeps the others out."""
    membres = comptes.membres(acteur.programme_id, at)
    qui = chartes.acteurs((ident for ident, _ in membres), au=at)
    return [(ident, nom) for ident, nom in membres if _connus(qui[ident], at).exists()]


def _connus(qui: Acteur, at: date):
    return dossiers_visibles(qui, Acte.LISTER, Volet.PARCOURS, at)


@transaction.atomic
def exporter(
    *, acteur: Acteur, destinataire_id: UUID, raison: str, formulaire: UUID, at: date
) -> ExportFait:
    """Make the encrypted list of the children that both persons may know.

    Raises SansDestinataire, ChiffrementImpossible, Introuvable (the act is not open, or the form was already sent).
    """
    membres = dict(comptes.membres(acteur.programme_id, at))
    siens = dossiers_visibles(acteur, Acte.EXPORTER_LES_NOMS, Volet.IDENTITE, at)
    if destinataire_id not in membres:
        raise SansDestinataire
    communs = siens.filter(pk__in=_connus(chartes.acteur(destinataire_id, au=at), at).values("pk"))
    ids = sorted(communs.values_list("pk", flat=True))
    if not ids:
        raise SansDestinataire
    _refuser_deux_fois(formulaire)
    numero = _numero(acteur)
    marque = (
        f"Établi pour {membres[destinataire_id]} par {acteur.nom} le {at:%d/%m/%Y}, n° {numero}"
    )
    noter_liste(acteur, Acte.EXPORTER_LES_NOMS, Volet.IDENTITE, ids, f"export {numero}")
    clair = classeur(_lignes(acteur, ids, at), marque)
    return _enregistrer(acteur, destinataire_id, numero, raison, len(ids), formulaire, clair)


@transaction.atomic
def deposer(
    *,
    acteur: Acteur,
    destinataire_id: UUID,
    raison: str,
    nombre: int,
    formulaire: UUID,
    ecrire: Callable[[int], bytes],
    objet: str,
    at: date,
) -> ExportFait:
    """Register and encrypt a workbook of lines about children that another room writes; `ecrire` is given the number.

    Raises ChiffrementImpossible, Introuvable (the act is not open, or the form was already sent).
    """
    decision = decide(acteur, Acte.TENIR_LES_EXPORTS, None, None, at)
    if not decision or acteur.programme_id is None:
        raise Introuvable
    _refuser_deux_fois(formulaire)
    numero = _numero(acteur)
    noter(acteur, Acte.TENIR_LES_EXPORTS, decision, objet=f"export {numero} {objet}", nombre=nombre)
    clair = ecrire(numero)
    return _enregistrer(acteur, destinataire_id, numero, raison, nombre, formulaire, clair)


def _refuser_deux_fois(formulaire: UUID) -> None:
    if ExportNominatif.objects.filter(formulaire=formulaire).exists():
        raise Introuvable  # the passphrase was shown; it is not shown twice


def _numero(acteur: Acteur) -> int:
    Programme.objects.select_for_update().get(pk=acteur.programme_id)  # one number at a time
    return ExportNominatif.objects.filter(programme_id=acteur.programme_id).count() + 1


def _enregistrer(
    acteur: Acteur,
    destinataire: UUID,
    numero: int,
    raison: str,
    nombre: int,
    formulaire: UUID,
    clair: bytes,
) -> ExportFait:
    phrase = nouvelle_phrase()
    rang = ExportNominatif.objects.create(
        programme_id=acteur.programme_id,
        numero=numero,
        auteur_id=acteur.id,
        destinataire_id=destinataire,
        raison=raison,
        nombre=nombre,
        fichier=chiffrer(clair, phrase),
        expire_le=timezone.now() + DUREE,
        formulaire=formulaire,
    )
    return ExportFait(rang.id, numero, nombre, phrase)


def _lignes(acteur: Acteur, ids: list[UUID], at: date) -> list[tuple[str, str, str, str]]:
    cles = trousseau(acteur.programme_id, ids, [Volet.IDENTITE])
    ouvertes = enfants.identites(ids, cles)
    etapes, referents = etapes_et_referents(ids, at)
    tries = sorted(ids, key=lambda d: ouvertes[d].cle_de_tri)
    return [
        (
            ouvertes[d].nom_de_liste,
            age_en_mots(ouvertes[d].naissance, at),
            etapes.get(d, ""),
            referents.get(d, ""),
        )
        for d in tries
    ]


def nouvelle_phrase() -> str:
    """A passphrase that can be read aloud."""
    return "-".join("".join(secrets.choice(LETTRES) for _ in range(TAILLE)) for _ in range(GROUPES))


def classeur(lignes: Iterable[tuple[str, ...]], marque: str) -> bytes:
    """The workbook in clear, in memory only: text cells, the mark on the sheet, on each page and in the properties."""
    tampon = BytesIO()
    livre = xlsxwriter.Workbook(tampon, {"in_memory": True, "strings_to_formulas": False})
    livre.set_properties({"title": "Liste nominative", "comments": marque})
    feuille = livre.add_worksheet("Enfants")
    feuille.set_header(f"&C{marque.replace('&', '&&')}")
    feuille.set_footer(f"&L{marque.replace('&', '&&')}&RÀ détruire après usage")
    feuille.set_column(0, 0, 34)
    feuille.set_column(1, 3, 22)
    feuille.write_string(0, 0, marque, livre.add_format({"italic": True}))
    gras = livre.add_format({"bold": True, "bottom": 1})
    for colonne, nom in enumerate(COLONNES):
        feuille.write_string(2, colonne, nom, gras)
    for rang, ligne in enumerate(lignes, start=3):
        for colonne, valeur in enumerate(ligne):
            feuille.write_string(rang, colonne, valeur)
    livre.close()
    return tampon.getvalue()


def chiffrer(clair: bytes, phrase: str) -> bytes:
    """The same workbook under a passphrase (ECMA-376 agile, AES-256); opened again before it is kept."""
    tampon = BytesIO()
    try:
        OOXMLFile(BytesIO(clair)).encrypt(phrase, tampon)
        octets = tampon.getvalue()
        chiffre = msoffcrypto.OfficeFile(BytesIO(octets)).is_encrypted()
    except Exception as panne:
        raise ChiffrementImpossible from panne
    if not chiffre:
        raise ChiffrementImpossible
    return octets


def registre(acteur: Acteur) -> tuple[ExportLu, ...]:
    """Every export of the programme, the latest first; no name of a child."""
    maintenant = timezone.now()
    rangs = ExportNominatif.objects.filter(programme_id=acteur.programme_id).select_related(
        "auteur", "destinataire"
    )
    return tuple(
        ExportLu(
            r.id, r.numero, r.auteur.nom, r.destinataire.nom, r.raison, r.nombre, r.created_at,
            disponible=bool(r.fichier) and r.expire_le > maintenant and r.auteur_id == acteur.id,
        )
        for r in rangs.defer("fichier").order_by("-numero")
    )  # fmt: skip


def fichier(acteur: Acteur, export_id: UUID, *, at: date) -> tuple[int, bytes]:
    """The number and the encrypted bytes, for their author, while they last."""
    rang = ExportNominatif.objects.filter(
        id=export_id, auteur_id=acteur.id, expire_le__gt=timezone.now()
    ).first()
    if rang is None or not rang.fichier:
        raise Introuvable
    decision = decide(acteur, Acte.TENIR_LES_EXPORTS, None, None, at)
    noter(acteur, Acte.TENIR_LES_EXPORTS, decision, objet=f"export {rang.numero}")
    return rang.numero, bytes(rang.fichier)


def effacer_les_perimes() -> int:
    """Erase the files whose time is over; the register keeps their line. Called before each export and by the worker."""
    perimes = ExportNominatif.objects.filter(expire_le__lte=timezone.now()).exclude(fichier=b"")
    return perimes.update(fichier=b"")


def oublier_les_fichiers(dossier_id: UUID) -> None:
    """Before a purge: files that may still name this child are erased, before their day is over."""
    programme = Dossier.objects.filter(pk=dossier_id).values("programme_id")
    ExportNominatif.objects.filter(programme_id__in=programme).update(fichier=b"")
