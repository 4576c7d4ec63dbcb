"""A demand arrives: from somebody signed in, or by a link. It is sealed apart until the team receives it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.accords.rules.numeros import LETTRES, TIREES, numero_complet
from maillage.chiffrement.services import detruire, empreinte
from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur, Mission
from maillage.dossiers.services import numero_d_envoi
from maillage.notions.nomenclatures import charger
from maillage.partage import murs
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.saisines.errors import DemandeIncomplete, LienFerme
from maillage.saisines.models import BrouillonDeSaisine, LienDeSaisine, Saisine
from maillage.saisines.queries.liens import etat_du_lien, lien_du_jeton
from maillage.saisines.rules import NatureDeLien, Voie
from maillage.saisines.rules.contenus import Sollicitation, missing_fields
from maillage.saisines.rules.liens import utilisable
from maillage.saisines.services import exiger_l_acte

DEPOT = "deposer_une_saisine"
PAR_L_EQUIPE = frozenset({Mission.COORDINATION, Mission.SECRETARIAT})
LONGUEUR_DU_CODE = 16  # letters of nineteen: 68 bits, beside the number and the limit of attempts


@dataclass(frozen=True, slots=True)
class Recu:
    """The receipt: the number, and for whoever has no account the secret code that goes with it."""

    saisine: UUID
    numero: str
    recue_le: date
    code: str = ""


def empreinte_du_jeton(jeton: str) -> str:
    """What is kept of the token of a link."""
    return hashlib.sha256(jeton.encode()).hexdigest()


def empreinte_du_code(programme_id: UUID, numero: str, code: str) -> str:
    """What is kept of the code of a receipt: a digest keyed by the programme."""
    return empreinte(programme_id, f"code de saisine|{numero}|{lettres_du_code(code)}")


def lettres_du_code(texte: str) -> str:
    """The letters of a code, whatever the case and signs typed."""
    return "".join(c for c in texte.upper() if c.isalpha())


def deposer(
    *, acteur: Acteur, demande: Sollicitation, origine: str, formulaire: UUID, at: date
) -> Recu:
    """A demand of somebody signed in, or typed by the team. The same form sent twice makes one."""
    decision = exiger_l_acte(acteur, Acte.SOLLICITER, at)
    de_l_equipe = bool(acteur.missions & PAR_L_EQUIPE)
    voie = Voie.SAISIE if de_l_equipe else Voie.COMPTE
    famille = origine in ("famille", "enfant")
    if origine not in charger("n07"):
        raise DemandeIncomplete
    _exiger_complete(demande, famille=famille)
    envoi = numero_d_envoi(formulaire, acteur.id, demande.contenu())
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=acteur.programme_id)
        if deja := Saisine.objects.filter(formulaire=envoi).first():
            return Recu(deja.pk, deja.numero, deja.recue_le)
        rang = Saisine(
            programme_id=acteur.programme_id, voie=voie, origine=origine, recue_le=at,
            numero=_numero(), auteur_id=acteur.id, formulaire=envoi,
        )  # fmt: skip
        noter(acteur, Acte.SOLLICITER, decision, objet=f"saisine {rang.pk}")
        rang.sceller(demande.contenu())
        rang.save(force_insert=True)
        _oublier_le_brouillon(acteur)
    return Recu(rang.pk, rang.numero, rang.recue_le)


def deposer_par_lien(
    *, jeton: str, demande: Sollicitation, formulaire: UUID, at: date, instant: datetime
) -> Recu:
    """A demand written by a link, without account. The receipt holds the code that nobody else will ever see."""
    lien = lien_du_jeton(jeton)
    if lien is None:
        raise LienFerme
    nature = NatureDeLien(lien.nature)
    envoi = numero_d_envoi(formulaire, lien.pk, demande.contenu())
    with (
        transaction.atomic(),
        murs.systeme(lien.programme_id, DEPOT, au_nom_de=None, objet=f"lien {lien.pk}"),
    ):
        lien = LienDeSaisine.objects.select_for_update().get(pk=lien.pk)
        if deja := Saisine.objects.filter(formulaire=envoi).first():
            return _recu(deja, formulaire)
        if not utilisable(etat_du_lien(lien, at), at):
            raise LienFerme
        _exiger_complete(demande, famille=nature is NatureDeLien.FAMILLE)
        origine = "famille" if nature is NatureDeLien.FAMILLE else lien.origine or "autre"
        rang = Saisine(
            programme_id=lien.programme_id, voie=nature.voie, origine=origine, recue_le=at,
            numero=_numero(), lien=lien, formulaire=envoi,
        )  # fmt: skip
        recu = _recu(rang, formulaire)
        rang.code = empreinte_du_code(lien.programme_id, rang.numero, recu.code)
        rang.sceller(demande.contenu())
        rang.save(force_insert=True)
        LienDeSaisine.objects.filter(pk=lien.pk).update(utilise_le=instant)
    return recu


def _exiger_complete(demande: Sollicitation, *, famille: bool) -> None:
    if missing_fields(demande, famille=famille):
        raise DemandeIncomplete


def _recu(rang: Saisine, formulaire: UUID) -> Recu:
    """The code comes back the same for the same form: it is drawn from its number, which nobody keeps."""
    tire = int(empreinte(rang.programme_id, f"tirage|{formulaire}"), 16)
    lettres = ""
    for _ in range(LONGUEUR_DU_CODE):
        tire, reste = divmod(tire, len(LETTRES))
        lettres += LETTRES[reste]
    code = "-".join(lettres[i : i + 4] for i in range(0, LONGUEUR_DU_CODE, 4))
    return Recu(rang.pk, rang.numero, rang.recue_le, code)


def _numero() -> str:
    """A number that tells nothing: neither how many came, nor when."""
    while True:
        numero = numero_complet("".join(secrets.choice(LETTRES) for _ in range(TIREES)))
        if not Saisine.objects.filter(numero=numero).exists():
            return numero


def garder_brouillon(*, acteur: Acteur, champs: dict[str, Any], at: date) -> None:
    """Keep what is being typed, sealed, for its author alone; an empty form drops it."""
    exiger_l_acte(acteur, Acte.SOLLICITER, at)
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=acteur.programme_id)
        rang = BrouillonDeSaisine.objects.filter(
            programme_id=acteur.programme_id, auteur_id=acteur.id
        ).first()
        if not any(champs.values()):
            _oublier_le_brouillon(acteur)
            return
        rang = rang or BrouillonDeSaisine(programme_id=acteur.programme_id, auteur_id=acteur.id)
        rang.sceller(champs)
        rang.save()


def _oublier_le_brouillon(acteur: Acteur) -> None:
    rangs = BrouillonDeSaisine.objects.filter(programme_id=acteur.programme_id, auteur_id=acteur.id)
    for rang in rangs:
        detruire(rang.pk)
        rang.delete()
