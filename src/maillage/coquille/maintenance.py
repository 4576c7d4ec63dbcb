"""For maintainers, never at run time: refresh the vendored files from npm and check their sums.

    python -m maillage.coquille.maintenance verifier
    python -m maillage.coquille.maintenance rafraichir

`MANIFEST.json` says which file of which version of which package is shipped; to upgrade, change a
version there and run `rafraichir` (needs npm). Lines that point to source maps are removed: the
maps are not shipped, and a static storage refuses an address that leads nowhere.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from maillage.coquille.icones import ICONES

STATIQUES = Path(__file__).parent / "static"
MANIFESTE = STATIQUES / "vendor" / "MANIFEST.json"
CARTE = re.compile(rb"\n?(?:/\*|//)# sourceMappingURL=\S+(?: ?\*/)?\n?")


def empreinte(contenu: bytes) -> str:
    return hashlib.sha256(contenu).hexdigest()


def sans_carte(contenu: bytes) -> bytes:
    return CARTE.sub(b"\n", contenu) if b"sourceMappingURL" in contenu[-200:] else contenu


def verifier() -> list[str]:
    """Return one line per vendored file whose content is not what the manifest says."""
    ecarts = []
    for paquet in json.loads(MANIFESTE.read_text("utf-8"))["paquets"]:
        for fichier in paquet["fichiers"]:
            chemin = STATIQUES / fichier["fichier"]
            if not chemin.is_file():
                ecarts.append(f"{fichier['fichier']} : absent")
            elif empreinte(chemin.read_bytes()) != fichier["sha256"]:
                ecarts.append(f"{fichier['fichier']} : empreinte différente")
    return ecarts


def planche(dossier: Path) -> bytes:
    """Build the sprite: one `<symbol>` per icon used, from the package's own drawings."""
    symboles = []
    for nom in ICONES:
        svg = (dossier / "icons" / f"{nom}.svg").read_text("utf-8")
        dessin = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
        if dessin is None:
            raise ValueError(f"Icône illisible : {nom}.")
        contenu = re.sub(r">\s+<", "><", dessin[1].strip())
        symboles.append(f'<symbol id="{nom}" viewBox="0 0 16 16">{contenu}</symbol>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symboles) + "\n</svg>\n"
    ).encode()


def rafraichir_paquet(paquet: dict[str, Any], travail: Path) -> None:
    """Fetch one package by name and version, write its shipped files and note their sums."""
    nom = f"{paquet['nom']}@{paquet['version']}"
    sortie = subprocess.run(
        ["npm", "pack", nom, "--silent", "--pack-destination", str(travail)],
        check=True,
        capture_output=True,
        text=True,
    )
    archive = travail / sortie.stdout.strip().splitlines()[-1]
    with tarfile.open(archive) as tar:
        tar.extractall(travail / nom.replace("/", "_"), filter="data")
    dossier = travail / nom.replace("/", "_") / "package"
    for fichier in paquet["fichiers"]:
        if fichier["source"] == "icons/*.svg":
            contenu = planche(dossier)
        else:
            amont = (dossier / fichier["source"]).read_bytes()
            fichier["sha256_amont"] = empreinte(amont)
            contenu = sans_carte(amont)
        chemin = STATIQUES / fichier["fichier"]
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_bytes(contenu)
        fichier["sha256"] = empreinte(contenu)


def rafraichir() -> None:
    manifeste = json.loads(MANIFESTE.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as travail:
        for paquet in manifeste["paquets"]:
            rafraichir_paquet(paquet, Path(travail))
    MANIFESTE.write_text(
        json.dumps(manifeste, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def main(arguments: list[str]) -> int:
    if arguments == ["rafraichir"]:
        rafraichir()
    elif arguments != ["verifier"]:
        print(__doc__)
        return 2
    ecarts = verifier()
    print("\n".join(ecarts) or "Tous les fichiers livrés sont ceux du manifeste.")
    return 1 if ecarts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
