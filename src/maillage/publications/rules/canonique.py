"""The text that is signed: the same content always writes the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

PREFIXE = "maillage-parution-1"
SUPPRIMEE = "s"


def texte_canonique(contenu: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no space."""
    return json.dumps(
        contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def empreinte_du_texte(texte: str) -> str:
    """Digest of the text, in hexadecimal."""
    return hashlib.sha256(texte.encode()).hexdigest()


def message_a_signer(empreinte: str) -> bytes:
    """What the signature is put on: the digest, under a name that no other message of the house bears."""
    return f"{PREFIXE}|{empreinte}".encode()
