"""Beginning a report, writing the team's words, approving: the documents go into the store with their release."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from maillage.bilans.documents import documents
from maillage.bilans.errors import CommentaireChange, NomDansLeTexte, RapportApprouve, RapportChange
from maillage.bilans.models import CommentaireDeRapport, EtatDeRapport, RapportAnnuel
from maillage.bilans.models.rapports import RUBRIQUES
from maillage.bilans.queries import rapports as lectures
from maillage.bilans.rules.francais import sans_invisible
from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.publications.queries import lecture
from maillage.publications.queries.noms import noms_trouves
from maillage.publications.services import joindre


@transaction.atomic
def commencer(*, acteur: Acteur, parution: int, at: date) -> UUID:
    """Begin the report of a release that is shown; the one already begun is the same."""
    decision = decide(acteur, Acte.TENIR_LES_BILANS, None, None, at)
    noter(acteur, Acte.TENIR_LES_BILANS, decision, objet=f"rapport de la parution {parution}")
    if not decision or acteur.programme_id is None:
        raise Introuvable
    lue = lecture.parution(parution, acteur.programme_id)
    Programme.objects.select_for_update().get(pk=acteur.programme_id)
    rang, _ = RapportAnnuel.objects.get_or_create(
        programme_id=acteur.programme_id,
        parution=parution,
        defaults={"rentree": lue.parution.annee, "auteur_id": acteur.id},
    )
    return rang.pk


def commenter(
    *,
    acteur: Acteur,
    rapport_id: UUID,
    rubrique: str,
    texte: str,
    rang_lu: int,
    confirme: bool,
    at: date,
) -> None:
    """Write the words of a section. `rang_lu`: the one that the page had read; `confirme`: doubtful words name nobody.

    Raises NomDansLeTexte, CommentaireChange, RapportApprouve.
    """
    if rubrique not in RUBRIQUES:
        raise Introuvable
    trouves = noms_trouves(acteur, texte, at=at)
    if trouves.certains or (trouves.possibles and not confirme):
        raise NomDansLeTexte(trouves)
    with transaction.atomic():
        rang = _ouvert(acteur, rapport_id, at)
        dernier = lectures.dernier_rang(rapport_id, rubrique)
        if dernier != rang_lu:
            raise CommentaireChange
        CommentaireDeRapport.objects.filter(
            rapport=rang, rubrique=rubrique, en_vigueur=True
        ).update(en_vigueur=False)
        neuf = CommentaireDeRapport(
            programme_id=rang.programme_id, rapport=rang, rubrique=rubrique, rang=dernier + 1,
            auteur_id=acteur.id, ecrit_le=timezone.now(),
        )  # fmt: skip
        neuf.sceller(sans_invisible(texte))
        neuf.save()


def _ouvert(acteur: Acteur, rapport_id: UUID, at: date) -> RapportAnnuel:
    decision = decide(acteur, Acte.TENIR_LES_BILANS, None, None, at)
    noter(acteur, Acte.TENIR_LES_BILANS, decision, objet=f"rapport {rapport_id}")
    rangs = RapportAnnuel.objects.select_for_update().filter(programme_id=acteur.programme_id)
    rang = rangs.filter(pk=rapport_id).first()
    if not decision or rang is None:
        raise Introuvable
    if rang.etat == EtatDeRapport.APPROUVE:
        raise RapportApprouve
    return rang


def approuver(*, acteur: Acteur, rapport_id: UUID, at: date) -> int:
    """Make the documents, close the report, deposit them with the release; returns how many.

    Nothing closes unless each was made. Killed after closing, it is asked again: a closed report always gives the same
    bytes, and the store keeps them once. Raises RapportApprouve, RapportChange, Introuvable.
    """
    lu = lectures.rapport(acteur, rapport_id, at=at, acte=Acte.PUBLIER)
    if lu.complet:
        raise RapportApprouve
    prets = documents(lu)  # seconds: nothing is locked meanwhile
    if not lu.approuve:
        _fermer(acteur, lu, at)
    for d in prets:
        joindre(acteur, lu.parution.parution, d.octets, d.nom, d.nature, at=at)
    return len(prets)


@transaction.atomic
def _fermer(acteur: Acteur, lu: lectures.RapportLu, at: date) -> None:
    """Close what was made into documents, and nothing else."""
    rangs = RapportAnnuel.objects.select_for_update().filter(programme_id=acteur.programme_id)
    rang = rangs.get(pk=lu.id)
    relu = lectures.rapport(acteur, lu.id, at=at, acte=Acte.PUBLIER)
    if relu.approuve or (relu.rapport, relu.familles) != (lu.rapport, lu.familles):
        raise RapportChange
    rang.etat, rang.approuve_par_id = EtatDeRapport.APPROUVE, acteur.id
    rang.approuve_le = timezone.now()
    rang.save(update_fields=["etat", "approuve_par", "approuve_le"])
