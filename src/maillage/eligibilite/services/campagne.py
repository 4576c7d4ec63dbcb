"""Writes of an exit campaign: open it from a decided scenario, propose its calendar, launch it, end it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import trousseau
from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.eligibilite import suivis
from maillage.eligibilite.calendriers import proposer
from maillage.eligibilite.errors_campagne import (
    CampagneChangee,
    CampagneDejaOuverte,
    DateLegalePassee,
    EtatImpossible,
    PersonneNeSort,
    ScenarioNonDecide,
)
from maillage.eligibilite.models.campagne import VIVANTES, Campagne, SortieAccompagnee
from maillage.eligibilite.queries.fratries import fratries
from maillage.eligibilite.queries.scenarios_decides import perdus, scenarios_decides
from maillage.eligibilite.rules.campagne import (
    SUITES_DE_CAMPAGNE,
    EtatDeCampagne,
    RegleDeContinuite,
)
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import dossiers_visibles, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


@dataclass(frozen=True, slots=True)
class CampagneVoulue:
    """A campaign as the coordination wants it."""

    scenario: UUID
    debut: date
    date_legale: date
    regles: frozenset[RegleDeContinuite]
    telephone: str = ""

    def colonnes(self) -> dict[str, bool]:
        """The rules as the record keeps them."""
        return {
            "attend_l_action": RegleDeContinuite.FIN_D_ACTION in self.regles,
            "attend_l_annee": RegleDeContinuite.FIN_D_ANNEE in self.regles,
            "fratries_ensemble": RegleDeContinuite.FRATRIE in self.regles,
        }


def ouvrir(*, acteur: Acteur, voulue: CampagneVoulue, formulaire: UUID, at: date) -> Campagne:
    """Open a campaign for the open parcours among the children whom the scenario leaves out, its calendar proposed.

    The same form sent twice opens one campaign.
    """
    decision = decide(acteur, Acte.CONDUIRE_LES_SORTIES, None, None, at)
    if not decision:
        raise Introuvable
    if voulue.scenario not in dict(scenarios_decides(acteur)):
        raise ScenarioNonDecide
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=acteur.programme_id)  # one opening at a time
        if deja := Campagne.objects.filter(formulaire=formulaire).first():
            return deja
        if voulue.date_legale <= at:
            raise DateLegalePassee(voulue.date_legale)
        if Campagne.objects.filter(programme_id=acteur.programme_id, etat__in=VIVANTES).exists():
            raise CampagneDejaOuverte
        connus = _parcours_ouverts(acteur, perdus(acteur, voulue.scenario, at=at), at)
        if not connus:
            raise PersonneNeSort
        noter(acteur, Acte.CONDUIRE_LES_SORTIES, decision, objet="campagne_ouverte")
        noter_liste(acteur, Acte.ECRIRE, Volet.PARCOURS, sorted(connus), "campagne_ouverte")
        campagne = Campagne.objects.create(
            programme_id=acteur.programme_id,
            scenario_id=voulue.scenario,
            debut=max(voulue.debut, at),
            date_legale=voulue.date_legale,
            telephone=voulue.telephone,
            auteur_id=acteur.id,
            formulaire=formulaire,
            **voulue.colonnes(),
        )
        _ecrire_les_sorties(campagne, connus)
        proposer(campagne, at)
    return campagne


def _parcours_ouverts(
    acteur: Acteur, sortants: Collection[UUID], at: date
) -> dict[UUID, suivis.SuiviConnu]:
    """Those of the lost children whose parcours is open, and that this acteur may write of."""
    visibles = dossiers_visibles(acteur, Acte.ECRIRE, Volet.PARCOURS, at).filter(pk__in=sortants)
    ids = set(visibles.values_list("pk", flat=True))
    return {d: s for d, s in suivis.suivis(acteur.programme_id, ids).items() if s.ouvert}


def _ecrire_les_sorties(campagne: Campagne, connus: Mapping[UUID, suivis.SuiviConnu]) -> None:
    cles = trousseau(campagne.programme_id, connus, [Volet.PARCOURS])
    groupes = fratries(connus)
    rangs = []
    for dossier in sorted(connus):
        rang = SortieAccompagnee(
            campagne=campagne,
            dossier_id=dossier,
            fratrie=groupes.get(dossier),
            fin_d_action=connus[dossier].fin_d_action,
        )
        rang.sceller({"raison": "", "relais": "", "parole": ""}, cles)
        rangs.append(rang)
    SortieAccompagnee.objects.bulk_create(rangs, batch_size=200)


@contextmanager
def _conduite(
    acteur: Acteur, campagne_id: UUID, version: int, objet: str, at: date
) -> Iterator[Campagne]:
    """Hold one campaign of the programme, at the version that the page showed, and save it under the next."""
    decision = decide(acteur, Acte.CONDUIRE_LES_SORTIES, None, None, at)
    if not decision:
        raise Introuvable
    with transaction.atomic():
        rangs = Campagne.objects.select_for_update()
        rang = rangs.filter(pk=campagne_id, programme_id=acteur.programme_id).first()
        if rang is None:
            raise Introuvable
        if rang.version != version:
            raise CampagneChangee
        noter(acteur, Acte.CONDUIRE_LES_SORTIES, decision, objet=objet)
        yield rang
        rang.version += 1
        rang.save()


def reproposer(
    *,
    acteur: Acteur,
    campagne_id: UUID,
    regles: frozenset[RegleDeContinuite],
    version: int,
    at: date,
) -> None:
    """Change the rules of continuity and propose the calendar again; weeks chosen by hand stay."""
    with _conduite(acteur, campagne_id, version, "campagne_calendrier", at) as campagne:
        if campagne.etat != EtatDeCampagne.PREPAREE:
            raise EtatImpossible(EtatDeCampagne(campagne.etat), EtatDeCampagne.PREPAREE)
        campagne.attend_l_action = RegleDeContinuite.FIN_D_ACTION in regles
        campagne.attend_l_annee = RegleDeContinuite.FIN_D_ANNEE in regles
        campagne.fratries_ensemble = RegleDeContinuite.FRATRIE in regles
        ids = campagne.sorties.values_list("dossier_id", flat=True)
        noter_liste(acteur, Acte.ECRIRE, Volet.PARCOURS, sorted(ids), "campagne_calendrier")
        proposer(campagne, at)


def changer_d_etat(
    *, acteur: Acteur, campagne_id: UUID, vers: EtatDeCampagne, version: int, at: date
) -> None:
    """Launch, close or give up a campaign, along the table."""
    with _conduite(acteur, campagne_id, version, f"campagne_{vers.value}", at) as campagne:
        de = EtatDeCampagne(campagne.etat)
        if vers not in SUITES_DE_CAMPAGNE[de]:
            raise EtatImpossible(de, vers)
        campagne.etat = vers
        if vers is EtatDeCampagne.LANCEE:
            campagne.lancee_le = at
        else:
            campagne.finie_le = at


def accorder(programme_id: UUID, dossiers: Collection[UUID] | None = None, *, at: date) -> int:
    """Take over from the parcours which exits are done, or done no more; return how many changed.

    Called in the transaction that wrote the parcours: recording an exit there marks it here.
    """
    rangs = SortieAccompagnee.objects.select_for_update().filter(
        campagne__programme_id=programme_id, campagne__etat__in=VIVANTES
    )
    if dossiers is not None:
        rangs = rangs.filter(dossier_id__in=list(dossiers))
    par_dossier = {r.dossier_id: r for r in rangs}
    changes = []
    for dossier, suivi in suivis.suivis(programme_id, list(par_dossier)).items():
        rang = par_dossier[dossier]
        faite = None if suivi.ouvert else suivi.sorti_le or at
        if rang.faite_le != faite:
            rang.faite_le = faite
            changes.append(rang)
    SortieAccompagnee.objects.bulk_update(changes, ["faite_le"], batch_size=200)
    return len(changes)
