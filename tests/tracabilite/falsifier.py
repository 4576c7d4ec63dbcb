"""Somebody who owns the export, knows every rule, and lacks two things: the signing key and what was kept outside."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from maillage.tracabilite.rules.ancres import message
from maillage.tracabilite.rules.chaine import canonique, empreinte

EVENEMENT = '{"evenement":'
SIENNE = Ed25519PrivateKey.from_private_bytes(b"f" * 32)
Lignes = list[str]
IMPRIMABLES = "0123456789abcdefghijklmnopqrstuvwxyz"


def evenements(lignes: Lignes) -> list[int]:
    return [n for n, ligne in enumerate(lignes) if ligne.startswith(EVENEMENT)]


def objets(lignes: Lignes, nom: str) -> list[int]:
    return [n for n, ligne in enumerate(lignes) if ligne.startswith(f'{{"{nom}":')]


def lue(ligne: str) -> dict[str, Any]:
    return json.loads(ligne)


def maillon(contenu: dict[str, Any], precedent: str, rang: int) -> str:
    juste = empreinte(rang, contenu, precedent)
    corps = canonique({"contenu": contenu, "precedent": precedent, "rang": rang})
    return f'{EVENEMENT}{corps},"empreinte":"{juste}"}}\n'


def tete(lignes: Lignes) -> None:
    """Make the announced head the last event that is there."""
    dernier = lue(lignes[evenements(lignes)[-1]])
    entete = lue(lignes[0])
    entete["chaine"] |= {"rang": dernier["evenement"]["rang"], "empreinte": dernier["empreinte"]}
    lignes[0] = canonique(entete) + "\n"


def retourner(h: Random, lignes: Lignes) -> None:
    n = h.randrange(len(lignes))
    ligne, place = lignes[n], h.randrange(len(lignes[n]) - 1)
    autre = h.choice([c for c in IMPRIMABLES if c != ligne[place]])
    lignes[n] = ligne[:place] + autre + ligne[place + 1 :]


def supprimer(h: Random, lignes: Lignes) -> None:
    del lignes[h.choice(evenements(lignes))]


def inserer(h: Random, lignes: Lignes) -> None:
    n = h.choice(evenements(lignes))
    ici = lue(lignes[n])["evenement"]
    lignes.insert(n, maillon({"acte": "lire"}, ici["precedent"], ici["rang"]))


def permuter(h: Random, lignes: Lignes) -> None:
    a, b = h.sample(evenements(lignes), 2)
    lignes[a], lignes[b] = lignes[b], lignes[a]


def couper(h: Random, lignes: Lignes) -> None:
    """The tail goes, the head and the inner anchors are made to agree."""
    tous = evenements(lignes)
    garder = h.randrange(1, len(tous))
    for n in reversed(tous[garder:]):
        del lignes[n]
    tete(lignes)
    fin = lue(lignes[0])["chaine"]["rang"]
    for nom, champ in (("ancre", "rang"), ("segment", "dernier")):
        for n in reversed(objets(lignes, nom)):
            if lue(lignes[n])[nom][champ] > fin:
                del lignes[n]


def rechainer(h: Random, lignes: Lignes) -> None:
    """One event is changed and all that follows digested again; anchors are signed again, with another key."""
    tous = evenements(lignes)
    depuis = h.randrange(len(tous))
    precedent, neuves = "", {}
    for place, n in enumerate(tous[depuis:]):
        e = lue(lignes[n])["evenement"]
        if not place:
            e["contenu"]["acteur"], precedent = str(uuid4()), e["precedent"]
        lignes[n] = maillon(e["contenu"], precedent, e["rang"])
        precedent = lue(lignes[n])["empreinte"]
        neuves[e["rang"]] = precedent
    tete(lignes)
    cle = SIENNE.public_key().public_bytes_raw().hex()
    sienne = h.random() < 0.5
    for n in objets(lignes, "ancre"):
        a = lue(lignes[n])["ancre"]
        a["empreinte"] = neuves.get(a["rang"], a["empreinte"])
        signe = message(UUID(a["chaine"]), a["rang"], a["empreinte"], a["instant"])
        a |= {"cle": cle, "signature": SIENNE.sign(signe).hex()} if sienne else {}
        lignes[n] = canonique({"ancre": a}) + "\n"


def toucher_un_segment(h: Random, lignes: Lignes) -> None:
    n = h.choice(objets(lignes, "segment"))
    s = lue(lignes[n])["segment"]
    champ = h.choice(["mois", "premier", "dernier", "precedent", "empreinte", "sceau"])
    s[champ] = s[champ] + 1 if isinstance(s[champ], int) else s[champ][::-1]
    lignes[n] = canonique({"segment": s}) + "\n"


def oublier_un_segment(h: Random, lignes: Lignes) -> None:
    del lignes[h.choice(objets(lignes, "segment"))]


def detruire_sans_le_dire(h: Random, lignes: Lignes) -> None:
    """A living month is marked as expired and its events go, without the event that says so."""
    n = h.choice([n for n in objets(lignes, "segment") if not lue(lignes[n])["segment"]["expire"]])
    s = lue(lignes[n])["segment"]
    lignes[n] = canonique({"segment": {**s, "expire": True}}) + "\n"
    for m in reversed(evenements(lignes)):
        if s["premier"] <= lue(lignes[m])["evenement"]["rang"] <= s["dernier"]:
            del lignes[m]


def toucher_une_ancre(h: Random, lignes: Lignes) -> None:
    n = h.choice(objets(lignes, "ancre"))
    a = lue(lignes[n])["ancre"]
    champ = h.choice(["rang", "empreinte", "instant", "cle", "signature", "chaine"])
    a[champ] = a[champ] + 1 if isinstance(a[champ], int) else a[champ][::-1]
    lignes[n] = canonique({"ancre": a}) + "\n"


GESTES: dict[str, Callable[[Random, Lignes], None]] = {
    "un caractère": retourner,
    "événement supprimé": supprimer,
    "événement inséré": inserer,
    "deux événements échangés": permuter,
    "fin coupée, tête accordée": couper,
    "fin réécrite, empreintes refaites": rechainer,
    "segment changé": toucher_un_segment,
    "segment supprimé": oublier_un_segment,
    "mois détruit sans le dire": detruire_sans_le_dire,
    "ancre changée": toucher_une_ancre,
}
