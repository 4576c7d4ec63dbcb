"""The calendar of a campaign, between its records and its rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from maillage.comptes import queries as comptes
from maillage.comptes.queries import en_vigueur
from maillage.dossiers.models import Cercle
from maillage.dossiers.rules import Qualite
from maillage.eligibilite.models.campagne import Campagne, SortieAccompagnee
from maillage.eligibilite.rules.campagne import (
    CadreDeCampagne,
    Depart,
    EnfantPerdu,
    Partant,
    RegleDeContinuite,
    Suite,
    SuiteDecidee,
    continuite,
)
from maillage.eligibilite.rules.campagne_calendrier import (
    CalendrierDeSortie,
    Semaine,
    bornes_du_calendrier,
    fin_d_annee,
    repartir,
    semaines,
)
from maillage.territoire import queries as territoire

DERNIER_JOUR = timedelta(days=4)  # from Monday to Friday
RAISON_SCELLEE = "(écrite dans le dossier)"  # a calendar needs no word of the reason


def regles_de(campagne: Campagne) -> frozenset[RegleDeContinuite]:
    """The rules of continuity of a campaign."""
    tenues = {
        RegleDeContinuite.FIN_D_ACTION: campagne.attend_l_action,
        RegleDeContinuite.FIN_D_ANNEE: campagne.attend_l_annee,
        RegleDeContinuite.FRATRIE: campagne.fratries_ensemble,
    }
    return frozenset(r for r, tenue in tenues.items() if tenue)


def cadre_de(campagne: Campagne, at: date) -> CadreDeCampagne:
    """What holds for the campaign from this day on."""
    calendrier = territoire.calendrier(comptes.programme(campagne.programme_id).zone_scolaire)
    debut = min(max(campagne.debut, at), campagne.date_legale)
    return CadreDeCampagne(
        debut=debut,
        date_legale=campagne.date_legale,
        regles=regles_de(campagne),
        fin_d_annee=fin_d_annee(debut, calendrier),
    )


def semaines_de(campagne: Campagne, at: date) -> tuple[Semaine, ...]:
    """The weeks that are left to the campaign on this day."""
    calendrier = territoire.calendrier(comptes.programme(campagne.programme_id).zone_scolaire)
    return semaines(max(campagne.debut, at), campagne.date_legale, calendrier)


def referents_de(dossiers: Collection[UUID], at: date) -> dict[UUID, UUID]:
    """The poste that leads each of these parcours on this day."""
    suivis = Cercle.objects.filter(
        en_vigueur(at), dossier_id__in=list(dossiers), qualite=Qualite.REFERENT
    )
    return dict(suivis.values_list("dossier_id", "poste_id"))


def suite_de(rang: SortieAccompagnee) -> Suite | None:
    """What was decided for this child, without its words."""
    suite = SuiteDecidee(rang.suite)
    if suite is SuiteDecidee.SELON_LES_REGLES:
        return None
    return Suite(suite, RAISON_SCELLEE, str(rang.auteur_id), rang.pas_avant)


def depart_de(rang: SortieAccompagnee, cadre: CadreDeCampagne, referent: UUID | None) -> Depart:
    """From when on this child may leave, and why."""
    enfant = EnfantPerdu(
        cle=str(rang.dossier_id),
        referent=str(referent or ""),
        fratrie=str(rang.fratrie or ""),
        fin_d_action=rang.fin_d_action,
    )
    return continuite(enfant, cadre, suite_de(rang))


def proposer(
    campagne: Campagne, at: date, libres: Collection[UUID] | None = None
) -> CalendrierDeSortie:
    """Write a week for each exit that is not done.

    `libres` None: for all of them but those whose week was chosen by hand. Otherwise for these dossiers only, around the
    weeks of the others.
    """
    possibles, cadre = semaines_de(campagne, at), cadre_de(campagne, at)
    lundis = {s.lundi for s in possibles}
    rangs = [
        r
        for r in campagne.sorties.select_for_update().filter(faite_le=None).order_by("dossier_id")
        if libres is None or r.dossier_id in libres or r.semaine in lundis
    ]
    fixes = {
        r.pk
        for r in rangs
        if r.semaine in lundis and (r.a_la_main if libres is None else r.dossier_id not in libres)
    }
    referents = referents_de([r.dossier_id for r in rangs], at)
    departs = {r.pk: depart_de(r, cadre, referents.get(r.dossier_id)) for r in rangs}
    partants = [
        _fixer(p, r.semaine) if r.pk in fixes and r.semaine else p
        for r in rangs
        if (p := departs[r.pk].partant) is not None
    ]
    calendrier = repartir(partants, possibles)
    _garder(rangs, departs, calendrier, fixes)
    return calendrier


def planchers_de(
    campagne: Campagne, rangs: Iterable[SortieAccompagnee], at: date
) -> dict[UUID | None, int]:
    """What no calendar goes under from this day on, for the exits that are left, by poste of référent."""
    cadre, restent = cadre_de(campagne, at), [r for r in rangs if r.faite_le is None]
    referents = referents_de([r.dossier_id for r in restent], at)
    departs = (depart_de(r, cadre, referents.get(r.dossier_id)) for r in restent)
    partants = [d.partant for d in departs if d.partant is not None]
    lus = bornes_du_calendrier(partants, semaines_de(campagne, at))
    return {UUID(poste) if poste else None: n for poste, n in lus.items()}


def _fixer(partant: Partant, lundi: date) -> Partant:
    """A week already chosen is her only one."""
    dernier = min(lundi + DERNIER_JOUR, partant.au_plus_tard)
    return replace(partant, au_plus_tot=lundi, au_plus_tard=dernier)


def _garder(
    rangs: Iterable[SortieAccompagnee],
    departs: Mapping[UUID, Depart],
    calendrier: CalendrierDeSortie,
    fixes: Collection[UUID],
) -> None:
    empechements = {n.cle: n.motif.code for n in calendrier.sans_semaine}
    for rang in rangs:
        cle, partant = str(rang.dossier_id), departs[rang.pk].partant
        rang.au_plus_tot = partant.au_plus_tot if partant else None
        rang.semaine = calendrier.places.get(cle)
        rang.empechement = empechements.get(cle, "")
        rang.a_la_main = rang.a_la_main and rang.pk in fixes
    SortieAccompagnee.objects.bulk_update(
        list(rangs), ["au_plus_tot", "semaine", "empechement", "a_la_main"], batch_size=200
    )


def replacer(rang: SortieAccompagnee, at: date) -> None:
    """After a decision on one child: look again for a week, for her and the siblings who leave with her."""
    campagne = rang.campagne
    libres = {rang.dossier_id}
    if campagne.fratries_ensemble and rang.fratrie is not None:
        siens = campagne.sorties.filter(fratrie=rang.fratrie, faite_le=None)
        libres |= set(siens.values_list("dossier_id", flat=True))
    proposer(campagne, at, libres)
