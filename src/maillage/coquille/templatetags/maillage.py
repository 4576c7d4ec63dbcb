"""`{% load maillage %}`: the signs, the fields and the French typography of every page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from maillage.coquille import signes, typographie
from maillage.notions.decision import Decision
from maillage.notions.temps import DatePartielle

register = template.Library()

MODES = {
    "": typographie.date_longue,
    "court": typographie.date_courte,
    "annee": typographie.date_courte_annee,
    "jour": typographie.jour_de_semaine,
}
#: level of a Django message → our state and icon
NIVEAUX = {
    "success": ("ok", "check-circle-fill"),
    "warning": ("att", "exclamation-triangle-fill"),
    "error": ("bad", "x-circle-fill"),
}
FRANCAIS = re.compile(r"(?:\+33|0)([1-9]\d{8})")
CIVILITES = frozenset({"M.", "Mme", "Dr"})
GROUPES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag
def ico(nom: str) -> SafeString:
    return signes.icone(nom)


@register.simple_tag
def badge(etat: str, texte: str, date: str = "", icone: str = "") -> SafeString:
    return signes.badge(etat, texte, date or "", icone)


@register.simple_tag
def volet(code: str, texte: str = "") -> SafeString:
    return signes.volet(code, texte)


@register.filter
def nom_volet(code: str) -> str:
    return signes.VOLETS[code][0]


@register.filter
def icone_volet(code: str) -> str:
    return signes.VOLETS[code][1]


@register.inclusion_tag("coquille/composants/pourquoi.html")
def pourquoi(decision: Decision, objet: str, sens: str = "", *, ouvert: bool = False) -> dict:
    """«Pourquoi ?» beside a decision; `objet` tells which one to whoever hears the page."""
    return {"decision": decision, "objet": objet, "sens": sens, "ouvert": ouvert}


@register.filter
def date_fr(valeur: date | datetime | DatePartielle | None, mode: str = "") -> str:
    """A civil date as French writes it; a date known in part stays in part; nothing gives nothing."""
    if not valeur:
        return ""
    if isinstance(valeur, DatePartielle):
        if valeur.mois is None:
            return str(valeur.annee)
        if valeur.jour is None:
            return typographie.mois_annee(valeur.annee, valeur.mois)
        valeur = valeur.premier_jour
    if isinstance(valeur, datetime):
        valeur = _ici(valeur)
    if mode == "mois":
        return typographie.mois_annee(valeur.year, valeur.month)
    return MODES[mode](valeur)


@register.filter
def heure_fr(instant: datetime | None) -> str:
    return typographie.heure(_ici(instant)) if instant else ""


def _ici(instant: datetime) -> datetime:
    return timezone.localtime(instant) if timezone.is_aware(instant) else instant


@register.filter(is_safe=True)
@stringfilter
def typo(texte: str) -> str:
    return typographie.composer(texte)


@register.filter
def telephone_fr(numero: str) -> str:
    """«+33639980000» reads «06 39 98 00 00», never cut at the end of a line; another writing is kept."""
    lu = FRANCAIS.fullmatch(str(numero))
    return "\u00a0".join(re.findall("..", f"0{lu[1]}")) if lu else str(numero)


@register.filter
def en_lettres(nombre: int) -> str:
    return typographie.en_lettres(nombre)


@register.filter
def initiales(nom: str) -> str:
    """Two letters for the round token of a person."""
    mots = [m for m in str(nom).split() if m[0].isupper() and m not in CIVILITES]
    return "".join(m[0] for m in (mots[:1] + mots[-1:] if len(mots) > 1 else mots)).upper()


@register.inclusion_tag("coquille/composants/champ.html")
def champ(
    field: forms.BoundField, libelle: str = "", *, cache: bool = False, sans_indice: bool = False
) -> dict[str, Any]:
    """A field whole: label, help, control, error beside it. `cache` hides the label from sight only."""
    widget = field.field.widget
    if sans_indice:
        widget.attrs.pop("placeholder", None)
    groupe = isinstance(widget, GROUPES)
    case = isinstance(widget, forms.CheckboxInput)
    _habiller(field, groupe=groupe, case=case)
    return {
        "champ": field,
        "libelle": libelle or field.label,
        "groupe": groupe,
        "case": case,
        "cache": cache,
        "aide": f"{field.auto_id}_aide",
        "erreur": f"{field.auto_id}_erreur",
    }


def _habiller(field: forms.BoundField, *, groupe: bool, case: bool) -> None:
    """Give the widget of this form instance its class and its links to help and error."""
    widget = field.field.widget
    classe = "form-select" if isinstance(widget, forms.Select) else "form-control"
    if groupe or case:
        classe = "form-check-input"
    if isinstance(widget, forms.Select) and not groupe:
        widget.choices = [(code, _apostrophe(libelle)) for code, libelle in widget.choices]
    decrit = []
    if field.errors:
        classe += " is-invalid"
        decrit.append(f"{field.auto_id}_erreur")
        widget.attrs["aria-invalid"] = "true"
    if field.help_text:
        decrit.append(f"{field.auto_id}_aide")
    widget.attrs["class"] = f"{widget.attrs.get('class', '')} {classe}".strip()
    if decrit and not groupe:
        widget.attrs["aria-describedby"] = " ".join(decrit)


def _apostrophe(libelle: Any) -> Any:
    """Nomenclatures write the apostrophe of their source; an option shows the one of the page."""
    return libelle.replace("'", "’") if isinstance(libelle, str) else libelle


@register.inclusion_tag("coquille/composants/resume_erreurs.html")
def resume_erreurs(form: forms.BaseForm) -> dict[str, Any]:
    """Everything to put right, on top of the form, each line leading to its field."""
    lignes = []
    for field in form:
        cible = field.auto_id + ("_0" if isinstance(field.field.widget, GROUPES) else "")
        lignes += [{"cible": cible, "libelle": field.label, "texte": e} for e in field.errors]
    generales = list(form.non_field_errors())
    return {"lignes": lignes, "generales": generales, "nombre": len(lignes) + len(generales)}


@register.inclusion_tag("coquille/composants/fil.html")
def fil(voies: Sequence[str], entrees: Iterable[Any], *, fermes: bool = True) -> dict[str, Any]:
    """Timeline: each entry on the lane of its volet, a heading each time the month changes.

    An entry has `volet`, `quand`, `auteur`, `titre`, `texte`, `url`, `badges`, `mois` (attributes
    or keys); its volet is one of `voies`: nothing of a closed volet may come here.
    """
    rangs = {code: rang for rang, code in enumerate(voies, start=1)}
    corps, precedent = [], ""
    for entree in entrees:
        code, mois = _lire(entree, "volet"), _lire(entree, "mois")
        if mois and mois != precedent:
            corps.append(signes.mois_du_fil(mois))
        corps.append(signes.entree_du_fil(entree, rangs[code]))
        precedent = mois
    return {
        "voies": voies,
        "corps": mark_safe("\n".join(corps)),  # noqa: S308 - pieces that `signes` escaped
        "fermes": fermes,
        "largeur": len(voies) + bool(fermes),  # one lane for all the closed volets
    }


def _lire(objet: Any, nom: str) -> Any:
    return objet.get(nom, "") if isinstance(objet, dict) else getattr(objet, nom, "")


@register.filter
def apparier(colonnes: Sequence[Any], ligne: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pair each column with its cell; a row of another length is a mistake of the page."""
    return list(zip(colonnes, ligne, strict=True))


@register.filter
def niveau(etiquette: str) -> str:
    return NIVEAUX.get(etiquette, ("info", "info-circle-fill"))[0]


@register.filter
def icone_niveau(etiquette: str) -> str:
    return NIVEAUX.get(etiquette, ("info", "info-circle-fill"))[1]
