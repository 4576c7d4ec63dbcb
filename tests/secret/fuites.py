"""Twenty-five leaks, each planted where such leaks are born: in a real query, view or form of the house.

`qui` is who profits from it, `trahit` what it betrays, `par` the routes where it can show: the proof asks those and a few
others of both worlds. The comparison knows nothing of them: it compares whole answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse

from maillage.chiffrement.services import trousseau
from maillage.comptes import adaptateur
from maillage.comptes import queries as comptes
from maillage.comptes.models import Utilisateur
from maillage.coquille import contexte, demonstration
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Volet
from maillage.enfants import queries as enfants
from maillage.enfants import services as ecriture
from maillage.enfants.models import Identite
from maillage.notions.erreurs import ErreurMetier
from maillage.parcours import presentation, services
from maillage.parcours.models import Brouillon, NoteSante, Tache
from maillage.parcours.queries import brouillons
from maillage.parcours.queries import fiche as fiches
from maillage.parcours.queries import liste as listes
from maillage.statistiques import queries as chiffres
from maillage.statistiques import tableur
from maillage.statistiques.views import annuelles as statistiques
from tests.secret import porte_d_essai
from tests.secret.trace import GENS

pages = import_module("maillage.parcours.views.fiche")
Patch = pytest.MonkeyPatch
COORDINATION, REFERENTE, TECHNIQUE, PERSONNE = GENS[0], GENS[1], GENS[-1], "personne"


@dataclass(frozen=True, slots=True)
class Fuite:
    """A planted leak: its name in the plan (security, 8.2), who sees it, what it betrays, by which routes."""

    nom: str
    qui: str
    trahit: tuple[str, ...]
    par: tuple[str, ...]
    planter: Callable[[Patch], None]


def entourer(patch: Patch, module: Any, nom: str, autour: Callable[..., Any]) -> None:
    """Replace a function of the house by `autour(the former one, *its arguments)`."""
    ancienne = getattr(module, nom)
    patch.setattr(module, nom, lambda *a, **k: autour(ancienne, *a, **k))


def nombre_de_notes(dossier: UUID | None = None) -> int:
    notes = NoteSante.objects.all()
    return (notes.filter(dossier_id=dossier) if dossier else notes).count()


def nommes() -> dict[UUID, str]:
    """Every child with her name, whoever asks."""
    lus = {}
    for d in Dossier.objects.order_by("id"):
        cles = trousseau(d.programme_id, [d.pk], [Volet.IDENTITE])
        lus.update({n: i.nom_complet for n, i in enfants.identites([d.pk], cles).items()})
    return lus


def noms() -> list[str]:
    return list(nommes().values())


class Deja(ErreurMetier):
    """Somebody else has the same: what a careless check says."""

    def __init__(self) -> None:
        super().__init__("Cette valeur existe déjà.")


def compteur(p: Patch) -> None:
    def autour(_ancienne: Any, _request: Any, acteur: Any, courante: str) -> Any:
        comptes = {"parcours:liste": Dossier.objects.count()}
        return contexte.navigation.construire(
            acteur.missions, reverse, courante=courante, comptes=comptes
        )

    entourer(p, contexte, "_navigation", autour)


def tri(p: Patch) -> None:
    def autour(ancienne: Any, *a: Any) -> Any:
        tries, visibles = ancienne(*a)
        return sorted(tries, key=lambda d: nombre_de_notes(UUID(str(d)))), visibles

    entourer(p, listes, "_trier", autour)


def completion(p: Patch) -> None:
    def autour(_ancienne: Any, acteur: Any, *_: Any) -> Any:
        return Dossier.objects.filter(programme_id=acteur.programme_id)

    entourer(p, enfants, "dossiers_visibles", autour)


def doublon(p: Patch) -> None:
    def autour(ancienne: Any, *, identite: Any, **k: Any) -> Any:
        if identite.nom_complet in noms():
            raise Deja
        return ancienne(identite=identite, **k)

    entourer(p, ecriture, "corriger_identite", autour)


def unicite(p: Patch) -> None:
    def autour(ancienne: Any, *, libelle: str, dossier_id: UUID, **k: Any) -> Any:
        for t in Tache.objects.exclude(dossier_id=dossier_id).select_related("dossier"):
            cles = trousseau(t.dossier.programme_id, [t.dossier_id], [Volet.PARCOURS])
            if t.ouvrir(cles)["libelle"] == libelle:
                raise Deja
        return ancienne(libelle=libelle, dossier_id=dossier_id, **k)

    entourer(p, services, "planifier", autour)


def interdit(p: Patch) -> None:
    def autour(ancienne: Any, acteur: Any, acte: Any, volet: Any, dossier: UUID, at: date) -> Any:
        try:
            return ancienne(acteur, acte, volet, dossier, at)
        except ErreurMetier as refus:
            refus.statut = 403 if Dossier.objects.filter(pk=dossier).exists() else 404
            raise

    entourer(p, fiches, "exiger", autour)


def _entete(nom: str, valeur: Callable[[HttpResponse, UUID], str]) -> Callable[[Patch], None]:
    def planter(p: Patch) -> None:
        def autour(ancienne: Any, request: Any, gabarit: str, contexte: Any, **k: Any) -> Any:
            reponse = ancienne(request, gabarit, contexte, **k)
            if "fiche" in contexte:
                reponse[nom] = valeur(reponse, contexte["fiche"].dossier)
            return reponse

        entourer(p, pages, "render", autour)

    return planter


def _etiquette(_reponse: HttpResponse, dossier: UUID) -> str:
    return f'"{nombre_de_notes(dossier)}"'


def _longueur(reponse: HttpResponse, dossier: UUID) -> str:
    """The length is taken before what is closed is removed."""
    return str(len(reponse.content) + 100 * nombre_de_notes(dossier))


def metadonnees(p: Patch) -> None:
    p.setattr(porte_d_essai, "mots_cles", lambda dossier: f"{nombre_de_notes(dossier)} notes")


def calendrier(p: Patch) -> None:
    p.setattr(porte_d_essai, "titre", lambda _dossier: f"Avec {', '.join(noms())}")


def feuille(p: Patch) -> None:
    def autour(_ancienne: Any, livre: Any, nom: str) -> Any:
        cachee = livre.ancienne_feuille("Brut")
        cachee.hide()
        cachee.write_column(0, 0, noms())
        return livre.ancienne_feuille(nom)

    classe = tableur.xlsxwriter.Workbook
    p.setattr(classe, "ancienne_feuille", classe.add_worksheet, raising=False)
    p.setattr(classe, "add_worksheet", lambda livre, nom: autour(None, livre, nom))


def indice(p: Patch) -> None:
    def autour(_ancienne: Any, _soi: Any, _request: Any, **credentials: Any) -> None:
        if Utilisateur.objects.filter(email=credentials.get("email")).exists():
            raise ValidationError("Le mot de passe de ce compte est autre.")

    entourer(p, adaptateur.ComptesFermes, "authentication_failed", autour)


def courriel(p: Patch) -> None:
    def autour(ancienne: Any, *, dossier_id: UUID, **k: Any) -> Any:
        sujet = f"Note ajoutée ({nombre_de_notes(dossier_id)} en santé)"
        mail.send_mail(sujet, "", "a@exemple.test", ["b@exemple.test"])
        return ancienne(dossier_id=dossier_id, **k)

    entourer(p, services, "ecrire_note", autour)


def pagination(p: Patch) -> None:
    def autour(ancienne: Any, *a: Any, **k: Any) -> Any:
        return replace(ancienne(*a, **k), total=Dossier.objects.count())

    entourer(p, listes, "liste", autour)


def fragment(p: Patch) -> None:
    """The timeline is kept ready with everything in it, then emptied of what is closed: the empty lines stay."""

    def autour(ancienne: Any, dossier: UUID, ouverts: Any, _cles: Any, **plus: Any) -> Any:
        programme = Dossier.objects.get(pk=dossier).programme_id
        tout = ancienne(dossier, [*VOLETS_DU_DOSSIER], trousseau(programme, [dossier]), **plus)
        vide = {"volet": ouverts[0], "texte": "", "auteur": ""}
        return tuple(e if e.volet in ouverts else replace(e, **vide) for e in tout)

    entourer(p, fiches, "fil", autour)


def nom_de_fichier(p: Patch) -> None:
    class Nomme(HttpResponse):
        def __setitem__(self, nom: str, valeur: str) -> None:
            suite = f"-{Dossier.objects.count()}.xlsx" if nom == "Content-Disposition" else ""
            super().__setitem__(nom, valeur.replace(".xlsx", suite) if suite else valeur)

    p.setattr(statistiques, "HttpResponse", Nomme)


def lenteur(p: Patch) -> None:
    """One question more for each entry that is not shown."""

    def autour(ancienne: Any, dossier: UUID, *a: Any, **plus: Any) -> Any:
        for cle in list(NoteSante.objects.filter(dossier_id=dossier).values_list("pk", flat=True)):
            NoteSante.objects.filter(pk=cle).exists()
        return ancienne(dossier, *a, **plus)

    entourer(p, fiches, "fil", autour)


def brouillon(p: Patch) -> None:
    """Whose draft it is was forgotten in the query."""

    def autour(_ancienne: Any, _acteur: Any, dossier: UUID) -> Brouillon | None:
        return Brouillon.objects.filter(dossier_id=dossier).first()

    entourer(p, brouillons, "tape", autour)


def administration(p: Patch) -> None:
    def autour(ancienne: Any, *_: Any, **k: Any) -> Any:
        return ancienne(f"ok {Dossier.objects.count()}", **k)

    entourer(p, demonstration, "HttpResponse", autour)


def complement(p: Patch) -> None:
    """The whole counts what its parts leave out."""

    def autour(ancienne: Any, *a: Any, **k: Any) -> Any:
        faits, vus = ancienne(*a, **k), Dossier.objects.exclude(etat="base_active").count()
        vars(faits)["chiffres"] = replace(faits.chiffres, a_verifier=vus)  # computed once
        return faits

    entourer(p, chiffres, "faits_de_l_annee", autour)


def difference(p: Patch) -> None:
    """The spreadsheet counts other children than the page: one minus the other is somebody."""

    def autour(ancienne: Any, *a: Any, **k: Any) -> Any:
        return ancienne(*a, **{**k, "programme": f"{Identite.objects.count()} enfants"})

    entourer(p, tableur, "classeur", autour)


def redirection(p: Patch) -> None:
    """On to the next child of the alphabet, whoever follows her."""

    def autour(ancienne: Any, ou: str, *a: Any) -> Any:
        reponse, tous = ancienne(ou, *a), nommes()
        ordre = sorted(tous, key=lambda d: (tous[d], d))
        if a and a[0] in tous:
            reponse["Location"] += f"?suivant={ordre[(ordre.index(a[0]) + 1) % len(ordre)]}"
        return reponse

    entourer(p, pages, "redirect", autour)


def choix(p: Patch) -> None:
    def autour(ancienne: Any, *a: Any) -> Any:
        return [(i, f"{n} ({Cercle.objects.filter(poste_id=i).count()})") for i, n in ancienne(*a)]

    entourer(p, comptes, "postes_de_reference", autour)


def ariane(p: Patch) -> None:
    def autour(ancienne: Any, fiche: Any, *a: Any) -> Any:
        debut, *suite = ancienne(fiche, *a)
        voisins = enfants.fratrie(fiche.dossier)
        famille = [n for v in voisins for n in _nom(v)]
        return (replace(debut, libelle=f"Fil, famille {' '.join(famille)}"), *suite)

    entourer(p, presentation, "onglets", autour)


def _nom(dossier: UUID) -> list[str]:
    cles = trousseau(Dossier.objects.get(pk=dossier).programme_id, [dossier], [Volet.IDENTITE])
    return [i.nom_complet for i in enfants.identites([dossier], cles).values()]


def echo(p: Patch) -> None:
    class Bavard(pages.NoteForm):  # type: ignore[name-defined]
        def add_error(self, champ: Any, erreur: Any) -> None:
            super().add_error(champ, f"La santé a {nombre_de_notes()} notes.")

    p.setattr(pages, "NoteForm", Bavard)


SANTE = ("note sante",)
LISTE, FICHE, NOTE = ("parcours:liste",), ("parcours:fiche",), ("parcours:note",)
TABLEUR = ("statistiques:annuelles_xlsx",)
FUITES = (
    Fuite("badge de compteur", REFERENTE, ("dossier",), ("coquille:journee",), compteur),
    Fuite("tri par un champ caché", REFERENTE, SANTE, LISTE, tri),
    Fuite("complétion", REFERENTE, ("identite", "dossier"), ("enfants:fratrie",), completion),
    Fuite("alerte de doublon", REFERENTE, ("identite",), ("enfants:identite",), doublon),
    Fuite("contrainte d'unicité", REFERENTE, ("tache",), ("parcours:planifier",), unicite),
    Fuite("403 ou 404", REFERENTE, ("dossier",), FICHE, interdit),
    Fuite("ETag", REFERENTE, SANTE, FICHE, _entete("ETag", _etiquette)),
    Fuite("Content-Length", REFERENTE, SANTE, FICHE, _entete("Content-Length", _longueur)),
    Fuite("propriétés d'un PDF", REFERENTE, SANTE, ("essai:bilan",), metadonnees),
    Fuite("feuille cachée", COORDINATION, ("identite", "dossier"), TABLEUR, feuille),
    Fuite("indice à la connexion", PERSONNE, ("compte",), ("account_login",), indice),
    Fuite("objet d'un courriel", REFERENTE, SANTE, NOTE, courriel),
    Fuite(
        "titre d'un rendez-vous", REFERENTE, ("identite", "dossier"), ("essai:agenda",), calendrier
    ),
    Fuite("total de la pagination", REFERENTE, ("dossier",), LISTE, pagination),
    Fuite("fragment en cache", REFERENTE, SANTE, FICHE, fragment),
    Fuite("nom de fichier", COORDINATION, ("dossier",), TABLEUR, nom_de_fichier),
    Fuite("chemin lent", REFERENTE, SANTE, FICHE, lenteur),
    Fuite("brouillon d'une collègue", REFERENTE, ("brouillon",), FICHE, brouillon),
    Fuite(
        "compteur d'administration", TECHNIQUE, ("dossier",), ("coquille:sante",), administration
    ),
    Fuite(
        "complément statistique",
        COORDINATION,
        ("dossier",),
        ("statistiques:annuelles",),
        complement,
    ),
    Fuite(
        "différence de deux chiffres", COORDINATION, ("identite", "dossier"), TABLEUR, difference
    ),
    Fuite("cible de redirection", REFERENTE, ("dossier",), NOTE, redirection),
    Fuite("liste de choix", REFERENTE, ("cercle", "dossier"), LISTE, choix),
    Fuite("fil d'Ariane", REFERENTE, ("identite",), FICHE, ariane),
    Fuite("écho d'erreur", REFERENTE, SANTE, NOTE, echo),
)
