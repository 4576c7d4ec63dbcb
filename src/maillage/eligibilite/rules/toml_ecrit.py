"""Rules back to TOML, as `toml_lu` reads them: what the pages compose is what the command line runs."""

from __future__ import annotations

import json

from maillage.eligibilite.rules.criteres import (
    Ages,
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
)


def ecrire_regles(jeu: JeuDeRegles) -> str:
    """The text of a set of rules."""
    lignes = [f"score_minimum = {jeu.score_minimum}", *_ages(jeu.ages)]
    for r in jeu.regles:
        lignes += ["", "[[regle]]", f"id = {_mot(r.id)}", f"texte = {_mot(r.texte)}"]
        lignes += [f"critere = {_critere(r.critere)}", *_ages(r.ages)]
    return "\n".join(lignes) + "\n"


def _ages(ages: Ages | None) -> list[str]:
    return [f"ages = {{ de = {ages.au_moins}, a = {ages.au_plus} }}"] if ages else []


def _critere(critere: Critere) -> str:
    champs: list[str] = []
    match critere:
        case Et(de) | Ou(de):
            genre = "et" if isinstance(critere, Et) else "ou"
            champs = [f"de = [{', '.join(_critere(c) for c in de)}]"]
        case DomicileEnZone(generations, zones):
            genre = "domicile_en_zone"
            champs = [*_liste("generations", generations), *_liste("zones", zones)]
        case EcoleEnReseau(labels):
            genre, champs = "ecole_en_reseau", _liste("labels", labels)
        case Poche(liste):
            genre, champs = "poche", _liste("liste", liste)
        case CommuneEntiere(communes):
            genre, champs = "commune", _liste("communes", communes)
        case Continuite(jusqu_au, parcours_ouvert):
            genre = "continuite"
            champs = [f"jusqu_au = {jusqu_au.isoformat()}"] if jusqu_au else []
            champs.append(f"parcours_ouvert = {'true' if parcours_ouvert else 'false'}")
        case ParDerogation(motif, auteur, situations):
            genre = "derogation"
            champs = [f"{c} = {_mot(v)}" for c, v in (("motif", motif), ("auteur", auteur)) if v]
            champs += _liste("situations", situations)
    return "{ " + ", ".join([f'type = "{genre}"', *champs]) + " }"


def _liste(cle: str, valeurs: tuple[str, ...]) -> list[str]:
    return [f"{cle} = [{', '.join(map(_mot, valeurs))}]"] if valeurs else []


def _mot(texte: str) -> str:
    """A TOML basic string: JSON writes the same one."""
    return json.dumps(texte, ensure_ascii=False).replace("\x7f", "\\u007f")
