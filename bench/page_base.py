"""The base of `bench.page`: sealed children and members signed in.

Run apart, under production settings: `python -m bench.page_base batir|ouvrir CHILDREN PROGRAMMES`; each prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bench.generateur_doublons import NOMS, PRENOMS, RUES

ENTREES = 200  # entries of the timeline of the child who is opened
GRAND, TEMOIN = (
    1000,
    100,
)  # children of the long list; of the programme that stays while the base grows
DEBUT = date(2024, 9, 2)
CLASSES = ("cp", "ce1", "ce2", "cm1", "cm2", "6e")
ECOLES = (
    "École Henri Wallon",
    "École Jean Vilar",
    "Collège Pierre de Geyter",
    "École Joliot-Curie",
)
ETAPES = ("parcours_en_cours", "referent_designe", "examinee_en_eps", "sortie")
VOLETS = ("parcours", "famille", "social", "scolarite", "mediation")
PHRASES = (
    "Vu la maman à la sortie, elle souhaite comprendre l'aide aux devoirs et revenir avec son fils jeudi.",
    "L'enseignante remarque une meilleure attention le matin ; les devoirs restent difficiles à la maison.",
    "Rendez-vous tenu avec la famille et l'interprète. Le plan est relu, deux actions sont gardées.",
    "Appel du centre social : l'atelier du mercredi reprend, une place est tenue jusqu'à la fin du mois.",
)


@dataclass(frozen=True, slots=True)
class Entree:
    """One entry of a journal."""

    id: uuid.UUID
    volet: str
    le: date
    nature: str
    texte: str


@dataclass(frozen=True, slots=True)
class Enfant:
    """One child, as both bases hold her."""

    id: uuid.UUID
    nom: str
    prenom: str
    naissance: str
    sexe: str
    adresse: str
    classe: str
    ecole: str
    etape: str
    entree: str
    echeance: date
    notes: tuple[Entree, ...]


def enfants(nombre: int, hasard: random.Random, entrees: int = 1) -> list[Enfant]:
    """Make children whose journal holds `entrees` notes."""
    return [_enfant(hasard, entrees) for _ in range(nombre)]


def _enfant(h: random.Random, entrees: int) -> Enfant:
    return Enfant(
        uuid.UUID(int=h.getrandbits(128), version=4), h.choice(NOMS), h.choice(PRENOMS),
        f"{h.randint(2010, 2021)}-{h.randint(1, 12):02d}-{h.randint(1, 28):02d}",
        h.choice(("fille", "garcon")), f"{h.randint(1, 180)} rue {h.choice(RUES)}",
        h.choice(CLASSES), h.choice(ECOLES), h.choice(ETAPES), "2025-09-04",
        date(2026, 12, 1) + timedelta(days=h.randint(0, 60)),
        tuple(
            Entree(
                uuid.UUID(int=h.getrandbits(128), version=4), VOLETS[i % len(VOLETS)],
                DEBUT + timedelta(days=i * 3), "entretien", f"{h.choice(PHRASES)} ({i + 1})",
            )
            for i in range(entrees)
        ),
    )  # fmt: skip


def programmes(total: int, nombre: int, graine: int = 8) -> Iterator[tuple[str, list[Enfant]]]:
    """The programmes of a base: `grand` when there is room, `temoin`, then the others, in equal parts."""
    h = random.Random(graine)
    yield "temoin", [*enfants(1, h, ENTREES), *enfants(TEMOIN - 1, h)]
    reste, autres = total - TEMOIN, nombre - 1
    if reste > 2 * GRAND:
        yield "grand", enfants(GRAND, h)
        reste, autres = reste - GRAND, autres - 1
    for rang in range(autres):
        yield f"p{rang}", enfants(reste // autres + (rang < reste % autres), h)


# --- ours ------------------------------------------------------------------------------------


def batir(total: int, nombre: int) -> dict[str, object]:
    """Write a base of our own: migrated, durable profile, charte published, journal of accesses begun."""
    from django.core.management import call_command

    from maillage.config.commandes import preparer_l_essai

    preparer_l_essai("")
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", "--no-input", verbosity=0)
    for code, gens in programmes(total, nombre):
        _ecrire(code, gens)
    return {"enfants": total, "programmes": nombre}


def _ecrire(code: str, gens: Sequence[Enfant]) -> None:
    from django.db import transaction

    from bench.page_scelle import sceller, verser
    from maillage.comptes import services
    from maillage.comptes.rules import Mission
    from maillage.dossiers.models import Cercle, Dossier

    with transaction.atomic(), transaction.atomic("cles"):
        programme = services.ouvrir_programme(code=code, nom=f"PRE {code}", communes=["93066"])
        poste = services.ouvrir_poste(
            programme_id=programme.id, libelle=f"Amina {code}", metier="referent_de_parcours"
        )
        verser(Dossier, [{"id": e.id, "programme_id": programme.id} for e in gens])
        suivi = {"poste_id": poste.id, "depuis": DEBUT}
        verser(Cercle, [{"dossier_id": e.id, **suivi} for e in gens])
        coordination = _membre(programme, code, Mission.COORDINATION)
        reference = _membre(programme, code, Mission.REFERENCE)
        services.occuper(poste=poste, utilisateur=reference, depuis=DEBUT)
        sceller(programme.id, poste, gens, reference)
        _convenir(programme.id, coordination, reference, gens)


def _membre(programme, code: str, mission):
    from allauth.mfa.models import Authenticator

    from maillage.comptes import services
    from maillage.comptes.models import Utilisateur
    from maillage.comptes.rules import Mission, ObligationDeSecret

    metier = "coord" if mission is Mission.COORDINATION else "ref"
    compte = Utilisateur(
        email=f"{metier}@{code}.example",
        nom=f"{metier} {code}",
        jusqu_au=date.today() + timedelta(days=365),
    )
    compte.set_unusable_password()
    compte.save()
    Authenticator.objects.create(user=compte, type=Authenticator.Type.TOTP, data={})
    services.confier_mission(
        utilisateur=compte, programme=programme, mission=mission,
        obligation=ObligationDeSecret.MISSION, depuis=DEBUT,
    )  # fmt: skip
    return compte


def _convenir(programme_id: uuid.UUID, coordination, reference, gens: Sequence[Enfant]) -> None:
    """A charte of the programme's own, signed by both, and a first event for each child."""
    from maillage.partage import chartes
    from maillage.partage.rules.charte import BORNES_DE_LA_MAISON, Clause
    from maillage.tracabilite.services import Fait, noter

    acteur = chartes.acteur(coordination.id, au=date.today())
    chartes.publier(
        acteur=acteur, lue=0, texte=chartes.charte_livree().texte + "\n\nArticle du programme.\nLu.",
        clauses=[Clause.SANS_EXPORT], bornes=BORNES_DE_LA_MAISON,
    )  # fmt: skip
    for compte in (coordination, reference):
        chartes.signer(acteur=chartes.acteur(compte.id, au=date.today()), version=1)
    noter(
        *(
            Fait(acte="lire", acteur=reference.id, programme=programme_id,
                 regle="referent_dossier", volet="identite", dossier=e.id)
            for e in gens
        )
    )  # fmt: skip


def entrer(code: str, metier: str):
    """A client signed in as this member; its cookies are those of a browser."""
    from django.test import Client

    from maillage.comptes.models import Utilisateur
    from maillage.comptes.temoin import signer

    navigateur = Client(headers={"host": "127.0.0.1", "x-forwarded-proto": "https"})
    navigateur.force_login(Utilisateur.objects.get(email=f"{metier}@{code}.example"))
    temoin = navigateur.cookies["__Host-session"]
    navigateur.cookies["__Host-session"] = signer(temoin.value)
    return navigateur


def adresses(total: int) -> dict[str, tuple[str, str, str]]:
    """Pages that are measured: programme, member, address."""
    premier = next(programmes(TEMOIN * 2, 2))[1][0].id
    pages = {
        "fiche": ("temoin", "ref", f"/enfants/{premier}/"),
        "petite_liste": ("temoin", "coord", "/enfants/"),
    }
    if total > TEMOIN + 2 * GRAND:
        pages["liste"] = ("grand", "coord", "/enfants/")
    return pages


def ouvrir(total: int) -> dict[str, object]:
    """For each page: its address, the cookie to send, how many queries it makes, the size of its answer."""
    from django.core.management import call_command
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    for base in connections:  # a base kept from an earlier run
        call_command("migrate", database=base, verbosity=0)
    call_command("collectstatic", "--no-input", verbosity=0)
    pages = {}
    for nom, (code, metier, adresse) in adresses(total).items():
        navigateur = entrer(code, metier)
        navigateur.get(adresse)  # the first event, the compiled templates
        with (
            CaptureQueriesContext(connections["default"]) as donnees,
            CaptureQueriesContext(connections["cles"]) as cles,
        ):
            reponse = navigateur.get(adresse)
        if reponse.status_code != 200:
            raise RuntimeError(f"{nom}: {reponse.status_code}")
        temoin = navigateur.cookies["__Host-session"].value
        requetes = [q["sql"] for q in (*donnees.captured_queries, *cles.captured_queries)]
        pages[nom] = {
            "adresse": adresse, "temoin": temoin, "octets": len(reponse.content),
            "requetes": len(requetes),
        }  # fmt: skip
    return pages


def principal() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings.production")
    django.setup()
    ordre, *nombres = sys.argv[1:]
    total, nombre = (int(n) for n in nombres)
    fait = batir(total, nombre) if ordre == "batir" else ouvrir(total)
    print(json.dumps(fait, default=str))
    return 0


if __name__ == "__main__" and len(sys.argv) > 1:
    sys.exit(principal())
