"""One child under the rules: each criterion answered with its reason, the verdict that follows, every fact kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from maillage.eligibilite.rules import phrases
from maillage.eligibilite.rules.criteres import (
    CommuneEntiere,
    Continuite,
    Critere,
    DomicileEnZone,
    EcoleEnReseau,
    Et,
    JeuDeRegles,
    Ou,
    ParDerogation,
    Poche,
    RegleLocale,
)
from maillage.eligibilite.rules.fonds import Fond
from maillage.eligibilite.rules.places import dans
from maillage.eligibilite.rules.situations import Ecole, SituationAJuger, plier
from maillage.eligibilite.rules.ternaire import Ternaire, et, ou
from maillage.eligibilite.rules.verdicts import Constat, Verdict, VerdictMotive, conclure

T = Ternaire


@dataclass(frozen=True, slots=True)
class Cadre:
    """What a verdict stands on: rules, map, schools, communes of the programme, day of the switch if any.

    `avant`: this is the judgment that others may continue, so continuity itself answers no.
    """

    regles: JeuDeRegles
    fond: Fond
    ecoles: Mapping[str, Ecole] = field(default_factory=dict)
    communes: tuple[str, ...] = ()
    bascule: date | None = None


@dataclass(frozen=True, slots=True)
class _Examen:
    """The child being looked at; `eligible_avant` is None before any switch."""

    s: SituationAJuger
    cadre: Cadre
    eligible_avant: Ternaire | None


def juger(
    situation: SituationAJuger, cadre: Cadre, eligible_avant: Ternaire | None = None
) -> VerdictMotive:
    """Judge one child. `eligible_avant` is what the former map and rules said; None: nothing was before."""
    examen = _Examen(situation, cadre, eligible_avant)
    constats = tuple(_constater(examen, r) for r in cadre.regles.regles)
    return conclure(constats, cadre.regles, situation, cadre.fond)


def en_ternaire(verdict: Verdict) -> Ternaire:
    """A verdict as the answer to «was she eligible?»."""
    return {Verdict.ELIGIBLE: T.OUI, Verdict.NON_ELIGIBLE: T.NON}.get(verdict, T.INCONNU)


def _constater(examen: _Examen, regle: RegleLocale) -> Constat:
    faits: list[str] = []
    return Constat(regle, _valoir(examen, regle.critere, faits), tuple(dict.fromkeys(faits)))


def _valoir(examen: _Examen, critere: Critere, faits: list[str]) -> Ternaire:
    """The answer to a criterion; the facts it looked at are added, in words."""
    match critere:
        case Et(de):
            return et([_valoir(examen, c, faits) for c in de])
        case Ou(de):
            return ou([_valoir(examen, c, faits) for c in de])
        case DomicileEnZone() | Poche():
            return _domicile(examen, critere, faits)
        case EcoleEnReseau(labels):
            return _ecole(examen, labels, faits)
        case CommuneEntiere(communes):
            return _commune(examen, communes, faits)
        case Continuite():
            return _continuite(examen, critere, faits)
        case ParDerogation(situations=listees):
            accordee = examen.s.derogation or examen.s.id in listees
            faits.append(phrases.derogation(critere, accordee=accordee))
            return T.de(accordee)


def _domicile(examen: _Examen, critere: DomicileEnZone | Poche, faits: list[str]) -> Ternaire:
    s, fond = examen.s, examen.cadre.fond
    par_commune = fond.commune(s.commune, critere)
    if par_commune is not T.NON:
        faits.append(phrases.zone_sans_forme(s.commune, par_commune, fond.incomplete(critere)))
    if par_commune is T.OUI:
        return T.OUI
    if listes := fond.listes(critere):
        sur_liste = fond.sur_une_liste(s.commune, s.voie, s.numero, critere)
        faits.append(phrases.voie([x.nom for x in listes], sur_liste, connue=bool(s.voie)))
        if sur_liste is T.OUI or not fond.carte(critere).zones:
            return ou([par_commune, sur_liste])
        return ou([par_commune, sur_liste, _position(examen, critere, faits)])
    return ou([par_commune, _position(examen, critere, faits)])


def _position(examen: _Examen, critere: DomicileEnZone | Poche, faits: list[str]) -> Ternaire:
    """What the point of the home says alone."""
    s = examen.s
    if manque := s.sans_position(examen.cadre.regles.score_minimum):
        faits.append(phrases.SANS_POSITION[manque])
        return T.INCONNU
    assert s.lon is not None and s.lat is not None  # noqa: S101, PT018 - what sans_position just said
    place = examen.cadre.fond.placer(s.lon, s.lat, critere)
    faits.append(phrases.place(place, s.incertitude))
    return dans(place, s.incertitude)


def _ecole(examen: _Examen, labels: tuple[str, ...], faits: list[str]) -> Ternaire:
    s = examen.s
    if s.scolarise is False:
        faits.append(phrases.NON_SCOLARISE)
        return T.NON
    ecole = examen.cadre.ecoles.get(s.uai) if s.uai else None
    if s.scolarise is None or ecole is None or ecole.label is None:
        faits.append(phrases.ecole_inconnue(s, ecole))
        return T.INCONNU
    faits.append(phrases.ecole(ecole))
    return T.de(ecole.label in labels)


def _commune(examen: _Examen, communes: tuple[str, ...], faits: list[str]) -> Ternaire:
    dite = examen.s.commune
    if not dite:
        faits.append(phrases.COMMUNE_INCONNUE)
        return T.INCONNU
    faits.append(phrases.commune(dite))
    voulues = {plier(c) for c in communes or examen.cadre.communes}
    return T.de(not voulues or plier(dite) in voulues)


def _continuite(examen: _Examen, critere: Continuite, faits: list[str]) -> Ternaire:
    avant = examen.eligible_avant
    if avant is None:
        return T.NON
    jour = examen.cadre.bascule
    a_temps = T.de(critere.jusqu_au is None or jour is None or jour <= critere.jusqu_au)
    ouvert = T.de(examen.s.parcours_ouvert) if critere.parcours_ouvert else T.OUI
    faits.append(phrases.continuite(avant, ouvert, a_temps, critere.jusqu_au))
    return et([avant, ouvert, a_temps])
