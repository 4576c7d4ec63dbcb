"""Stand-alone verifier of the journal: nothing of Maillage, of Django, nor of any package; one file and its list of words.

    python -I -S verificateur.py FICHIER|BASE.sqlite3 [--ancre PHRASE|FICHIER] [--cle CLE]

It reads an export or a SQLite base (read-only), walks every link, month, anchor, copied column and tail, and says the
first break in French. Exit codes: 0 the journal holds, 1 it is broken, 2 wrong usage, 3 the file cannot be read.
It is the second writing of the rules in `rules/`: a test plays both on the same journals.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sqlite3
import sys
import unicodedata
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

TIENT, ROMPU, USAGE, ILLISIBLE = 0, 1, 2, 3
AVANT, APRES, FIN = b'{"evenement":', b',"empreinte":"', b'"}\n'
LIEN = b',"precedent":"%b","rang":%d}'  # the end of an event
SUITE = LIEN + APRES + b"%b" + FIN  # the end of its line: link, rank and digest
DU_JOURNAL = AVANT + b'{"contenu":{"acte":"journal_'
SEGMENT = ("mois", "premier", "dernier", "precedent", "empreinte", "sceau")
CHAMPS = {
    "chaine": {"id", "rang", "empreinte", "cle", "version"},
    "segment": {*SEGMENT, "expire"},
    "ancre": {"chaine", "rang", "empreinte", "instant", "cle", "signature"},
    "fin": {"chaines"},
}
MOIS_MINIMUM = 7  # a destruction is noted seven months after its month, or later


class Rupture(Exception):
    """The first place where the journal does not hold."""


class Illisible(Exception):
    """The file is neither an export of the journal nor its base."""


@dataclass
class Chaine:
    """One chain to verify. `evenements` gives the lines of an export; `copies` the SQL of what is copied."""

    ident: str
    tete: tuple[int, str]
    cle: str
    segments: list[dict[str, Any]]
    ancres: list[dict[str, Any]]
    evenements: Iterable[bytes]
    copies: Iterable[tuple[int, str]] = ()
    detruits: set[str] = field(default_factory=set)


def canonique(valeur: object) -> bytes:
    return json.dumps(valeur, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


# --- the export ----------------------------------------------------------------------------------


def objet(ligne: bytes, nom: str) -> dict[str, Any]:
    try:
        lu = json.loads(ligne)[nom]
    except (ValueError, KeyError, TypeError) as faute:
        raise Rupture(f"une ligne de l'export n'est pas lisible (« {nom} » attendu)") from faute
    if not isinstance(lu, dict) or set(lu) != CHAMPS[nom] or canonique({nom: lu}) + b"\n" != ligne:
        raise Rupture(f"une ligne de l'export n'est pas lisible (« {nom} » attendu)")
    return lu


def de_l_export(fichier: Any) -> Iterator[Chaine]:
    """The chains of an export, each to be walked before the next one is asked."""
    reste = [fichier.readline()]
    nombre = 0

    def prendre(nom: str) -> list[dict[str, Any]]:
        pris = []
        while reste[0].startswith(b'{"%b":' % nom.encode()):
            pris.append(objet(reste[0], nom))
            reste[0] = fichier.readline()
        return pris

    def evenements() -> Iterator[bytes]:
        for ligne in chain(reste[:], fichier):
            if not ligne.startswith(AVANT):
                reste[0] = ligne
                return
            yield ligne
        reste[0] = b""

    while reste[0].startswith(b'{"chaine":'):
        c, nombre = objet(reste[0], "chaine"), nombre + 1
        reste[0] = fichier.readline()
        if c["version"] != 1:
            raise Rupture(f"cet export est d'une version inconnue ({c['version']})")
        yield Chaine(
            c["id"], (c["rang"], c["empreinte"]), c["cle"],
            prendre("segment"), prendre("ancre"), evenements(),
        )  # fmt: skip
    if objet(reste[0], "fin").get("chaines") != nombre or fichier.read():
        raise Rupture("la fin de l'export n'est pas celle qui est annoncée")


# --- the base ------------------------------------------------------------------------------------

COPIES = """SELECT rang, 'les colonnes recopiées ne sont pas celles de l''événement' FROM tracabilite_evenement
 WHERE chaine = ?1 AND (
  coalesce(acteur_id, '') IS NOT replace(coalesce(json_extract(contenu, '$.acteur'), ''), '-', '')
  OR coalesce(dossier_id, '') IS NOT replace(coalesce(json_extract(contenu, '$.dossier'), ''), '-', '')
  OR created_at || '+00:00' IS NOT replace(json_extract(contenu, '$.instant'), 'T', ' '))
UNION ALL SELECT e.rang, 'un dossier de la liste n''est pas recopié' FROM tracabilite_evenement e,
  json_each(e.contenu, '$.dossiers') d WHERE e.chaine = ?1 AND NOT EXISTS (SELECT 1 FROM tracabilite_mention m
  WHERE m.dossier_id = replace(d.value, '-', '') AND m.chaine = e.chaine AND m.rang = e.rang)
UNION ALL SELECT m.rang, 'un dossier est recopié sans être dans la liste' FROM tracabilite_mention m
 WHERE m.chaine = ?1 AND NOT EXISTS (SELECT 1 FROM tracabilite_evenement e, json_each(e.contenu, '$.dossiers') d
  WHERE e.chaine = m.chaine AND e.rang = m.rang AND replace(d.value, '-', '') = m.dossier_id)
ORDER BY 1 LIMIT 1"""


def de_la_base(base: sqlite3.Connection) -> Iterator[Chaine]:
    """The chains of a SQLite base: those that have a head, and those that lost it."""
    base.text_factory = bytes

    def lire(table: str, colonnes: tuple[str, ...], ident: str, ordre: str) -> list[dict[str, Any]]:
        sql = f"SELECT {', '.join(colonnes)} FROM tracabilite_{table} WHERE chaine = ? ORDER BY {ordre}"  # noqa: S608
        rangs = base.execute(sql, (ident,))
        return [{c.split()[-1]: v.decode() if isinstance(v, bytes) else v
                 for c, v in zip(colonnes, r, strict=True)} for r in rangs]  # fmt: skip

    def evenements(ident: str) -> Iterator[bytes]:
        sql = """SELECT contenu, precedent, rang, empreinte FROM tracabilite_evenement
            WHERE chaine = ? ORDER BY rang"""
        forme = AVANT + b'{"contenu":%b' + SUITE
        return (forme % rangs for rangs in base.execute(sql, (ident,)))

    connues = """SELECT chaine FROM tracabilite_tete UNION SELECT chaine FROM tracabilite_evenement
        UNION SELECT chaine FROM tracabilite_ancre UNION SELECT chaine FROM tracabilite_segment"""
    for (brut,) in base.execute(connues).fetchall():
        ident, nom = brut.decode(), str(uuid.UUID(brut.decode()))
        tete = lire("tete", ("rang", "empreinte"), ident, "rang")
        segments = lire("segment", (*SEGMENT, "expire_le IS NOT NULL AS expire"), ident, "premier")
        ancres = lire("ancre", ("rang", "empreinte", "instant", "cle", "signature"), ident, "id")
        yield Chaine(
            nom, (tete[0]["rang"], tete[0]["empreinte"]) if tete else (0, sha(f"chaine|{nom}".encode())), "",
            segments, [{**a, "chaine": nom} for a in ancres], evenements(ident),
            base.execute(COPIES, (ident,)),
        )  # fmt: skip


# --- Ed25519 (RFC 8032), in integers --------------------------------------------------------------

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
RACINE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def additionner(a: Point, b: Point) -> Point:
    u, v = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    w, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = v - u, z - w, z + w, v + u
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiplier(n: int, a: Point) -> Point:
    somme: Point = (0, 1, 1, 0)
    while n:
        if n & 1:
            somme = additionner(somme, a)
        a, n = additionner(a, a), n >> 1
    return somme


def point(octets: bytes) -> Point:
    y = int.from_bytes(octets, "little")
    signe, y = y >> 255, y & (1 << 255) - 1
    carre = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(carre, (P + 3) // 8, P)
    if (x * x - carre) % P:
        x = x * RACINE % P
    if y >= P or (x * x - carre) % P or (not x and signe):
        raise ValueError("not a point of the curve")
    x = P - x if x & 1 != signe else x
    return x, y, 1, x * y % P


BASE = point(bytes([88] + [102] * 31))


@lru_cache(maxsize=4096)
def signature_valable(cle: str, signature: str, message: bytes) -> bool:
    """Tell whether this Ed25519 signature (hexadecimal) is of this key on this message."""
    try:
        a, s = bytes.fromhex(cle), bytes.fromhex(signature)
        if len(a) != 32 or len(s) != 64 or (scalaire := int.from_bytes(s[32:], "little")) >= L:
            return False
        h = int.from_bytes(hashlib.sha512(s[:32] + a + message).digest(), "little") % L
        g, d = multiplier(scalaire, BASE), additionner(point(s[:32]), multiplier(h, point(a)))
    except ValueError:
        return False
    return not ((g[0] * d[2] - d[0] * g[2]) % P or (g[1] * d[2] - d[1] * g[2]) % P)


# --- the walk ------------------------------------------------------------------------------------


def verifier_segments(chaine: Chaine, rang: int = 1, avant: str = "") -> None:
    precedent = sha(f"chaine|{chaine.ident}".encode())
    for s in chaine.segments:
        dit = {c: s.get(c) for c in ("mois", "dernier", "empreinte")}
        dit |= {"chaine": chaine.ident, "premier": rang, "precedent": precedent, "avant": avant}
        copie = (s.get("premier"), s.get("precedent"), s.get("sceau"))
        if copie != (rang, precedent, sha(canonique(dit))):
            raise Rupture(f"rang {rang} : le segment {s.get('mois')} ne correspond pas à son sceau")
        rang, precedent, avant = s["dernier"] + 1, s["empreinte"], s["sceau"]


def parcourir(chaine: Chaine, cible: bytes) -> tuple[int, bool]:
    """Walk the links; return how many there are, and whether one of them bears the phrase looked for."""
    jalons: dict[int, list[bytes]] = {}
    for s in (*chaine.segments, *chaine.ancres):
        jalons.setdefault(s.get("dernier", s.get("rang")), []).append(str(s["empreinte"]).encode())
    clotures = {s["dernier"] + 1: f"{s['mois']} {s['sceau']}" for s in chaine.segments}
    attendu, rang, nombre, vue = sha(f"chaine|{chaine.ident}".encode()).encode(), 1, 0, not cible
    absents: list[dict[str, Any]] = []
    sha256, remarquables = hashlib.sha256, {*jalons, *clotures}
    for ligne in chaine.evenements:
        nombre += 1
        lu = sha256(ligne[13:-81]).hexdigest().encode()
        # one comparison for all: the link, the rank, the digest, and the form of the line
        if (
            not ligne.endswith(SUITE % (attendu, rang, lu))
            or rang in remarquables
            or ligne.startswith(DU_JOURNAL)
        ):
            canon, annonce = couper(ligne)
            if not canon.endswith(LIEN % (attendu, rang)):
                rang, attendu = sauter(chaine, canon, rang, attendu, absents)
            if lu != annonce:
                canon, lu = reecrire(canon, annonce, rang)
            if any(e != lu for e in jalons.get(rang, ())):
                raise Rupture(
                    f"rang {rang} : ce n'est pas l'événement que dit l'ancre ou le segment"
                )
            du_journal(chaine, canon, rang, clotures)
        vue = vue or lu.startswith(cible)
        attendu, rang = lu, rang + 1
    if (rang - 1, attendu.decode()) != chaine.tete:
        raise Rupture(f"rang {rang} : la fin de la chaîne n'est pas celle que la tête annonce "
                      f"(rang {chaine.tete[0]})")  # fmt: skip
    verifier_destructions(chaine, absents)
    return nombre, vue


def couper(ligne: bytes) -> tuple[bytes, bytes]:
    """The canonical bytes of an event and its announced digest."""
    if ligne[-81:-67] != APRES or ligne[-3:] != FIN:
        raise Rupture(f"une ligne d'événement est abîmée : {ligne[:60]!r}")
    return ligne[13:-81], ligne[-67:-3]


def sauter(
    chaine: Chaine, canon: bytes, rang: int, attendu: bytes, absents: list[dict[str, Any]]
) -> tuple[int, bytes]:
    """Step over the months whose events were destroyed, else say what is missing."""
    for s in chaine.segments:
        if s["premier"] == rang and s.get("expire"):
            absents.append(s)
            rang, attendu = s["dernier"] + 1, str(s["empreinte"]).encode()
            if canon.endswith(LIEN % (attendu, rang)):
                return rang, attendu
    if canon.endswith(b'","rang":%d}' % rang):
        raise Rupture(f"rang {rang} : l'événement précédent n'est pas celui qui est annoncé")
    raise Rupture(f"rang {rang} : cet événement manque, ou n'est pas à sa place")


def reecrire(canon: bytes, annonce: bytes, rang: int) -> tuple[bytes, bytes]:
    """Events stored by an older version are not in canonical form: write them so, then compare again."""
    try:
        canon = canonique(json.loads(canon))
    except ValueError:
        canon = b""
    if sha(canon).encode() != annonce:
        raise Rupture(f"rang {rang} : le contenu ne correspond pas à son empreinte")
    return canon, annonce


def du_journal(chaine: Chaine, canon: bytes, rang: int, clotures: dict[int, str]) -> None:
    """Seals and destructions are told by the chain itself."""
    contenu = json.loads(canon)["contenu"]
    if rang in clotures and (contenu.get("acte"), contenu.get("objet")) != (
        "journal_clore",
        clotures[rang],
    ):
        raise Rupture(
            f"rang {rang} : le segment {clotures[rang][:7]} n'est pas celui que la chaîne a clos"
        )
    if contenu.get("acte") == "journal_clore" and rang not in clotures:
        raise Rupture(f"rang {rang} : la chaîne a clos un segment qui n'est plus là")
    if contenu.get("acte") == "journal_detruire":
        chaine.detruits.add(str(contenu.get("objet")))


def verifier_destructions(chaine: Chaine, absents: list[dict[str, Any]]) -> None:
    """A month is absent because the chain says that it was destroyed, or said it in a month destroyed since."""
    for s in absents:
        an, mois = int(s["mois"][:4]), int(s["mois"][5:]) + MOIS_MINIMUM - 1
        assez_tard = f"{an + mois // 12:04d}-{mois % 12 + 1:02d}"
        plus_tard = any(autre["mois"] >= assez_tard for autre in absents)
        if f"{s['mois']} {s['sceau']}" not in chaine.detruits and not plus_tard:
            raise Rupture(
                f"rang {s['premier']} : les événements de {s['mois']} ont disparu sans destruction notée"
            )


def verifier_ancres(chaine: Chaine, cles: set[str]) -> None:
    fins = {s["dernier"]: s["empreinte"] for s in chaine.segments}
    for a in chaine.ancres:
        dit = {"chaine": chaine.ident, **{c: a.get(c) for c in ("rang", "empreinte", "instant")}}
        message = b"maillage-ancre-1|" + canonique(dit)
        cle = str(a.get("cle"))
        if a.get("chaine") != chaine.ident or (cles and cle not in cles):
            raise Rupture(f"rang {a.get('rang')} : l'ancre n'est pas signée par la clé attendue")
        if not signature_valable(cle, str(a.get("signature")), message):
            raise Rupture(f"rang {a.get('rang')} : la signature de l'ancre n'est pas valable")
        if fins.get(a["rang"], a["empreinte"]) != a["empreinte"]:
            raise Rupture(f"rang {a['rang']} : ce n'est pas l'événement que dit l'ancre")
        if not 0 < a["rang"] <= chaine.tete[0]:
            raise Rupture(f"rang {chaine.tete[0] + 1} : la fin manque, une ancre du {a['instant'][:10]} "
                          f"dit que la chaîne allait au rang {a['rang']}")  # fmt: skip


def verifier(
    chaine: Chaine, dehors: list[dict[str, Any]], cle: str, cible: bytes
) -> tuple[str, bool]:
    """Verify one chain against what was kept outside; return what to say of it, and whether the phrase was met."""
    siennes = [a for a in dehors if a.get("chaine") == chaine.ident]
    cles = {cle} if cle else {str(a.get("cle")) for a in siennes} or {chaine.cle} - {""}
    if cles and chaine.cle and chaine.cle not in cles:
        raise Rupture("la clé que dit le fichier n'est pas celle qui est attendue")
    chaine.ancres = [*chaine.ancres, *siennes]
    verifier_segments(chaine)
    verifier_ancres(chaine, cles)
    nombre, vue = parcourir(chaine, cible)
    vue = vue or any(s["empreinte"].encode().startswith(cible) for s in chaine.segments)
    for rang, raison in chaine.copies:
        raise Rupture(f"rang {rang} : {raison.decode() if isinstance(raison, bytes) else raison}")
    derniere = max((a["rang"] for a in chaine.ancres), default=0)
    return (
        f"Chaîne {chaine.ident} : {nombre} événements, {len(chaine.segments)} mois clos, "
        f"{len(chaine.ancres)} ancres, la dernière au rang {derniere} sur {chaine.tete[0]}. Elle tient."
        + (
            ""
            if siennes or cible
            else " Sans ancre gardée ailleurs, une fin coupée ne se verrait pas."
        )
    ), vue


# --- the command line ----------------------------------------------------------------------------


def debut_de_l_empreinte(phrase: str, liste: Path) -> bytes:
    """The 22 hexadecimal digits that eight words say."""

    def plier(mot: str) -> str:
        lettres = unicodedata.normalize("NFD", mot.lower().replace("œ", "oe"))
        return "".join(c for c in lettres if not unicodedata.combining(c))

    rangs = {plier(m): n for n, m in enumerate(liste.read_text(encoding="utf-8").split())}
    bits, lus = 0, [plier(m) for m in phrase.replace("-", " ").split()]
    if len(lus) != 8 or any(m not in rangs for m in lus):
        raise Illisible("--ancre : ni un fichier, ni huit mots de la liste")
    for mot in lus:
        bits = bits << 11 | rangs[mot]
    return b"%022x" % bits


def ouvrir(chemin: Path) -> Iterator[Chaine]:
    with chemin.open("rb") as fichier:
        est_une_base = fichier.read(16) == b"SQLite format 3\0"
    if est_une_base:
        base = sqlite3.connect(f"{chemin.resolve().as_uri()}?mode=ro", uri=True)
        try:
            yield from de_la_base(base)
        finally:
            base.close()
        return
    with chemin.open("rb") as fichier:
        yield from de_l_export(fichier)


def controler(chemin: Path, ancre: str = "", cle: str = "", mots: Path | None = None) -> list[str]:
    """Verify a whole file; return what to say of each chain, or raise `Rupture` or `Illisible`."""
    dehors: list[dict[str, Any]] = []
    cible, vue = b"", False
    if ancre and Path(ancre).is_file():
        dehors = [
            objet(ligne, "ancre") for ligne in Path(ancre).read_bytes().splitlines(keepends=True)
        ]
    elif ancre:
        cible = debut_de_l_empreinte(ancre, mots or Path(__file__).with_name("data") / "mots.txt")
    dites, attendues = [], {a.get("chaine") for a in dehors}
    try:
        for chaine in ouvrir(chemin):
            dit, ici = verifier(chaine, dehors, cle, cible)
            dites, vue = [*dites, dit], vue or ici
            attendues.discard(chaine.ident)
    except (sqlite3.Error, OSError) as faute:
        raise Illisible(f"{chemin} ne se lit pas ({faute})") from faute
    except (TypeError, KeyError, ValueError) as faute:  # a damaged value is a break, never a crash
        raise Rupture(f"une valeur abîmée ne se lit plus ({type(faute).__name__})") from faute
    if attendues:
        raise Rupture(f"la chaîne {min(map(str, attendues))}, dont vous avez une ancre, manque")
    if cible and not vue:
        raise Rupture(
            "aucun événement ne porte cette phrase : la fin manque, ou le journal a été réécrit"
        )
    return dites


def main(arguments: list[str]) -> int:
    a = argparse.ArgumentParser(prog="maillage journal verify", description="Vérifie un journal.",
        epilog="Codes : 0 il tient, 1 il est rompu, 2 commande mal écrite, 3 fichier illisible.")  # fmt: skip
    a.add_argument("fichier", type=Path, metavar="FICHIER|BASE.sqlite3")
    a.add_argument(
        "--ancre", default="", metavar="PHRASE|FICHIER", help="ce que vous avez gardé dehors"
    )
    a.add_argument("--cle", default="", metavar="CLE", help="clé publique notée ailleurs")
    a.add_argument(
        "--mots", type=Path, metavar="LISTE", help="liste des mots, si elle n'est pas à sa place"
    )
    o = a.parse_args(arguments)
    try:
        print("\n".join(controler(o.fichier, o.ancre, o.cle, o.mots)) or "Aucun événement.")
    except Rupture as rupture:
        print(f"RUPTURE, {rupture}.", file=sys.stderr)
        return ROMPU
    except (Illisible, OSError) as faute:
        print(f"Illisible : {faute}.", file=sys.stderr)
        return ILLISIBLE
    return TIENT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
