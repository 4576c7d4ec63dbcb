"""Every page, every person, every method: the access table is what the site does, and nothing is missing from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Manager, Model, QuerySet
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from maillage.accords.models import DemandeDAccord, FormulaireSigne
from maillage.chiffrement.services import Trousseau
from maillage.enfants.models import Responsable
from maillage.parcours.models import Tache
from maillage.tracabilite.models import Evenement
from tests.acces.table import DE_LA_CONNEXION, PERSONNES, PUBLIQUES, Ligne, lignes
from tests.factories.monde import BASES, Monde

# once is enough: on PostgreSQL the same pages are asked behind the wall (tests/partage/test_murs.py)
pytestmark = [BASES, pytest.mark.lent]
LIGNES = lignes()
INCONNU = UUID(int=5)
Connexion = Callable[[str], Client]


def adresse_reelle(adresse: str, monde: Monde) -> str:
    """Put the identifiers where the table has letters."""
    enfant = monde.ines if "/i/" in adresse else monde.karthik
    ecrite = adresse.replace("/k/", f"/{enfant.pk}/").replace("/i/", f"/{enfant.pk}/")
    if "/t/" in ecrite:
        ecrite = ecrite.replace("/t/", f"/{Tache.objects.get(dossier=enfant).pk}/")
    for lettre, table in (("f", Responsable), ("d", DemandeDAccord), ("p", FormulaireSigne)):
        if f"/{lettre}/" in ecrite:
            rang = table.objects.filter(dossier=enfant).first()
            ecrite = ecrite.replace(f"/{lettre}/", f"/{rang.pk}/")
    amina = monde.personnes["amina"].pk
    return ecrite.replace("/r/", f"/{INCONNU}/").replace("/a/", f"/{amina}/")


def demander(client: Client, ligne: Ligne, monde: Monde) -> HttpResponse:
    return getattr(client, ligne.methode.lower())(adresse_reelle(ligne.adresse, monde))


@pytest.mark.parametrize("ligne", LIGNES, ids=str)
def test_chaque_adresse_repond_a_chacun_ce_que_dit_la_table(
    ligne: Ligne, monde: Monde, connexion: Connexion
) -> None:
    assert len(ligne.reponses) == len(PERSONNES)
    # those who are refused first: an answer that changes the world must not change the next ones
    for qui, attendue in sorted(zip(PERSONNES, ligne.reponses, strict=True), key=lambda r: -r[1]):
        if "/faite/" in ligne.adresse:
            Tache.objects.update(faite_le=None)
        reponse = demander(connexion(qui), ligne, monde)
        assert reponse.status_code == attendue, (qui or "personne", ligne)
        if not qui:
            assert reponse["Location"].startswith("/compte/login/?next=")


def routes(patterns: list[Any], avant: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        ici = avant + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, ici)
        else:
            yield ici, pattern


def du_site() -> list[tuple[str, URLPattern]]:
    toutes = routes(get_resolver().url_patterns)
    return [(a, r) for a, r in toutes if r.callback.__module__.startswith("maillage.")]


def vue(adresse: str) -> Any:
    pleine = adresse
    for lettre in ("k", "i", "r", "t", "a", "f", "d", "p"):
        pleine = pleine.replace(f"/{lettre}/", f"/{INCONNU}/")
    return resolve(pleine).func


def test_aucune_page_ne_manque_a_la_table() -> None:
    connues = {(vue(ligne.adresse), ligne.methode) for ligne in LIGNES}
    attendues = {(r.callback, m) for _, r in du_site() for m in getattr(r.callback, "methodes", ())}
    assert attendues - connues == set(), "add these pages to tests/acces/table.py"
    assert connues - attendues == set()


def test_une_page_absente_de_la_table_est_publique_et_nommee() -> None:
    publiques = {vue(adresse) for adresse in PUBLIQUES}
    assert {r.callback for _, r in du_site() if not hasattr(r.callback, "acte")} == publiques
    assert all(p.publique for p in publiques)


def test_les_pages_de_connexion_sont_toutes_connues() -> None:
    etrangeres = {
        r.name for _, r in routes(get_resolver().url_patterns)
        if r.callback.__module__.startswith("allauth.")
    }  # fmt: skip
    assert etrangeres == set(DE_LA_CONNEXION)


@pytest.mark.parametrize("nom", DE_LA_CONNEXION)
def test_une_page_de_connexion_ne_donne_rien_a_personne(nom: str, connexion: Connexion) -> None:
    cles = {
        "account_confirm_email": {"key": "x"},
        "account_reset_password_from_key": {"uidb36": "a", "key": "b-c"},
        "mfa_remove_webauthn": {"pk": 1},
        "mfa_edit_webauthn": {"pk": 1},
        "openid_connect_login": {"provider_id": "proconnect"},
        "openid_connect_callback": {"provider_id": "proconnect"},
    }
    reponse = connexion("").get(reverse(nom, kwargs=cles.get(nom)))
    assert reponse.status_code == DE_LA_CONNEXION[nom]


@pytest.mark.parametrize("adresse", PUBLIQUES)
@pytest.mark.parametrize("qui", ["", "leila", "claire"])
def test_une_page_publique_est_la_meme_pour_tous(
    adresse: str, qui: str, monde: Monde, connexion: Connexion
) -> None:
    client = connexion(qui)
    for methode, attendue in PUBLIQUES[adresse].items():
        reponse = getattr(client, methode.lower())(adresse)
        assert reponse.status_code == attendue
        assert not [m for m in monde.mots_secrets if m in reponse.content.decode()]


@pytest.mark.parametrize("methode", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_aucune_page_ne_connait_d_autre_methode(
    methode: str, monde: Monde, connexion: Connexion
) -> None:
    client = connexion("leila")
    for adresse in {ligne.adresse for ligne in LIGNES}:
        assert client.generic(methode, adresse_reelle(adresse, monde)).status_code == 405, adresse


def test_la_methode_absente_de_la_table_est_refusee(monde: Monde, connexion: Connexion) -> None:
    connues = {(vue(ligne.adresse), ligne.methode) for ligne in LIGNES}
    client = connexion("leila")
    for adresse in {ligne.adresse for ligne in LIGNES}:
        for methode in ("GET", "HEAD", "POST"):
            if (vue(adresse), methode.replace("HEAD", "GET")) not in connues:
                reponse = client.generic(methode, adresse_reelle(adresse, monde))
                assert reponse.status_code == 405, (methode, adresse)


def test_sans_jeton_aucun_formulaire_n_est_accepte(monde: Monde) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(monde.personnes["leila"])
    for ligne in LIGNES:
        if ligne.methode == "POST":
            assert demander(client, ligne, monde).status_code == 403, ligne


# --- what a page is made of -------------------------------------------------------------------

LAISSES = {"request", "user", "perms", "csrf_token", "view", "block", "forloop"}


def modeles(valeur: Any, chemin: str, vus: set[int]) -> Iterator[str]:
    """Paths to what a template must never hold: records, queries, keys."""
    if id(valeur) in vus or isinstance(valeur, str | bytes | int | float | None):
        return
    vus.add(id(valeur))
    if isinstance(valeur, Model | QuerySet | Manager | Trousseau):
        yield f"{chemin}: {type(valeur).__name__}"
    elif isinstance(valeur, dict):
        for cle, element in valeur.items():
            yield from modeles(element, f"{chemin}.{cle}", vus)
    elif is_dataclass(valeur):
        for champ in fields(valeur):
            yield from modeles(getattr(valeur, champ.name), f"{chemin}.{champ.name}", vus)
    elif isinstance(valeur, list | tuple | set | frozenset):
        for rang, element in enumerate(valeur):
            yield from modeles(element, f"{chemin}[{rang}]", vus)
    elif isinstance(valeur, BaseForm):
        contenu = {"data": valeur.data, "initial": valeur.initial}
        contenu |= {nom: list(getattr(f, "choices", ())) for nom, f in valeur.fields.items()}
        yield from modeles(contenu, chemin, vus)


@pytest.mark.parametrize("ligne", [x for x in LIGNES if {200, 422} & {*x.reponses}], ids=str)
def test_un_gabarit_ne_recoit_aucun_enregistrement(
    ligne: Ligne, monde: Monde, connexion: Connexion
) -> None:
    for qui, attendue in zip(PERSONNES, ligne.reponses, strict=True):
        if attendue not in (200, 422):
            continue
        reponse = demander(connexion(qui), ligne, monde)
        for couche in [
            c for contexte in reponse.context or () for c in getattr(contexte, "dicts", [contexte])
        ]:
            recus = {c: v for c, v in couche.items() if c not in LAISSES}
            assert list(modeles(recus, "contexte", set())) == []


def test_la_recherche_de_modeles_saurait_en_trouver_un(monde: Monde) -> None:
    cache = {"a": [{"b": (monde.karthik,)}], "c": Tache.objects.all()}
    assert len(list(modeles(cache, "contexte", set()))) == 2


@pytest.mark.parametrize("ligne", [x for x in LIGNES if 200 in x.reponses], ids=str)
def test_une_page_qui_montre_un_dossier_ou_un_chiffre_l_a_note_d_abord(
    ligne: Ligne, monde: Monde, connexion: Connexion
) -> None:
    acte = vue(ligne.adresse).acte
    for qui, attendue in zip(PERSONNES, ligne.reponses, strict=True):
        if attendue != 200:
            continue
        client, avant = connexion(qui), Evenement.objects.count()
        contenu = demander(client, ligne, monde).content.decode(errors="replace")
        montre = [m for m in monde.mots_secrets if m in contenu]
        notes = Evenement.objects.order_by("id")[avant:]
        if montre or "chiffres" in acte:
            assert notes, (qui, montre)
            assert {e.acteur_id for e in notes} == {monde.personnes[qui].pk}
