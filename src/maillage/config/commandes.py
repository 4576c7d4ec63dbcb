"""What each command does."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from maillage.chiffrement import maitresse
from maillage.classeurs.lecture import lire
from maillage.comptes import queries as comptes
from maillage.comptes import services
from maillage.comptes.models import Programme
from maillage.config import tables
from maillage.config.ligne_de_commande import FAIT
from maillage.notions.erreurs import ErreurMetier
from maillage.reprise import queries, travaux
from maillage.reprise.ressources import ressources
from maillage.reprise.rules.correspondance import Modele
from maillage.reprise.rules.preparation import preparer
from maillage.reprise.rules.rapport import rapporter
from maillage.reprise.services import deposer_sans_acteur
from maillage.territoire import queries as territoire
from maillage.territoire import services as chargement

CODE_POSTAL = 5
PART_D_UNE_COMMUNE = 0.2  # a neighbour town where a few children live is not the programme's
PROGRAMME_D_ESSAI = UUID(int=0)  # a dry run needs no programme: nothing is compared nor written


class ProgrammeInconnu(ErreurMetier):
    """No programme bears this code."""

    def __init__(self, code: str) -> None:
        connus = ", ".join(Programme.objects.order_by("code").values_list("code", flat=True))
        super().__init__(
            f"Aucun programme ne porte le code « {code} ».",
            a_faire=f"Programmes connus : {connus or 'aucun'}.",
        )


class SansInstallation(ErreurMetier):
    """There is no base to write to on this machine yet."""

    def __init__(self) -> None:
        super().__init__(
            "Aucune installation de Maillage n'est prête sur cette machine.",
            rien_perdu="Rien n'a été écrit.",
            a_faire="Ajoutez --dry-run pour essayer, ou lancez d'abord « start.py demo » ou « start.py serve ».",
        )


def jour_tape(texte: str) -> date:
    """A civil day as it is typed on the command line."""
    try:
        return date.fromisoformat(texte)
    except ValueError:
        raise ErreurMetier(
            f"« {texte} » n'est pas une date.",
            rien_perdu="Rien n'a été écrit.",
            a_faire="Écrivez-la AAAA-MM-JJ.",
        ) from None


class SansTableau(ErreurMetier):
    """The file was read and holds no list of children."""

    def __init__(self) -> None:
        super().__init__(
            "Aucun tableau d'enfants dans ce fichier.",
            rien_perdu="Rien n'a été écrit.",
            a_faire="Vérifiez la feuille : il faut une ligne de titres avec au moins un nom.",
        )


class FichierAbsent(ErreurMetier):
    """The file named on the command line is not there."""

    def __init__(self, chemin: Path) -> None:
        super().__init__(f"Le fichier « {chemin} » n'existe pas ou ne peut pas être lu.")


def preparer_l_essai(code: str) -> None:
    """A base that lives the time of the command, with a programme of this code."""
    for alias in settings.DATABASES:
        Path(settings.DATABASES[alias]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        tables.creer(alias)
    if not settings.CLE_MAITRESSE.exists():
        maitresse.creer(settings.CLE_MAITRESSE)
    chargement.charger_donnees_livrees()
    if code:
        services.ouvrir_programme(code=code, nom="Programme d'essai", communes=[])


def reprise(options: argparse.Namespace, *, essai: bool) -> int:
    """Import a tracker, or only tell what it would do."""
    if essai and not options.dry_run:
        raise SansInstallation
    programme = comptes.programme_par_code(options.programme)
    if programme is None and not options.dry_run:
        raise ProgrammeInconnu(options.programme)
    try:
        octets = options.fichier.read_bytes()
    except OSError:
        raise FichierAbsent(options.fichier) from None
    modele = _modele(programme, options.modele)
    au = timezone.localdate()
    classeur = lire(octets, options.fichier.name)
    communes = (programme and programme.communes) or _communes(classeur)
    prets = ressources(programme.id if programme else PROGRAMME_D_ESSAI, communes)
    plan = preparer(classeur, prets, au, modele)
    rapport = rapporter(plan)
    if options.json:
        options.json.write_text(json.dumps(rapport, ensure_ascii=False, indent=1), encoding="utf-8")
    if not plan.correspondances:
        raise SansTableau
    if options.dry_run or programme is None:
        if programme is None:
            print(f"Aucun programme ne porte le code « {options.programme} » : lecture à blanc.")
        _dire(rapport, "Rien n'a été écrit.")
    else:
        identifiant = deposer_sans_acteur(
            programme_id=programme.id, nom=options.fichier.name, octets=octets, modele=modele, at=au
        )
        travaux.importer(identifiant, at=au)
        _dire_le_bilan(identifiant)
    return FAIT


def _modele(programme: Programme | None, nom: str | None) -> Modele | None:
    """A kept mapping by its name, or a JSON file."""
    if not nom:
        return None
    garde = queries.modele_nomme(programme.id, nom) if programme else None
    if garde is not None:
        return garde
    try:
        return Modele.lire(json.loads(Path(nom).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        raise ErreurMetier(
            f"Le modèle « {nom} » n'est ni un modèle gardé ni un fichier de modèle lisible.",
            a_faire="Vérifiez son nom, ou laissez Maillage proposer les colonnes.",
        ) from None


def _communes(classeur: Any) -> list[str]:
    """Communes of the postcodes that the file speaks of, for a programme that has none yet."""
    codes: dict[str, int] = {}
    for feuille in classeur.feuilles:
        for _, cellules in feuille.lignes:
            for cellule in cellules:
                for mot in cellule.texte.replace("-", " ").split():
                    if len(mot) == CODE_POSTAL and mot.isdigit():
                        codes[mot] = codes.get(mot, 0) + 1
    connus = {c: territoire.communes_du_code_postal(c) for c in codes}
    total = sum(n for c, n in codes.items() if connus[c])
    frequents = [c for c, n in codes.items() if connus[c] and n >= PART_D_UNE_COMMUNE * total]
    return sorted({commune for code in frequents for commune in connus[code]})


def _dire(rapport: dict[str, Any], fin: str) -> None:
    cellules, nombres = rapport["cellules"], rapport["comptes"]
    print(
        f"{nombres['enfants']} enfants, {nombres['refus']} lignes refusées, "
        f"{nombres['doublons_a_confirmer']} ressemblances à confirmer."
    )
    print(
        f"{cellules['total']} cases non vides : {cellules['importees']} reprises, "
        f"{cellules['quarantaine']} mises à l'abri, {cellules['refusees']} refusées, "
        f"{cellules['ignorees']} laissées de côté."
    )
    for refus in rapport["refus"]:
        print(f"  {refus['feuille']}, ligne {refus['ligne']} : {refus['erreur']}")
    print(fin)


def _dire_le_bilan(identifiant: Any) -> None:
    rang = queries.reprise_de_la_ligne_de_commande(identifiant)
    bilan = rang.bilan or {}
    print(
        f"{bilan['crees']} dossiers créés, {bilan['modifies']} complétés, "
        f"{bilan['inchanges']} déjà à jour, {bilan['textes']} textes à trier."
    )
