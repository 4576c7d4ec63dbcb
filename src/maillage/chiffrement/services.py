"""Making, finding and using the keys of volets."""

from __future__ import annotations

import hmac
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from maillage.chiffrement import enveloppe, maitresse
from maillage.chiffrement.enveloppe import Illisible, Place
from maillage.chiffrement.models import CleDeProgramme, CleDeVolet


def _lien_programme(programme_id: UUID) -> bytes:
    return f"programme|{programme_id}".encode()


def _lien_volet(dossier_id: UUID, volet: str) -> bytes:
    return f"volet|{dossier_id}|{volet}".encode()


@lru_cache(maxsize=256)
def _ouvrir_programme(programme_id: UUID, scellee: bytes, cle_maitresse: bytes) -> bytes:
    return enveloppe.ouvrir_octets(cle_maitresse, scellee, _lien_programme(programme_id))


def _cle_du_programme(programme_id: UUID) -> bytes:
    rang = CleDeProgramme.objects.filter(programme_id=programme_id).first()
    if rang is None:
        neuve = enveloppe.sceller_octets(
            maitresse.lire(), enveloppe.cle_neuve(), _lien_programme(programme_id)
        )
        rang, _ = CleDeProgramme.objects.get_or_create(
            programme_id=programme_id, defaults={"scellee": neuve}
        )
    return _ouvrir_programme(programme_id, bytes(rang.scellee), maitresse.lire())


class Trousseau:
    """The opened keys of some dossiers of one programme, for the time of one request."""

    def __init__(self, programme_id: UUID, cles: Mapping[tuple[UUID, str], bytes]) -> None:
        self._programme_id = programme_id
        self._cles = dict(cles)

    def ouvrir(self, scelle: bytes, place: Place) -> Any:
        """Open a sealed value; `Illisible` when its key was shredded or the value was moved."""
        cle = self._cles.get((place.dossier, place.volet))
        if cle is None:
            raise Illisible
        return enveloppe.ouvrir(cle, scelle, place)

    def sceller(self, valeur: Any, place: Place) -> bytes:
        """Seal a value, with a new key when this volet has none yet."""
        if (place.dossier, place.volet) not in self._cles:
            self.preparer([(place.dossier, place.volet)])
        return enveloppe.sceller(self._cles[place.dossier, place.volet], valeur, place)

    def preparer(self, couples: Iterable[tuple[UUID, str]]) -> None:
        """Make the missing keys, in one write. The store keeps the first one when two requests race."""
        manquants = [c for c in dict.fromkeys(couples) if c not in self._cles]
        if not manquants:
            return
        cle_programme = _cle_du_programme(self._programme_id)
        CleDeVolet.objects.bulk_create(
            (
                CleDeVolet(
                    dossier_id=dossier,
                    volet=volet,
                    programme_id=self._programme_id,
                    scellee=enveloppe.sceller_octets(
                        cle_programme, enveloppe.cle_neuve(), _lien_volet(dossier, volet)
                    ),
                )
                for dossier, volet in manquants
            ),
            ignore_conflicts=True,
        )
        dossiers = {d for d, _ in manquants}
        self._cles.update(
            _lire(self._programme_id, CleDeVolet.objects.filter(dossier_id__in=dossiers))
        )


def _lire(
    programme_id: UUID, rangs: Any, voulues: Container[tuple[UUID, str]] | None = None
) -> dict[tuple[UUID, str], bytes]:
    """Open these keys. Those of another programme are left aside here, not in the query: found by dossier, the keys of
    one child never cost a walk through her whole programme.
    """
    cle_programme = _cle_du_programme(programme_id)
    lues = rangs.values_list("programme_id", "dossier_id", "volet", "scellee")
    return {
        (dossier, volet): enveloppe.ouvrir_octets(
            cle_programme, bytes(scellee), _lien_volet(dossier, volet)
        )
        for programme, dossier, volet, scellee in lues
        if programme == programme_id and (voulues is None or (dossier, volet) in voulues)
    }


def trousseau(
    programme_id: UUID, dossiers: Iterable[UUID], volets: Iterable[str] | None = None
) -> Trousseau:
    """Return the keys of these dossiers (and volets), in one query."""
    rangs = CleDeVolet.objects.filter(dossier_id__in=list(dossiers))
    if volets is not None:
        rangs = rangs.filter(volet__in=list(volets))
    return Trousseau(programme_id, _lire(programme_id, rangs))


def trousseau_par_volet(programme_id: UUID, dossiers: Mapping[str, Iterable[UUID]]) -> Trousseau:
    """Return the keys of each volet for the dossiers in which it is open, in one query; no other key is opened."""
    voulues = {(dossier, volet) for volet, ouverts in dossiers.items() for dossier in ouverts}
    rangs = CleDeVolet.objects.filter(
        dossier_id__in={dossier for dossier, _ in voulues},
        volet__in=list(dossiers),
    )
    return Trousseau(programme_id, _lire(programme_id, rangs, voulues))


def trousseau_du_programme(programme_id: UUID, volets: Iterable[str]) -> Trousseau:
    """Return the keys of these volets for a whole programme: for searches and figures inside the scope."""
    rangs = CleDeVolet.objects.filter(programme_id=programme_id, volet__in=list(volets))
    return Trousseau(programme_id, _lire(programme_id, rangs))


def nombre_de_cles(programme_id: UUID, volet: str) -> int:
    """How many dossiers of a programme can still be opened on this volet; a destroyed key changes it."""
    return CleDeVolet.objects.filter(programme_id=programme_id, volet=volet).count()


def empreinte(programme_id: UUID, texte: str) -> str:
    """Keyed digest of a text: recognises it again without keeping it. Differs from one programme to another."""
    return hmac.new(_cle_du_programme(programme_id), texte.encode(), "sha256").hexdigest()


def detruire(dossier_id: UUID) -> int:
    """Shred every key of a dossier. What it closed is lost for ever, in backups too."""
    return CleDeVolet.objects.filter(dossier_id=dossier_id).delete()[0]
