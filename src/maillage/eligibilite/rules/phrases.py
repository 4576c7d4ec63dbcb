"""The facts of a verdict in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import isfinite

from maillage.eligibilite.rules.criteres import ParDerogation
from maillage.eligibilite.rules.places import Place
from maillage.eligibilite.rules.situations import HORS, Ecole, SituationAJuger
from maillage.eligibilite.rules.ternaire import Ternaire

SANS_POSITION = {
    "adresse_inconnue": "L'adresse n'est pas placée sur la carte.",
    "score_faible": "L'adresse a été reconnue avec trop peu de certitude pour être située.",
    "commune_seule": "De l'adresse, seule la commune est connue.",
}
NON_SCOLARISE = "L'enfant n'est pas scolarisé."
COMMUNE_INCONNUE = "La commune du domicile n'est pas connue."
NOMS_DE_LABEL = {"rep": "REP", "rep_plus": "REP+", HORS: "hors éducation prioritaire"}


def metres(distance: float) -> str:
    """A distance as people say it."""
    if distance < 1000:
        return f"{distance:.0f} m"
    return f"{distance / 1000:.1f} km".replace(".", ",")


def place(lue: Place, incertitude: float) -> str:
    """Where a home stands, and how sure it is."""
    if not isfinite(lue.distance_m):
        return "La carte n'a aucune zone pour cette règle."
    proche = lue.plus_proche or lue.zone
    nom = f"« {proche.nom or proche.code} » ({proche.code})" if proche is not None else ""
    if lue.zone is not None:
        carte = f", carte {lue.generation}" if lue.generation else ""
        dit = f"Domicile dans la zone « {lue.zone.nom or lue.zone.code} » ({lue.zone.code}{carte}), à {metres(lue.distance_m)} de la limite"
    else:
        dit = f"Domicile hors zone, à {metres(lue.distance_m)} de la limite de {nom}"
    if lue.distance_m < incertitude:
        return f"{dit}, plus près que la précision de l'adresse ({metres(incertitude)})."
    return f"{dit}."


def zone_sans_forme(dite: str, reponse: Ternaire, incomplete: str = "") -> str:
    """What a zone known by its commune only says, or a map of which zones are missing."""
    if reponse is Ternaire.OUI:
        return f"La commune {dite} est une zone tout entière."
    if incomplete:
        return f"La carte « {incomplete} » est incomplète : n'être dans aucune de ses zones ne dit rien."
    if not dite:
        return "Une zone n'est connue que par sa commune, et celle du domicile ne l'est pas."
    return f"Une zone de {dite} n'est connue que par sa commune : son contour manque."


def voie(noms: Iterable[str], reponse: Ternaire, *, connue: bool) -> str:
    """What the list of streets of a poche says. The street itself is not quoted: the address has its own page."""
    listes = ", ".join(f"« {n} »" for n in noms)
    if reponse is Ternaire.OUI:
        return f"La rue et le numéro du domicile sont dans la liste {listes}."
    if reponse is Ternaire.NON:
        return f"La rue et le numéro du domicile ne sont pas dans la liste {listes}."
    if not connue:
        return f"La rue du domicile n'est pas reconnue avec certitude : la liste {listes} ne peut pas répondre."
    return f"La liste {listes} a des rues que le fichier d'adresses ne connaît pas, ou le numéro du domicile manque."


def ecole(lue: Ecole) -> str:
    """The school and its label."""
    reseau = f", réseau {lue.reseau}" if lue.reseau else ""
    return f"École : {lue.nom or lue.uai}, {NOMS_DE_LABEL.get(lue.label or '', lue.label)}{reseau}."


def ecole_inconnue(s: SituationAJuger, lue: Ecole | None) -> str:
    """What is missing to know the réseau of the school."""
    if s.scolarise is None:
        return "On ne sait pas si l'enfant est scolarisé."
    if not s.uai:
        return "L'école de l'enfant n'est pas connue."
    if lue is None:
        return f"L'établissement {s.uai} n'est pas dans la liste des écoles."
    return f"Personne n'a dit si {lue.nom or lue.uai} est en éducation prioritaire."


def commune(dite: str) -> str:
    """The commune of the home."""
    return f"Commune du domicile : {dite}."


def derogation(critere: ParDerogation, *, accordee: bool) -> str:
    """Whether a derogation was granted, by whom and why when the rule says it."""
    if not accordee:
        return "Aucune dérogation n'a été accordée."
    par = f" par {critere.auteur}" if critere.auteur else ""
    motif = f" : {critere.motif}" if critere.motif else ""
    return f"Dérogation accordée{par}{motif}."


def continuite(avant: Ternaire, ouvert: Ternaire, a_temps: Ternaire, jusqu_au: date | None) -> str:
    """Whether the former eligibility goes on, and until when."""
    fin = f" jusqu'au {jusqu_au:%d/%m/%Y}" if jusqu_au else ""
    if avant is Ternaire.NON:
        return "L'enfant n'était pas éligible avant le changement de carte."
    if ouvert is Ternaire.NON:
        return "Aucun parcours ouvert : rien à continuer."
    if a_temps is Ternaire.NON:
        return f"La continuité allait{fin} : cette date est passée."
    if ouvert is Ternaire.INCONNU:
        return "On ne sait pas si un parcours est ouvert."
    if avant is Ternaire.INCONNU:
        return "L'éligibilité d'avant le changement de carte reste à examiner."
    return f"Éligible avant le changement de carte, parcours ouvert : continuité{fin}."
