"""Secrets: what can be different in the world without a given person being allowed to know it.

A secret is a place (a table of a child, her cercle, her existence, an account elsewhere) and a way of differing: another
value, nothing instead of something, one more, another order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.models import Cercle, Dossier, EnregistrementScelle
from maillage.dossiers.rules import EtatDuDossier, Faits, Volet
from maillage.enfants.models import Domicile, Identite, LienFamilial, Responsable, Scolarite
from maillage.parcours.models import JOURNAL, Brouillon, Parcours, PassageEnEps, Tache
from maillage.parcours.rules.etapes import Etape
from maillage.partage.rules.actes import SUR_DOSSIER, Acte
from maillage.partage.rules.decision import decide
from maillage.reprise.models import TexteRepris
from tests.factories.dossiers import CercleFactory, DossierFactory, sceller
from tests.factories.personnes import DEPUIS, PosteFactory, UtilisateurFactory
from tests.factories.preuve import RELATIONS, MondeDePreuve

TABLES: dict[str, type[EnregistrementScelle]] = {
    "identite": Identite,
    "domicile": Domicile,
    "responsable": Responsable,
    "scolarite": Scolarite,
    "parcours": Parcours,
    "tache": Tache,
    "texte": TexteRepris,
    "brouillon": Brouillon,
    "lien": LienFamilial,
    **{f"note {v}": table for v, table in JOURNAL.items()},
}
CHAMP = {
    Identite: "nom", Domicile: "adresse", Responsable: "nom", Scolarite: "etablissement",
    Tache: "libelle", LienFamilial: "lien",
}  # fmt: skip
COLONNES: dict[type[EnregistrementScelle], tuple[str, ...]] = {
    Identite: (), Parcours: ("etape",), Tache: ("poste_id", "echeance"), LienFamilial: ("autre_id",),
}  # fmt: skip
SEULES = (Identite, Brouillon)  # one row only, by a constraint
ENFANTS = RELATIONS[:-1]


@dataclass(frozen=True, slots=True)
class Secret:
    """One difference between two worlds."""

    enfant: str
    lieu: str
    geste: str

    def __str__(self) -> str:
        return f"{self.enfant}: {self.lieu}, {self.geste}"


def tous() -> Iterator[Secret]:
    """Every secret of the world, whoever asks."""
    for enfant in ENFANTS:
        for lieu, table in TABLES.items():
            gestes = ["valeur", "absence", "ordre"]
            gestes += [] if table in SEULES else ["ajout"]
            yield from (Secret(enfant, lieu, g) for g in gestes)
        for lieu in ("eps", "cercle"):
            yield from (Secret(enfant, lieu, g) for g in ("absence", "ajout"))
        yield Secret(enfant, "etape", "valeur")
        yield Secret(enfant, "dossier", "absence")
    yield from (Secret(e, "etat", "valeur") for e in ("archive", "purge"))
    yield from (Secret(e, "dossier", "ajout") for e in ("collegue", "libre", "ailleurs", "archive"))
    yield from (Secret("ailleurs", "compte", g) for g in ("ajout", "absence"))


def hors_de_portee(s: Secret, acteur: Acteur, monde: MondeDePreuve) -> bool:
    """Tell whether the policy gives this person no right at all on what this secret touches."""
    faits = monde.faits(s.enfant)
    assert faits is not None
    if s.lieu == "brouillon":
        return True  # a draft is its author's, and its author asks nothing here
    if s.lieu == "compte":
        return acteur.programme_id in (monde.ici.pk, None)
    if s.lieu == "dossier":
        return not any(_touche(acteur, v, faits, monde) for v in Volet)
    if s.lieu == "etat":
        return not any(
            _touche(acteur, v, _dans(faits, e), monde) for v in Volet for e in EtatDuDossier
            if e is not EtatDuDossier.ACTIF
        )  # fmt: skip
    volet = TABLES[s.lieu].volet if s.lieu in TABLES else Volet.PARCOURS
    if s.lieu == "identite" and _touche(acteur, Volet.QUARANTAINE, faits, monde):
        return False  # whoever sorts a text is told whose it is
    return not _touche(acteur, volet, faits, monde)


def _dans(faits: Faits, etat: EtatDuDossier) -> Faits:
    return Faits(faits.dossier, faits.programme, etat, faits.cercle)


def _touche(acteur: Acteur, volet: Volet, faits: Faits, monde: MondeDePreuve) -> bool:
    """Any act at all: knowing, reading, writing… a volet that one writes is not a secret.

    The right to open it in an emergency opens nothing until it is used, under control: the volet is still a secret.
    """
    actes: set[Acte] = set(SUR_DOSSIER) - {Acte.OUVRIR_EN_URGENCE}
    return any(decide(acteur, a, volet, faits, monde.jour) for a in actes)


def secrets(qui: str, monde: MondeDePreuve) -> list[Secret]:
    """Those that this person must never learn."""
    acteur = monde.acteur(qui)
    return [s for s in tous() if hors_de_portee(s, acteur, monde)]


def changer(s: Secret, monde: MondeDePreuve, valeur: str) -> None:
    """Make the world differ by this secret; `valeur` is the other value when there is one."""
    dossier = monde.enfants[s.enfant]
    special: dict[str, Callable[[], Any]] = {
        "eps": lambda: _eps(s, dossier),
        "cercle": lambda: _cercle(s, dossier, monde),
        "etape": lambda: Parcours.objects.filter(dossier=dossier).update(
            etape=Etape.REPEREE, entree=""
        ),
        "dossier": lambda: _dossier(s, dossier, valeur),
        "etat": lambda: _autre_etat(dossier),
        "compte": lambda: _compte(s),
    }
    if s.lieu in special:
        special[s.lieu]()
    else:
        _rangee(s, dossier, TABLES[s.lieu], valeur)


def _rangee(s: Secret, dossier: Dossier, table: type[EnregistrementScelle], valeur: str) -> None:
    rangs = table.objects.filter(dossier=dossier)
    if s.geste == "absence":
        rangs.delete()
        return
    rang = rangs.first()
    if rang is None:
        return
    cles = trousseau(dossier.programme_id, [dossier.pk])
    contenu = {**rang.ouvrir(cles), CHAMP.get(table, "texte"): valeur, "actions": [valeur]}
    if s.geste == "valeur":
        rang.sceller(contenu, cles)
        rang.save()
    elif s.geste == "ajout":
        colonnes = {c: getattr(rang, c) for c in COLONNES.get(table, ())}
        if table is TexteRepris:
            colonnes["empreinte"] = "autre"
        if table is Parcours:  # a former one: two are never open at once
            colonnes["etape"] = Etape.SORTIE
        sceller(table, dossier, contenu, **colonnes)
    else:
        _plus_tot(rang)


def _plus_tot(rang: EnregistrementScelle) -> None:
    """Older by two hundred days, in every date that the row bears in clear."""
    avant = timedelta(days=200)
    champs = {"created_at": rang.created_at - avant, "updated_at": rang.updated_at - avant}
    for nom in ("le", "echeance"):
        if getattr(rang, nom, None):
            champs[nom] = getattr(rang, nom) - avant
    type(rang).objects.filter(pk=rang.pk).update(**champs)


def _eps(s: Secret, dossier: Dossier) -> None:
    if s.geste == "ajout":
        PassageEnEps.objects.create(dossier=dossier, le="2025-12")
    else:
        PassageEnEps.objects.filter(dossier=dossier).delete()


def _cercle(s: Secret, dossier: Dossier, monde: MondeDePreuve) -> None:
    """Another poste follows the child, or those whom nobody here holds follow her no longer."""
    if s.geste == "ajout":
        CercleFactory(dossier=dossier, poste=monde.postes["second"], qualite="relais")
    else:
        Cercle.objects.filter(dossier=dossier).exclude(poste=monde.postes["premier"]).delete()


def _dossier(s: Secret, dossier: Dossier, valeur: str) -> None:
    if s.geste == "absence":
        Dossier.objects.filter(pk=dossier.pk).delete()
        return
    jumeau = DossierFactory(
        programme_id=dossier.programme_id, etat=dossier.etat,
        identite={"nom": "CanariJumeau", "prenom": valeur},
    )  # fmt: skip
    sceller(Parcours, jumeau, {"actions": [valeur]}, etape=Etape.EN_COURS, entree="2025-09-04")
    for c in Cercle.objects.filter(dossier=dossier):
        CercleFactory(dossier=jumeau, poste=c.poste, depuis=DEPUIS)


def _autre_etat(dossier: Dossier) -> None:
    autre = EtatDuDossier.PURGE if dossier.etat == EtatDuDossier.ARCHIVE else EtatDuDossier.ARCHIVE
    Dossier.objects.filter(pk=dossier.pk).update(etat=autre)


ADRESSE_DU_COMPTE = "quelqu.un@exemple.test"


def _compte(s: Secret) -> None:
    """Somebody elsewhere has an account (with the poste that goes with it), or one less has one."""
    UtilisateurFactory(
        email=ADRESSE_DU_COMPTE if s.geste == "ajout" else "autre@exemple.test", nom="Quelqu'un"
    )
    PosteFactory()
