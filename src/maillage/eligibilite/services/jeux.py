"""Writing the local rules: a draft, then a version in force that never changes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from maillage.comptes.rules import Acteur
from maillage.eligibilite import tasks
from maillage.eligibilite.errors import JourDejaPris, ReglesChangees, ReglesFigees, ReglesVides
from maillage.eligibilite.models import ReglesDuProgramme
from maillage.eligibilite.models.jeux import EtatDesRegles
from maillage.eligibilite.queries import regles as queries
from maillage.eligibilite.rules.criteres import JeuDeRegles
from maillage.eligibilite.rules.toml_ecrit import ecrire_regles
from maillage.eligibilite.rules.toml_lu import lire_regles
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide

ACTE = Acte.TENIR_L_ELIGIBILITE


def ouvrir_brouillon(*, acteur: Acteur, at: date) -> UUID:
    """The draft of the programme; a new one starts from the rules in force."""
    with transaction.atomic():
        deja = queries.brouillon(acteur)
        if deja is not None:
            return deja.id
        siennes = ReglesDuProgramme.objects.filter(programme_id=acteur.programme_id)
        derniere = siennes.aggregate(n=Max("numero"))["n"] or 0
        actuelle = queries.en_vigueur_au(acteur.programme_id, at)
        rang = ReglesDuProgramme.objects.create(
            programme_id=acteur.programme_id,
            numero=derniere + 1,
            texte=actuelle.texte if actuelle else "",
            auteur_id=acteur.id,
        )
        _noter(acteur, rang.id, at)
        return rang.id


def ecrire(
    *, acteur: Acteur, regles_id: UUID, jeu: JeuDeRegles | None, version: int, at: date
) -> None:
    """Replace the rules of a draft; a lost race is refused. Raises ReglesIllisibles as the command line does."""
    texte = ecrire_regles(jeu) if jeu and jeu.regles else ""
    if texte:
        lire_regles(texte)
    with transaction.atomic():
        rang = _brouillon(acteur, regles_id)
        if rang.version != version:
            raise ReglesChangees
        rang.texte, rang.version, rang.auteur_id = texte, version + 1, acteur.id
        rang.save(update_fields=["texte", "version", "auteur"])
        _noter(acteur, rang.id, at)


def mettre_en_vigueur(
    *, acteur: Acteur, regles_id: UUID, depuis: date, version: int, at: date
) -> None:
    """Decide the draft from a day on, then judge every child again."""
    with transaction.atomic():
        rang = _brouillon(acteur, regles_id)
        if rang.version != version:
            raise ReglesChangees
        if not rang.texte:
            raise ReglesVides
        plus_tard = ReglesDuProgramme.objects.filter(
            programme_id=acteur.programme_id, etat=EtatDesRegles.EN_VIGUEUR, depuis__gte=depuis
        )
        if plus_tard.exists():
            raise JourDejaPris
        rang.etat, rang.depuis = EtatDesRegles.EN_VIGUEUR, depuis
        rang.decidees_par_id, rang.decidees_le = acteur.id, timezone.now()
        rang.save()
        _noter(acteur, rang.id, at)
    tasks.revoir_les_verdicts.enqueue(str(acteur.programme_id), None)


def abandonner(*, acteur: Acteur, regles_id: UUID, at: date) -> None:
    """Give up a draft; its text stays."""
    with transaction.atomic():
        rang = _brouillon(acteur, regles_id)
        rang.etat = EtatDesRegles.ABANDONNE
        rang.save(update_fields=["etat"])
        _noter(acteur, rang.id, at)


def _brouillon(acteur: Acteur, regles_id: UUID) -> ReglesDuProgramme:
    rangs = ReglesDuProgramme.objects.select_for_update()
    rang = rangs.filter(programme_id=acteur.programme_id, id=regles_id).first()
    if rang is None:
        raise Introuvable
    if rang.etat != EtatDesRegles.BROUILLON:
        raise ReglesFigees
    return rang


def _noter(acteur: Acteur, regles_id: UUID, at: date) -> None:
    noter(acteur, ACTE, decide(acteur, ACTE, None, None, at), objet=f"regles {regles_id}")
