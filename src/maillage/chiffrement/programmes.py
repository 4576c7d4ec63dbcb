"""Keys of programmes: one that digests texts, one that wraps the keys of volets, both wrapped by the master key."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from maillage.chiffrement import enveloppe, maitresse
from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.models import CleDeProgramme


def lien_programme(programme_id: UUID) -> bytes:
    return f"programme|{programme_id}".encode()


def lien_emballage(programme_id: UUID, generation: int) -> bytes:
    return f"emballage|{programme_id}|{generation}".encode()


@dataclass(frozen=True, slots=True)
class ClesDuProgramme:
    """The opened keys of a programme. `emballages` are by generation: the last one wraps what is new.

    `chiffres`: the ciphers made of them, once, since one wrapping key opens those of a whole programme.
    """

    empreinte: bytes
    emballages: dict[int, bytes]
    generation: int
    chiffres: dict[int, AESGCM]

    @property
    def courante(self) -> bytes:
        return self.emballages[self.generation]

    def emballage(self, generation: int) -> AESGCM:
        """What opens the keys wrapped by a generation; `Illisible` when it was destroyed."""
        chiffre = self.chiffres.get(generation)
        if chiffre is None:
            raise Illisible
        return chiffre


@lru_cache(maxsize=512)
def _ouvrir(lien: bytes, scellee: bytes, _cle_maitresse: bytes) -> bytes:
    """Remembered as long as the same master key is there: another one, or none, opens nothing from memory."""
    return maitresse.ouvrir(scellee, lien)


def ouvrir(rang: CleDeProgramme) -> ClesDuProgramme:
    """Open the keys of a programme."""
    la_maitresse, qui, g = maitresse.lire(), rang.programme_id, rang.generation
    empreinte = _ouvrir(lien_programme(qui), bytes(rang.scellee), la_maitresse)
    emballages = {}
    for generation, scellee in ((g, rang.emballage), (g - 1, rang.emballage_precedent)):
        if scellee is not None:
            lien = lien_emballage(qui, generation)
            emballages[generation] = _ouvrir(lien, bytes(scellee), la_maitresse)
    if g == 0:
        emballages[0] = empreinte
    chiffres = {generation: AESGCM(cle) for generation, cle in emballages.items()}
    return ClesDuProgramme(empreinte, emballages, g, chiffres)


def cles_du_programme(programme_id: UUID, *, verrou: bool = False) -> ClesDuProgramme:
    """Return the keys of a programme, made when it has none. `verrou` holds them still until the transaction ends."""
    rangs = CleDeProgramme.objects.filter(programme_id=programme_id)
    rang = (rangs.select_for_update() if verrou else rangs).first()
    if rang is None:
        la_maitresse = maitresse.pour_sceller()
        neuve = enveloppe.sceller_octets(
            la_maitresse, enveloppe.cle_neuve(), lien_programme(programme_id)
        )
        rang, _ = CleDeProgramme.objects.get_or_create(
            programme_id=programme_id,
            defaults={"scellee": neuve, "maitresse": maitresse.marque(la_maitresse)},
        )
    return ouvrir(rang)
