"""Opening an installation: its master key, a programme, the first accounts."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from maillage.chiffrement import maitresse
from maillage.comptes import queries, services
from maillage.comptes.models import Programme, Utilisateur
from maillage.comptes.rules import Mission, ObligationDeSecret
from maillage.comptes.services import trace
from maillage.comptes.services.droits import exiger_fin
from maillage.config import publication
from maillage.config.cles import tourner
from maillage.config.commandes import ProgrammeInconnu
from maillage.config.ligne_de_commande import FAIT, REFUSE
from maillage.config.sauvegarde import sauvegarde
from maillage.config.versement import versement
from maillage.notions.erreurs import ErreurMetier
from maillage.partage import murs, pose

UN_AN = timedelta(days=365)  # an account always ends: turnover is normal
REGLE = trace.LIGNE_DE_COMMANDE


class MissionInconnue(ErreurMetier):
    """The word is not one of the missions."""

    def __init__(self, mot: str) -> None:
        connues = ", ".join(m.value for m in Mission)
        super().__init__(f"« {mot} » n'est pas une mission.", a_faire=f"Missions : {connues}.")


class CompteExistant(ErreurMetier):
    """An account bears this address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"Un compte existe déjà pour {email}.")


class CompteInconnu(ErreurMetier):
    """No account bears this address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"Aucun compte ne porte l'adresse {email}.")


def cles(options: argparse.Namespace) -> int:
    """Make the master key, once, or turn keys."""
    if options.acte == "tourner":
        return tourner(options)
    if settings.CLE_MAITRESSE.exists():
        print("La clé maîtresse existe déjà : elle n'est jamais remplacée.", file=sys.stderr)
        return REFUSE
    maitresse.creer(settings.CLE_MAITRESSE)
    print(f"Clé maîtresse écrite dans {settings.CLE_MAITRESSE}. Gardez-en une copie hors ligne.")
    return FAIT


def ouvrir_programme(options: argparse.Namespace) -> int:
    """Open a programme."""
    services.ouvrir_programme(
        code=options.code, nom=options.nom, communes=options.communes, zone=options.zone
    )
    print(f"Le programme « {options.code} » est ouvert.")
    return FAIT


def ouvrir_compte(options: argparse.Namespace) -> int:
    """Open an account with its mission, and print its first password once."""
    programme, mission = _programme_et_mission(options)
    if Utilisateur.objects.filter(email__iexact=options.email).exists():
        raise CompteExistant(options.email)
    aujourd_hui = timezone.localdate()
    passe = secrets.token_urlsafe(12)
    compte = Utilisateur.objects.create_user(
        email=options.email,
        nom=options.nom,
        password=passe,
        jusqu_au=_fin(options.jusqu_au, aujourd_hui),
    )
    services.confier_mission(
        utilisateur=compte,
        programme=programme,
        mission=mission,
        obligation=ObligationDeSecret.MISSION,
        depuis=aujourd_hui,
    )
    if mission is Mission.REFERENCE:
        poste = services.ouvrir_poste(
            programme_id=programme.id, libelle=options.nom, metier="referent_de_parcours"
        )
        services.occuper(poste=poste, utilisateur=compte, depuis=aujourd_hui)
    trace.noter_sans_acteur(REGLE, f"compte:{compte.pk} mission:{mission.value}", programme.id)
    print(
        f"Compte ouvert pour {options.nom}, {mission.libelle.lower()}, jusqu'au {compte.jusqu_au}."
    )
    print(f"Premier mot de passe, à remettre en main propre : {passe}")
    print("À la première connexion, un second facteur sera demandé.")
    return FAIT


def confier_une_mission(options: argparse.Namespace) -> int:
    """Give a mission, or a later end, to an open account: what a coordinator who is alone asks in writing."""
    programme, mission = _programme_et_mission(options)
    compte = Utilisateur.objects.filter(email__iexact=options.email, is_active=True).first()
    if compte is None:
        raise CompteInconnu(options.email)
    aujourd_hui = timezone.localdate()
    with transaction.atomic():
        if options.jusqu_au:
            compte.jusqu_au = _fin(options.jusqu_au, aujourd_hui)
            compte.save(update_fields=["jusqu_au"])
        services.confier_mission(
            utilisateur=compte,
            programme=programme,
            mission=mission,
            obligation=ObligationDeSecret.MISSION,
            depuis=aujourd_hui,
        )
        objet = f"compte:{compte.pk} mission:{mission.value}"
        trace.noter_sans_acteur(REGLE, objet, programme.id)
    print(f"{mission.libelle} : mission confiée, jusqu'au {compte.jusqu_au} au plus tard.")
    print("Le journal du programme en garde la trace.")
    return FAIT


def _programme_et_mission(options: argparse.Namespace) -> tuple[Programme, Mission]:
    programme = queries.programme_par_code(options.programme)
    if programme is None:
        raise ProgrammeInconnu(options.programme)
    if options.mission not in {m.value for m in Mission}:
        raise MissionInconnue(options.mission)
    return programme, Mission(options.mission)


def renouveler_le_passe(options: argparse.Namespace) -> int:
    """Give a new password to an account, after whoever asks has been recognised face to face. The second factor stays."""
    compte = Utilisateur.objects.filter(email__iexact=options.email).first()
    if compte is None:
        raise CompteInconnu(options.email)
    passe = secrets.token_urlsafe(12)
    compte.set_password(passe)  # the sessions opened with the old one end at their next request
    compte.save(update_fields=["password"])
    trace.noter_sans_acteur(REGLE, f"passe compte:{compte.pk}", None)
    print(f"Nouveau mot de passe, à remettre en main propre : {passe}")
    return FAIT


def tenir_les_murs(options: argparse.Namespace) -> int:
    """Put up, check or take down the second wall of PostgreSQL."""
    if options.acte == "poser":
        if not options.role:
            raise pose.MurImpossible(
                "Il manque --role.", a_faire="Nommez le rôle sous lequel l'application se connecte."
            )
        print(f"Murs posés sur {pose.poser(options.role)} tables, pour le rôle « {options.role} ».")
        return FAIT
    if options.acte == "retirer":
        pose.retirer()
        print("Murs retirés : les droits ne sont plus tenus que par l'application.")
        return FAIT
    lues = pose.fautes()
    for faute in lues:
        print(faute, file=sys.stderr)
    if lues:
        return REFUSE
    print("Les murs tiennent.")
    return FAIT


def _fin(texte: str | None, aujourd_hui: date) -> date:
    if not texte:
        return aujourd_hui + UN_AN
    try:
        fin = date.fromisoformat(texte)
    except ValueError:
        raise ErreurMetier(f"« {texte} » n'est pas une date : écrivez AAAA-MM-JJ.") from None
    exiger_fin(fin, aujourd_hui)
    return fin


# Commands that go through dossiers: behind the wall, each is a declared job on the whole installation.
SUR_LES_DOSSIERS = (
    ("cles", "tourner"), ("sauvegarde", None), ("versement", None), ("journal", "quotidien"),
    ("publication", "exporter"),
)  # fmt: skip


@contextmanager
def au_titre_de(options: argparse.Namespace) -> Iterator[None]:
    """Announce to the base the command that runs, when it reads or writes dossiers."""
    acte = getattr(options, "acte", None)
    if not {(options.commande, acte), (options.commande, None)} & {*SUR_LES_DOSSIERS}:
        yield
        return
    if pose.sans_annonce():
        # blind, `cles tourner` would destroy the keys of rows that it does not see
        raise pose.MurImpossible(
            "Les murs sont posés et MAILLAGE_MURS=1 manque : cette commande ne verrait aucun dossier.",
            a_faire="Donnez MAILLAGE_MURS=1 à cette commande, comme au service, puis relancez-la.",
        )
    with murs.systeme(None, options.commande, au_nom_de=None, objet="ligne de commande"):
        yield


COMMANDES: dict[str, Callable[[argparse.Namespace], int]] = {
    "cles": cles,
    "sauvegarde": sauvegarde,
    "versement": versement,
    "programme": ouvrir_programme,
    "compte": ouvrir_compte,
    "mission": confier_une_mission,
    "passe": renouveler_le_passe,
    "murs": tenir_les_murs,
    "publication": publication.lancer,
}
