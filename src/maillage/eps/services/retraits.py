"""A family takes its agreement back: the situation leaves the agenda and nobody reads its extract, in the same transaction."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.rules.natures import Nature
from maillage.dossiers.models import Dossier
from maillage.dossiers.queries import faits
from maillage.dossiers.rules import Volet
from maillage.eps.models import Invitation, SituationDeSeance
from maillage.eps.rules.seances import EtatDeSituation
from maillage.eps.services.acces import finir
from maillage.eps.services.ordre import faire_attendre
from maillage.notions.erreurs import ErreurMetier
from maillage.partage import chartes, murs
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


def revoir(*, dossier_id: UUID, auteur_id: UUID | None, at: date) -> None:
    """Judge again this child's situations, after a word of the family. The caller holds the transaction."""
    if not SituationDeSeance.objects.filter(dossier_id=dossier_id).exists():
        return
    if accords.accord_en_vigueur(dossier_id, Nature.PRESENTATION, at):
        return
    programme = Dossier.objects.values_list("programme_id", flat=True).get(pk=dossier_id)
    with murs.systeme(programme, "retrait_en_eps", au_nom_de=auteur_id, objet="eps_retiree"):
        for rang in SituationDeSeance.objects.select_for_update().filter(dossier_id=dossier_id):
            _fermer(rang)
            if rang.etat == EtatDeSituation.INSCRITE:
                _retirer(rang, auteur_id, at)


def _fermer(rang: SituationDeSeance) -> None:
    """Parts of séances already held end too: they rest on the same agreement."""
    numeros = Invitation.objects.filter(situation=rang).values_list("ouverture", "part")
    finir(n for ligne in numeros for n in ligne if n)


def _retirer(rang: SituationDeSeance, auteur_id: UUID | None, at: date) -> None:
    auteur = chartes.acteur(auteur_id, au=at)
    connus = faits(rang.dossier_id)
    if decide(auteur, Acte.ECRIRE, Volet.PARCOURS, connus, at):
        try:
            faire_attendre(auteur, rang, EtatDeSituation.RETIREE, rang.id, at=at)
        except (
            ErreurMetier
        ):  # the stage was moved later than today: it is for a person to put right
            pass
        else:
            return
    rang.etat, rang.reprise_le = EtatDeSituation.RETIREE, None
    rang.save(update_fields=["etat", "reprise_le", "updated_at"])
