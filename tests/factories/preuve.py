"""The world of the proofs: every mission under every obligation, and one child for each relation to a dossier.

It is written once per process, then each question is asked inside a savepoint. Everyone of the programme holds the poste
that follows the child called `sien`: what a mission does not open stays closed even to whoever follows the child.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.comptes.models import MissionConfiee, Poste, Programme, Utilisateur
from maillage.comptes.rules import Acteur, Mission, ObligationDeSecret
from maillage.dossiers import queries as dossiers
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import EtatDuDossier, Faits, Volet
from maillage.enfants.models import LienFamilial
from maillage.parcours.models import Brouillon, Parcours, PassageEnEps, Tache
from maillage.parcours.rules.etapes import Etape
from maillage.partage import chartes
from maillage.partage.models import Signature
from maillage.reprise import services as reprise
from maillage.reprise.models import EtatDeReprise, Reprise, TexteRepris
from maillage.territoire.models import Commune, Etablissement, Reseau
from tests.factories.dossiers import CercleFactory, DossierFactory, enrichir, sceller
from tests.factories.monde import marques
from tests.factories.parutions import parue
from tests.factories.personnes import DEPUIS, PosteFactory, ProgrammeFactory, personne

BASES = ("default", "cles", "publications")
ABSENT = UUID(int=5)

# Who knocks. "coordination+profession" is a coordinator bound by her profession; the rest are situations of an account.
MISSIONS = {f"{m.value}+{o.value}": (m, o) for m, o in product(Mission, ObligationDeSecret)}
SITUATIONS = (
    "personne",  # nobody signed in
    "sans mission",
    "mission finie",
    "mission a venir",
    "compte clos",
    "compte suspendu",
    "sans second facteur",
    "second facteur ancien",  # shown at sign-in, not since
    "charte non signee",
    "deux missions",
    "coordination d'ailleurs",
    "reference d'ailleurs",
)
QUI = (*MISSIONS, *SITUATIONS)

# What ties the dossier to those who hold the first poste.
RELATIONS = (
    "sien",
    "collegue",
    "libre",
    "ailleurs",
    "archive",
    "purge",
    "fini",
    "a_venir",
    "relais",
    "inconnu",  # no dossier has ever borne this number
)
LIEUX: dict[str, Volet] = {
    "adresse": Volet.IDENTITE,
    "ville": Volet.IDENTITE,
    "responsable": Volet.FAMILLE,
    "telephone": Volet.FAMILLE,
    "ecole": Volet.SCOLARITE,
    "classe": Volet.SCOLARITE,
    "tache": Volet.PARCOURS,
    "action": Volet.PARCOURS,
    "texte": Volet.QUARANTAINE,
    **{v.value: v for v in Volet if v is not Volet.QUARANTAINE},
}


@dataclass
class MondeDePreuve:
    """Rows and words of the world; persons and dossiers by the names above."""

    jour: date
    ici: Programme
    postes: dict[str, Poste]
    personnes: dict[str, Utilisateur]
    enfants: dict[str, Dossier]
    objets: dict[str, dict[str, Any]] = field(default_factory=dict)
    _acteurs: dict[str, Acteur] = field(default_factory=dict)
    _faits: dict[str, Faits] = field(default_factory=dict)

    def acteur(self, qui: str) -> Acteur:
        if qui not in self._acteurs:
            compte = self.personnes.get(qui)
            self._acteurs[qui] = chartes.acteur(compte.pk if compte else None, au=self.jour)
        return self._acteurs[qui]

    def dossier(self, relation: str) -> UUID:
        return self.enfants[relation].pk if relation in self.enfants else ABSENT

    def faits(self, relation: str) -> Faits | None:
        """Facts of the dossier as the house reads them."""
        if relation not in self.enfants:
            return None
        if relation not in self._faits:
            lus = dossiers.faits(self.dossier(relation))
            assert lus is not None
            self._faits[relation] = lus
        return self._faits[relation]


def mots(relation: str) -> dict[str, str]:
    """Marked words of a child, place by place, with her name and the texts that nobody may open as content."""
    enfant = "".join(relation.title().split("_"))
    lieux = ("nom", "prenom", "action", "texte", "brouillon")
    return {**marques(enfant), **{lieu: f"Canari{lieu.capitalize()}De{enfant}" for lieu in lieux}}


def creer_le_monde(missions: Collection[str] = tuple(MISSIONS)) -> MondeDePreuve:
    """Write the world in the current databases, with everybody or with these missions only."""
    jour = timezone.localdate()
    ici, ailleurs = ProgrammeFactory(nom="PRE d'ici"), ProgrammeFactory(nom="PRE d'ailleurs")
    ailleurs.communes = ["33063"]
    ailleurs.save()
    postes = {
        nom: PosteFactory(programme=p, libelle=f"Poste {nom}")
        for nom, p in (("premier", ici), ("second", ici), ("voisin", ailleurs))
    }
    gens = _personnes(missions, ici, ailleurs, postes, jour)
    enfants = _enfants(ici, ailleurs, postes, jour)
    gens["auteur"] = personne("Une collègue", ici, Mission.REFERENCE, poste=postes["second"])
    for relation, dossier in enfants.items():
        _remplir(dossier, relation, postes["second"], gens["auteur"], jour)
    for a, b in (("sien", "collegue"), ("collegue", "sien"), ("sien", "libre")):
        sceller(LienFamilial, enfants[a], {"lien": "fratrie"}, autre=enfants[b])
    monde = MondeDePreuve(jour, ici, postes, gens, enfants)
    monde.objets = _objets(monde, ailleurs)
    return monde


def _personnes(
    missions: Collection[str],
    ici: Programme,
    ailleurs: Programme,
    postes: Mapping[str, Poste],
    jour: date,
) -> dict[str, Utilisateur]:
    gens = {}
    for nom in missions:
        mission, obligation = MISSIONS[nom]
        gens[nom] = personne(f"Personne {nom}", ici, mission, poste=postes["premier"])
        MissionConfiee.objects.filter(utilisateur=gens[nom]).update(obligation=obligation)
    simples = ("mission finie", "mission a venir", "compte clos", "compte suspendu",
               "sans second facteur", "second facteur ancien", "charte non signee", "deux missions")  # fmt: skip
    for nom in simples:
        gens[nom] = personne(nom, ici, Mission.COORDINATION, poste=postes["premier"])
    gens["sans mission"] = personne("Sans mission", ici, None, poste=postes["premier"])
    gens["coordination d'ailleurs"] = personne("Voisine", ailleurs, Mission.COORDINATION)
    gens["reference d'ailleurs"] = personne(
        "Voisin", ailleurs, Mission.REFERENCE, poste=postes["voisin"]
    )
    hier, demain = jour - timedelta(days=1), jour + timedelta(days=1)
    confiees = MissionConfiee.objects
    confiees.filter(utilisateur=gens["mission finie"]).update(jusqu_au=hier)
    confiees.filter(utilisateur=gens["mission a venir"]).update(depuis=demain)
    Utilisateur.objects.filter(pk=gens["compte clos"].pk).update(jusqu_au=hier)
    Utilisateur.objects.filter(pk=gens["compte suspendu"].pk).update(is_active=False)
    gens["sans second facteur"].authenticator_set.all().delete()
    Signature.objects.filter(utilisateur=gens["charte non signee"]).delete()
    confiees.filter(utilisateur=gens["deux missions"]).update(mission=Mission.SOIN)
    confiees.create(
        programme=ici, utilisateur=gens["deux missions"], mission=Mission.REFERENCE,
        obligation=ObligationDeSecret.MISSION, depuis=DEPUIS,
    )  # fmt: skip
    return gens


def _enfants(
    ici: Programme, ailleurs: Programme, postes: Mapping[str, Poste], jour: date
) -> dict[str, Dossier]:
    un_jour = timedelta(days=1)
    suivis: dict[str, dict[str, Any]] = {
        "sien": {"poste": postes["premier"]},
        "collegue": {"poste": postes["second"]},
        "libre": {},
        "ailleurs": {"poste": postes["voisin"]},
        "archive": {"poste": postes["premier"]},
        "purge": {"poste": postes["premier"]},
        "fini": {"poste": postes["premier"], "jusqu_au": jour - un_jour},
        "a_venir": {"poste": postes["premier"], "depuis": jour + un_jour},
        "relais": {"poste": postes["premier"], "qualite": "relais"},
    }
    etats = {"archive": EtatDuDossier.ARCHIVE, "purge": EtatDuDossier.PURGE}
    enfants = {}
    for relation, suivi in suivis.items():
        m = mots(relation)
        enfants[relation] = DossierFactory(
            programme=ailleurs if relation == "ailleurs" else ici,
            identite={"nom": m["nom"], "prenom": m["prenom"]},
            etat=etats.get(relation, EtatDuDossier.ACTIF),
        )
        if suivi:
            CercleFactory(dossier=enfants[relation], **suivi)
    return enfants


def _remplir(
    dossier: Dossier, relation: str, poste: Poste, auteur: Utilisateur, jour: date
) -> None:
    m = mots(relation)
    contenu = {"accord": "ecrit_signe", "motifs": [], "actions": [m["action"]]}
    sceller(Parcours, dossier, contenu, etape=Etape.EN_COURS, entree="2025-09-04")
    enrichir(dossier, poste, m, le=jour)
    PassageEnEps.objects.create(dossier=dossier, le="2025-10-02")
    repris = {"texte": m["texte"], "colonne": "Notes", "source": "F1!B2", "compartiment": "sante"}
    sceller(TexteRepris, dossier, repris, empreinte=relation)
    sceller(Brouillon, dossier, {"texte": m["brouillon"]}, auteur=auteur)


def _objets(monde: MondeDePreuve, ailleurs: Programme) -> dict[str, dict[str, Any]]:
    """Identifiers that addresses hold beside the dossier: kind -> name -> value."""
    depots = {"inconnu": ABSENT}
    for nom, programme in (("ici", monde.ici), ("ailleurs", ailleurs)):
        octets = f"Nom;Prénom\nCanariLigneDe{nom.title()};Ada\n".encode()
        depots[nom] = reprise.deposer_sans_acteur(
            programme_id=programme.pk, nom=f"CanariFichierDe{nom.title()}.csv", octets=octets,
            modele=None, at=monde.jour,
        )  # fmt: skip
    Reprise.objects.update(etat=EtatDeReprise.DEPOSEE)
    reseaux = {"inconnu": 999_999}
    for nom, code in (("ici", "93066"), ("ailleurs", "33063")):
        Commune.objects.get_or_create(code=code, defaults={"nom": nom, "departement": code[:2]})
        tete = Etablissement.objects.create(
            uai=f"{code}01Z", nature="college", nom=f"Collège {nom}", commune_id=code, source="x"
        )
        reseaux[nom] = Reseau.objects.create(
            tete=tete, label="rep", nom=f"Réseau {nom}", depuis=DEPUIS
        ).pk
    taches = {
        relation: Tache.objects.get(dossier=enfant).pk for relation, enfant in monde.enfants.items()
    }
    gens = {
        "ici": monde.personnes["auteur"].pk,
        "ailleurs": monde.personnes["reference d'ailleurs"].pk,
        "inconnu": ABSENT,
    }
    return {
        "reprise": depots,
        "reseau": reseaux,
        "personne": gens,
        "tache": {**taches, "inconnu": ABSENT},
        "parution": {
            "ici": parue(monde.ici.pk, 1).numero,
            "ailleurs": parue(ailleurs.pk, 2).numero,
            "inconnu": 9,
        },
    }


class Epreuve:
    """In the place of the printer of PDF: the words that it would have printed."""

    def __init__(self, string: str, **_: Any) -> None:
        self.texte = string

    def write_pdf(self, **_: Any) -> bytes:
        return b"%PDF-" + self.texte.encode()


@contextmanager
def monde_garde() -> Iterator[None]:
    """A whole world lives inside, at one instant, for many questions, then goes."""
    with ExitStack() as pile:
        pile.enter_context(mock.patch.object(timezone, "now", return_value=timezone.now()))
        pile.enter_context(mock.patch("weasyprint.HTML", Epreuve))
        for base in BASES:
            pile.enter_context(transaction.atomic(using=base))
        yield
        for base in BASES:
            transaction.set_rollback(True, using=base)


@contextmanager
def parenthese() -> Iterator[None]:
    """Whatever is written inside is undone, in both databases."""
    points = [(base, transaction.savepoint(using=base)) for base in BASES]
    try:
        yield
    finally:
        for base, point in points:
            transaction.savepoint_rollback(point, using=base)
            transaction.savepoint_commit(
                point, using=base
            )  # an open one would cost each later write
