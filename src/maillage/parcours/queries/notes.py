"""One entry of the journal, to be corrected; a file kept with one; the beginnings of notes; where a person writes."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from maillage.accords.rules.fichiers import TypeDeFichier
from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur, Mission
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.notions.decision import Decision
from maillage.notions.erreurs import Introuvable
from maillage.parcours.errors import CorrectionRefusee
from maillage.parcours.models import JOURNAL, PIECES, ModeleDeNote, Note
from maillage.parcours.queries.noms import identite_seule
from maillage.parcours.rules.modeles import LIVRES, Modele
from maillage.parcours.rules.notes import peut_corriger
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import rules_de


@dataclass(frozen=True, slots=True)
class NoteOuverte:
    """An entry as whoever corrects it sees it. `derniere`: its last text, which a correction replaces."""

    enfant: str
    derniere: UUID
    texte: str
    nature: str
    moyen: str
    le: date | None
    auteur: str
    ecrit_le: datetime
    decision: Decision


def note_ouverte(
    acteur: Acteur, dossier_id: UUID, volet: Volet, note_id: UUID, *, at: date
) -> NoteOuverte:
    """The last text of an entry, for whoever may correct it; `CorrectionRefusee` says why not. The reading is noted."""
    faits, accord = exiger(acteur, Acte.ECRIRE, volet, dossier_id, at)
    demandee = JOURNAL[volet].objects.filter(id=note_id, dossier_id=dossier_id).first()
    if demandee is None:
        raise Introuvable
    decision = correction_permise(acteur, demandee)
    enfant = identite_seule(acteur, dossier_id, at=at)
    noter(acteur, Acte.LIRE, accord, volet=volet, dossier=dossier_id, objet="note")
    rang = _derniere(demandee)
    c = rang.ouvrir(trousseau(faits.programme, [dossier_id], [volet]))
    return NoteOuverte(
        enfant=enfant,
        derniere=rang.pk,
        texte=c.get("texte") or "",
        nature=c.get("nature") or "",
        moyen=c.get("moyen") or "",
        le=rang.le,
        auteur=rang.auteur.nom if rang.auteur else "",
        ecrit_le=rang.created_at,
        decision=decision,
    )


def correction_permise(acteur: Acteur, note: Note) -> Decision:
    """Why this person may correct this entry, which she may write in the volet of; refused, it says why."""
    coordination = Mission.COORDINATION in acteur.missions
    premiere = _premiere(note)
    decision = peut_corriger(premiere.auteur_id, acteur.id, coordination=coordination)
    if not decision:
        raise CorrectionRefusee(decision)
    return decision


def _premiere(note: Note) -> Note:
    while note.corrige_id is not None:
        note = note.corrige
    return note


def _derniere(note: Note) -> Note:
    while suivante := type(note).objects.filter(corrige=note).select_related("auteur").first():
        note = suivante
    return note


def piece_ouverte(
    acteur: Acteur, dossier_id: UUID, volet: Volet, piece_id: UUID, *, at: date
) -> tuple[str, str, bytes]:
    """A file: the name it leaves under (its number, no name of anybody), its type, its bytes. The reading is noted."""
    faits, decision = exiger(acteur, Acte.LIRE, volet, dossier_id, at)
    piece = PIECES[volet].objects.filter(id=piece_id, dossier_id=dossier_id).first()
    if piece is None:
        raise Introuvable
    noter(acteur, Acte.LIRE, decision, volet=volet, dossier=dossier_id, objet="piece_jointe")
    cles = trousseau(faits.programme, [dossier_id], [volet])
    genre = TypeDeFichier(piece.type)
    octets = base64.b64decode(piece.ouvrir(cles)["octets"])
    return f"piece-{piece.pk.hex[:8]}.{genre.value}", genre.media, octets


def volets_ou_ecrire(acteur: Acteur) -> tuple[Volet, ...]:
    """Where this person may write for one child or another."""
    return tuple(v for v in VOLETS_DU_DOSSIER if rules_de(acteur, Acte.ECRIRE, v))


def modeles(programme_id: UUID | None) -> tuple[Modele, ...]:
    """The programme's own beginnings of notes, then those shipped."""
    return (*(modele for _, modele in modeles_ranges(programme_id)[0]), *LIVRES)


def modeles_ranges(
    programme_id: UUID | None,
) -> tuple[tuple[tuple[int, Modele], ...], tuple[Modele, ...]]:
    """The same apart: the programme's own with their numbers, those shipped."""
    siens = ModeleDeNote.objects.filter(programme_id=programme_id, retire_le=None)
    champs = siens.order_by("libelle").values_list("id", "libelle", "nature", "moyen", "texte")
    return tuple((i, Modele(f"p{i}", *reste)) for i, *reste in champs), LIVRES
