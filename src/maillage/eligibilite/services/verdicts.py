"""Judging children and keeping the verdicts: a new row when something changed, nothing erased."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.eligibilite.models import VerdictRendu
from maillage.eligibilite.queries import regles as jeux
from maillage.eligibilite.queries.cartes import fond_au
from maillage.eligibilite.queries.faits import Connus, connus
from maillage.eligibilite.rules.examen import Cadre, en_ternaire, juger
from maillage.eligibilite.rules.situations import SituationAJuger
from maillage.eligibilite.rules.ternaire import Ternaire
from maillage.eligibilite.rules.verdicts import Verdict, VerdictMotive
from maillage.partage import murs
from maillage.partage.rules.actes import Acte
from maillage.territoire import cartes
from maillage.tracabilite import services as tracabilite

ACTE = Acte.TENIR_L_ELIGIBILITE
VEILLE = timedelta(days=1)


def revoir(
    programme_id: UUID, dossiers: Collection[UUID] | None, *, at: date, par: UUID | None = None
) -> int:
    """Judge these dossiers again (all the active ones when None); return how many verdicts changed.

    A programme without rules in force has no verdict, which is not «non».
    """
    regles = jeux.en_vigueur_au(programme_id, at)
    if regles is None or regles.jeu is None:
        return 0
    with murs.systeme(programme_id, ACTE, au_nom_de=par, objet="verdicts"):
        actifs = Dossier.objects.filter(programme_id=programme_id, etat=EtatDuDossier.ACTIF)
        if dossiers is not None:
            actifs = actifs.filter(id__in=list(dossiers))
        ids = list(actifs.values_list("id", flat=True))
        lus = connus(programme_id, ids, at)
        fond = fond_au(at, programme_id)
        cadre = Cadre(regles.jeu, fond.fond, lus.ecoles, lus.communes, at)
        cles = trousseau(programme_id, ids, [Volet.IDENTITE])
        avant = _avant(cadre, lus, programme_id, cles, at)
        rendus = {UUID(s.id): en_contenu(juger(s, cadre, avant.get(s.id))) for s in lus.situations}
        return _garder(_Rendu(programme_id, regles.id, fond.version, at, par), rendus, cles)


def _avant(
    cadre: Cadre, lus: Connus, programme_id: UUID, cles: Trousseau, at: date
) -> dict[str, Ternaire]:
    """Who was eligible on the eve of the present map: as it was judged then, else as the former map would have said."""
    actuelle = cartes.en_vigueur_au(at, programme=programme_id)
    if actuelle is None:
        return {}
    veille = actuelle.depuis - VEILLE
    if cartes.en_vigueur_au(veille, programme=programme_id) is None:
        return {}
    ancien = Cadre(
        cadre.regles, fond_au(veille, programme_id).fond, lus.ecoles, lus.communes, veille
    )
    dits = derniers([UUID(s.id) for s in lus.situations], cles, jusqu_au=veille)
    return {s.id: _d_alors(s, ancien, dits.get(UUID(s.id))) for s in lus.situations}


def _d_alors(situation: SituationAJuger, ancien: Cadre, dit: Mapping[str, Any] | None) -> Ternaire:
    if dit is not None:
        return en_ternaire(Verdict(dit["verdict"]))
    return en_ternaire(juger(situation, ancien).verdict)


def derniers(
    dossiers: Collection[UUID], cles: Trousseau, *, jusqu_au: date | None = None
) -> dict[UUID, dict[str, Any]]:
    """The latest verdict of each dossier, opened; with its version and day."""
    rangs = VerdictRendu.objects.filter(dossier_id__in=dossiers).order_by("created_at")
    if jusqu_au is not None:
        rangs = rangs.filter(rendu_le__lte=jusqu_au)
    latest = {r.dossier_id: r for r in rangs}
    return {
        d: r.ouvrir(cles) | {"_regles": r.regles_id, "_carte": r.carte, "_le": r.rendu_le}
        for d, r in latest.items()
    }


def en_contenu(rendu: VerdictMotive) -> dict[str, Any]:
    """A verdict as it is sealed: everything that «Pourquoi ?» shows."""
    place = rendu.place
    return {
        "verdict": rendu.verdict.value,
        "phrase": rendu.phrase,
        "regle": rendu.regle.id if rendu.regle else None,
        "texte": rendu.regle.texte if rendu.regle else None,
        "satisfaites": list(rendu.satisfaites),
        "inconnues": list(rendu.inconnues),
        "zone": place.zone.code if place and place.zone else None,
        "generation": place.generation if place else "",
        "faits": rendu.faits,
    }


@dataclass(frozen=True, slots=True)
class _Rendu:
    programme: UUID
    regles: UUID
    carte: str
    at: date
    par: UUID | None


def _garder(rendu: _Rendu, verdicts: Mapping[UUID, dict[str, Any]], cles: Trousseau) -> int:
    """Write those that differ from the latest kept, in their content, their rules or their map."""
    connus_avant = derniers(list(verdicts), cles)
    neufs = []
    for dossier, contenu in verdicts.items():
        ancien = connus_avant.get(dossier)
        de_meme = ancien is not None and (ancien["_regles"], ancien["_carte"]) == (
            rendu.regles,
            rendu.carte,
        )
        if de_meme and {k: v for k, v in ancien.items() if k[0] != "_"} == contenu:
            continue
        rang = VerdictRendu(
            dossier_id=dossier, regles_id=rendu.regles, carte=rendu.carte, rendu_le=rendu.at
        )
        rang.sceller(contenu, cles)
        neufs.append(rang)
    with transaction.atomic():
        VerdictRendu.objects.bulk_create(neufs, batch_size=200)
        if neufs:
            tracabilite.noter(
                tracabilite.Fait(
                    acte=ACTE,
                    acteur=rendu.par,
                    programme=rendu.programme,
                    regle="verdicts",
                    volet=Volet.IDENTITE,
                    dossiers=tuple(r.dossier_id for r in neufs),
                    objet=f"regles {rendu.regles}",
                    nombre=len(neufs),
                )
            )
    return len(neufs)
