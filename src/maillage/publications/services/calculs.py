"""The protection of a release, run by the job worker: counted, cut in lots, protected, audited, kept sealed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.notions.erreurs import ErreurMetier
from maillage.notions.temps import AnneeScolaire
from maillage.partage import murs
from maillage.partage.rules.actes import Acte
from maillage.publications.errors import ComptesContraires, RaccordRefuse, RienACompter
from maillage.publications.models import EtatDeCalcul, Preparation
from maillage.publications.queries.impossibles import axes_de_publication
from maillage.publications.queries.registre import exactes_voisines, numeros_parus, parus
from maillage.publications.rules.catalogue import CATALOGUE, choisies
from maillage.publications.rules.contenus import composer_le_contenu
from maillage.publications.rules.histoires import Etat
from maillage.publications.rules.passe import Valeurs
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.publications.rules.plans import Plan, Reglage, compter, planifier
from maillage.publications.rules.protection import Protection, proteger
from maillage.publications.rules.raccords import AnneeParue, raccord_trahi
from maillage.publications.rules.vie import EtatDePublication
from maillage.statistiques.queries.observations import observations_du_programme
from maillage.statistiques.rules.definitions import definitions
from maillage.statistiques.rules.divulgation.demande import DemandeIllisible, Mode
from maillage.tracabilite import services as tracabilite

ACTE = Acte.PREPARER_LES_PUBLICATIONS
SECONDES = 20.0  # given to the search of each lot
TOUS_LES_AXES = tuple(dict.fromkeys(d for t in CATALOGUE for d in t.dims))


class ArretDemande(Exception):
    """Somebody asked the job to stop."""


def calculer(preparation_id: UUID) -> None:
    """Protect one release. A stop, a refusal or a fault leaves no count of it behind."""
    rang = Preparation.objects.get(id=preparation_id)
    if rang.calcul != EtatDeCalcul.EN_COURS or rang.etat != EtatDePublication.PREPAREE:
        return
    try:
        objet = f"publication {rang.id}"
        with murs.systeme(rang.programme_id, ACTE, au_nom_de=rang.auteur_id, objet=objet):
            _calculer(rang)
    except DemandeIllisible:  # its words may quote a count
        refus = ComptesContraires()
        _finir(rang.id, EtatDeCalcul.REFUSE, {"refus": refus.message, "a_faire": refus.a_faire})
    except ArretDemande:
        _finir(rang.id, EtatDeCalcul.ARRETE)
    except ErreurMetier as refus:
        _finir(rang.id, EtatDeCalcul.REFUSE, {"refus": refus.message, "a_faire": refus.a_faire})
    except Exception:
        _finir(rang.id, EtatDeCalcul.ECHOUE)
        raise


def _finir(ident: UUID, calcul: EtatDeCalcul, resultat: dict[str, str] | None = None) -> None:
    """Only what is still being prepared: what another job protected, or what came out, is never touched."""
    sienne = Preparation.objects.filter(id=ident, etat=EtatDePublication.PREPAREE)
    sienne.update(calcul=calcul, resultat=resultat, scelle=None)


def _calculer(rang: Preparation) -> None:
    annee, periode = AnneeScolaire(rang.annee), PeriodeScolaire(rang.periode)
    au = periode.arretee_au(annee)
    observees = [o.codes for o in observations_du_programme(rang.programme_id, annee, au)]
    if not observees:
        raise RienACompter
    axes = axes_de_publication(rang.programme_id, annee, au)
    connues = numeros_parus(rang.programme_id, rang.annee)
    tables = choisies(rang.tables)
    reglage = Reglage(Mode(rang.mode), rang.seuil, rang.base)
    plan = planifier(
        f"p-{rang.id.hex[:8]}",
        axes,
        observees,
        tables,
        parus(rang.programme_id, rang.annee),
        reglage,
    )
    protection = proteger(plan, secondes=SECONDES, au_fil=lambda f, t: _avancer(rang.id, f, t))
    exiger_le_raccord(rang, protection.valeurs)
    dits = dict.fromkeys(i for t in tables for i in t.indicateurs)
    contenu = composer_le_contenu(
        programme=rang.programme_id,
        titre=rang.titre,
        annee=rang.annee,
        periode=rang.periode,
        arretee_au=au,
        reglage=reglage,
        tables=tables,
        valeurs=protection.valeurs,
        axes=axes,
        definitions=[definitions()[i] for i in dits],
    )
    secret = _secret(compter(TOUS_LES_AXES, observees), contenu, plan, protection)
    _garder(rang.id, secret, _resultat(plan, protection), connues)


def exiger_le_raccord(rang: Preparation, valeurs: Valeurs) -> None:
    """Refuse exact figures with which those of the year before or after would give a hidden one away."""
    if Mode(rang.mode) is not Mode.SUPPRESSION:
        return
    ici = AnneeParue(0, rang.annee, valeurs)
    if autre := raccord_trahi(ici, exactes_voisines(rang.programme_id, rang.annee)):
        raise RaccordRefuse(autre.numero)


def _secret(
    etat: Etat, contenu: dict[str, Any], plan: Plan, protection: Protection
) -> dict[str, Any]:
    """What is sealed: the counts that the next releases will be protected against, the content, what it loses."""
    return {
        "etat": {
            "axes": etat.axes,
            "comptes": [[list(c), n] for c, n in sorted(etat.comptes.items())],
        },
        "contenu": contenu,
        "pertes": [[p.table, p.cellule, p.vraie, p.montree, p.raison] for p in protection.pertes],
        "divergences": [
            [d.publication, d.table, d.cellule, d.alors, d.partis] for d in plan.divergences
        ],
        "contredits": [dict(z) for z in plan.contredits],
    }


def _resultat(plan: Plan, protection: Protection) -> dict[str, Any]:
    """What the audit says, in numbers: no cell, no count of children."""
    return {
        "audit": protection.audit,
        "certificat": protection.certificat,
        "tues": sum(v is None for t in protection.valeurs.values() for v in t.values()),
        "tables": len(plan.tables),
        "divergences": len(plan.divergences),
        "contredits": len(plan.contredits),
        "zeros": len(plan.zeros),
        "cachees": len(plan.cachees),
        "anterieures": [a.demande.id for a in plan.passes],
    }


def _garder(
    ident: UUID, secret: dict[str, Any], resultat: dict[str, Any], connues: list[int]
) -> None:
    with transaction.atomic():
        _arreter_si_demande(ident)
        rang = Preparation.objects.select_for_update().get(id=ident)
        if rang.etat != EtatDePublication.PREPAREE:  # abandoned meanwhile
            raise ArretDemande
        rang.sceller(secret)
        rang.resultat, rang.connues = resultat, connues
        rang.calcul, rang.etat = EtatDeCalcul.FAIT, EtatDePublication.PROTEGEE
        rang.save()
        tracabilite.noter(
            tracabilite.Fait(
                acte=ACTE,
                acteur=rang.auteur_id,
                programme=rang.programme_id,
                regle="protection",
                objet=f"publication {ident}",
                nombre=resultat["audit"]["cells"],
            )
        )


def _avancer(ident: UUID, fait: int, total: int) -> None:
    Preparation.objects.filter(id=ident).update(fait=fait, total=total)
    _arreter_si_demande(ident)


def _arreter_si_demande(ident: UUID) -> None:
    if Preparation.objects.values_list("arret_demande", flat=True).get(id=ident):
        raise ArretDemande
