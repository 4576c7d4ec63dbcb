"""Opening an account, waking it, ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from maillage.comptes.errors import CompteDejaOuvert
from maillage.comptes.models import (
    Institution,
    MissionConfiee,
    Occupation,
    Utilisateur,
)
from maillage.comptes.queries.acteurs import etat
from maillage.comptes.rules import Acteur, Mission, ObligationDeSecret
from maillage.comptes.rules.etats import EtatDuCompte
from maillage.comptes.services import codes
from maillage.comptes.services.demandes import (
    attribuer,
    demander_la_reconnaissance,
    exiger_le_nom,
)
from maillage.comptes.services.droits import (
    clore_les_droits,
    exiger,
    exiger_cible,
    exiger_fin,
    fermer_les_sessions,
    oublier_les_facteurs,
)
from maillage.comptes.services.missions import occuper, ouvrir_poste
from maillage.comptes.services.trace import noter
from maillage.notions.erreurs import Introuvable


@dataclass(frozen=True, slots=True, kw_only=True)
class NouvellePersonne:
    """What the form of opening says."""

    nom: str
    email: str
    mission: Mission
    obligation: ObligationDeSecret
    jusqu_au: date
    institution: str = ""
    nature: str = ""  # code of nomenclature N32


@dataclass(frozen=True, slots=True, kw_only=True)
class CompteRemis:
    """Shown once: the code to give by hand, whole or its first half when the second is for another person.

    `en_attente`: the mission waits for a second person.
    """

    compte: UUID
    nom: str
    email: str
    code: str
    expire_le: date
    en_attente: bool = False
    entier: bool = True


@transaction.atomic
def ouvrir_compte(*, par: Acteur, personne: NouvellePersonne, at: date) -> CompteRemis:
    """Open an account, or open again the closed account of somebody who comes back; the code is returned once."""
    exiger_fin(personne.jusqu_au, at)
    compte = Utilisateur.objects.select_for_update().filter(email__iexact=personne.email).first()
    revient = compte is not None
    if compte is None:
        compte = Utilisateur(email=Utilisateur.objects.normalize_email(personne.email))
    elif not _peut_rouvrir(compte, par, at):
        raise CompteDejaOuvert
    exiger(par, compte.pk)
    if revient:
        oublier_les_facteurs(compte)
    compte.nom = personne.nom
    compte.is_active = True
    compte.est_demo = settings.DEMO  # what the demonstration opens has no right anywhere else
    compte.jusqu_au = personne.jusqu_au
    compte.institution = _institution(personne)
    compte.ouvert_par_id = par.id
    compte.ouvert_le = at
    compte.set_unusable_password()
    compte.save()
    noter(par, "compte_ouvert", f"compte:{compte.pk}")
    confiee = attribuer(
        par=par, compte=compte, mission=personne.mission, obligation=personne.obligation, at=at
    )
    if personne.mission is Mission.REFERENCE:
        poste = ouvrir_poste(
            programme_id=par.programme_id, libelle=compte.nom, metier="referent_de_parcours"
        )
        occuper(poste=poste, utilisateur=compte, depuis=at)
    if revient:  # her past acts bear her name: one person alone does not open that door again
        demander_la_reconnaissance(par=par, compte=compte, at=at)
    return _remettre(compte, par, at, en_attente=not confiee, entier=not revient)


@transaction.atomic
def refaire_le_code(*, par: Acteur, cible: UUID, at: date) -> CompteRemis:
    """A new code for an account that nobody has opened yet. Once opened, recovery takes two persons."""
    compte = exiger_cible(par, cible, at)
    if etat(compte, au=at) is not EtatDuCompte.A_ACTIVER:
        raise Introuvable
    noter(par, "code_refait", f"compte:{cible}")
    return _remettre(compte, par, at)


@transaction.atomic
def demander_un_secours(*, par: Acteur, cible: UUID, nom: str, at: date) -> CompteRemis:
    """A person lost her factors: the coordinator, who has her in front of her, types her name and gives half a code.

    Nothing changes for the account before a second member has recognised her too.
    """
    compte = exiger_cible(par, cible, at)
    if etat(compte, au=at) is not EtatDuCompte.OUVERT:
        raise Introuvable
    exiger_le_nom(nom, compte)
    demander_la_reconnaissance(par=par, compte=compte, at=at)
    return _remettre(compte, par, at, entier=False)


@transaction.atomic
def mettre_fin(*, par: Acteur, cible: UUID, at: date) -> None:
    """End what a person does in this programme; without another programme her account closes. At once."""
    compte = exiger_cible(par, cible, at)
    clore_les_droits(MissionConfiee, at, utilisateur=compte, programme_id=par.programme_id)
    clore_les_droits(Occupation, at, utilisateur=compte, poste__programme_id=par.programme_id)
    ailleurs = MissionConfiee.objects.filter(utilisateur=compte, retiree_le__isnull=True).exclude(
        jusqu_au__lt=at
    )
    if not ailleurs.exists():
        compte.is_active = False
        compte.save(update_fields=["is_active"])
        codes.annuler(compte)
    fermer_les_sessions(compte.pk)
    noter(par, "compte_ferme" if not compte.is_active else "missions_terminees", f"compte:{cible}")


@transaction.atomic
def lever_la_suspension(*, par: Acteur, cible: UUID, at: date) -> None:
    """Wake an account that slept: sixty days run again from today."""
    compte = exiger_cible(par, cible, at)
    if etat(compte, au=at) is EtatDuCompte.SUSPENDU:
        compte.repris_le = at
        compte.save(update_fields=["repris_le"])
        noter(par, "suspension_levee", f"compte:{cible}")


def _peut_rouvrir(compte: Utilisateur, par: Acteur, at: date) -> bool:
    """Only a closed or ended account, which this programme knew."""
    connu = compte.missions.filter(programme_id=par.programme_id).exists()
    return connu and etat(compte, au=at) in (EtatDuCompte.FERME, EtatDuCompte.ECHU)


def _institution(personne: NouvellePersonne) -> Institution | None:
    if not personne.institution:
        return None
    return Institution.objects.get_or_create(nom=personne.institution, nature=personne.nature)[0]


def _remettre(
    compte: Utilisateur, par: Acteur, at: date, *, en_attente: bool = False, entier: bool = True
) -> CompteRemis:
    return CompteRemis(
        compte=compte.pk,
        nom=compte.nom,
        email=compte.email,
        code=codes.remettre(compte, par=par.id, at=at, entier=entier),
        expire_le=at + codes.DELAI_DE_CODE,
        en_attente=en_attente,
        entier=entier,
    )
