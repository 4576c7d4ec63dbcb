"""From a signed-in account to the acteur that the policy knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import FilteredRelation, Q

from maillage.comptes.appareils import appareil_en_mots
from maillage.comptes.models import (
    Institution,
    MissionConfiee,
    Occupation,
    Poste,
    Programme,
    Utilisateur,
)
from maillage.comptes.rules import PERSONNE, Acteur, Mission, ObligationDeSecret
from maillage.comptes.sessions import DEBUT, DERNIER, est_finie


def en_vigueur(au: date, chemin: str = "") -> Q:
    """Rows whose period holds this civil day; `chemin`: path to the row, its `__` included."""
    fin = f"{chemin}jusqu_au"
    return Q(**{f"{chemin}depuis__lte": au}) & (
        Q(**{f"{fin}__isnull": True}) | Q(**{f"{fin}__gte": au})
    )


def acteur(utilisateur_id: UUID | None, *, au: date) -> Acteur:
    """Return the acteur of an account on a civil day; nobody when the account is closed or over.

    A person works for one programme at a time: the one of her latest mission.
    """
    comptes = Utilisateur.objects.filter(id=utilisateur_id, is_active=True)
    # the account and its missions in one query: this is read at each request
    en_cours = FilteredRelation("missions", condition=en_vigueur(au, "missions__"))
    rangs = list(
        comptes.annotate(en_cours=en_cours)
        .order_by("-en_cours__depuis", "-en_cours__id")
        .values_list(
            "id", "nom", "jusqu_au", "est_demo",
            "en_cours__programme_id", "en_cours__mission", "en_cours__obligation",
        )
    )  # fmt: skip
    if not rangs:
        return PERSONNE
    ident, nom, jusqu_au, est_demo, programme_id, *_ = rangs[0]
    if jusqu_au and jusqu_au < au:
        return PERSONNE
    if est_demo and not settings.DEMO:  # a persona has no right anywhere else
        return PERSONNE
    if programme_id is None:
        return Acteur(id=ident, nom=nom, programme_id=None)
    confiees = [(m, o) for *_, p, m, o in rangs if p == programme_id]
    postes = Occupation.objects.filter(
        en_vigueur(au), utilisateur=ident, poste__programme_id=programme_id
    ).values_list("poste_id", flat=True)
    return Acteur(
        id=ident,
        nom=nom,
        programme_id=programme_id,
        missions=frozenset(Mission(m) for m, _ in confiees),
        postes=frozenset(postes),
        obligations=frozenset(ObligationDeSecret(o) for _, o in confiees),
    )


def programme(programme_id: UUID) -> Programme:
    """Return a programme by its identifier."""
    return Programme.objects.get(id=programme_id)


def programme_par_code(code: str) -> Programme | None:
    """Return a programme by the short code used on the command line."""
    return Programme.objects.filter(code=code).first()


def membres(programme_id: UUID, au: date) -> list[tuple[UUID, str]]:
    """Identifiers and names of those who hold a mission of this programme today, by name."""
    confiees = MissionConfiee.objects.filter(
        en_vigueur(au), programme_id=programme_id, utilisateur__is_active=True
    )
    return list(
        confiees.order_by("utilisateur__nom")
        .values_list("utilisateur_id", "utilisateur__nom")
        .distinct()
    )


def occupants(poste_ids: set[UUID], au: date) -> dict[UUID, list[tuple[UUID, str]]]:
    """Who holds each of these postes on this day."""
    tenus: dict[UUID, list[tuple[UUID, str]]] = {}
    rangs = Occupation.objects.filter(en_vigueur(au), poste_id__in=poste_ids)
    for poste, ident, nom in rangs.order_by("utilisateur__nom").values_list(
        "poste_id", "utilisateur_id", "utilisateur__nom"
    ):
        tenus.setdefault(poste, []).append((ident, nom))
    return tenus


def institutions() -> list[tuple[UUID, str]]:
    """Identifiers and names of institutions, by name."""
    return list(Institution.objects.order_by("nom").values_list("id", "nom"))


def postes_de_reference(programme_id: UUID) -> list[tuple[UUID, str]]:
    """Identifiers and names of the postes that can lead a parcours, by name."""
    return list(
        Poste.objects.filter(programme_id=programme_id, metier="referent_de_parcours").values_list(
            "id", "libelle"
        )
    )


def postes_nommes(poste_ids: set[UUID]) -> dict[UUID, str]:
    """Names shown for postes: the holder's poste label."""
    return dict(Poste.objects.filter(id__in=poste_ids).values_list("id", "libelle"))


@dataclass(frozen=True, slots=True)
class SessionOuverte:
    """An open session as its owner recognises it. `dernier_acte` is known to the minute."""

    id: int
    appareil: str
    ouverte_le: datetime
    dernier_acte: datetime
    courante: bool


def sessions_ouvertes(
    utilisateur_id: UUID, *, courante: str, at: datetime
) -> tuple[SessionOuverte, ...]:
    """Sessions of an account that would still answer, the present one first, then the last used.

    `courante` is the key of the session that asks. Two queries, whatever the number.
    """
    inscrites = UserSession.objects.filter(user_id=utilisateur_id).select_related("user")
    par_cle = {inscrite.session_key: inscrite for inscrite in inscrites}
    lues = []
    for gardee in Session.objects.filter(session_key__in=par_cle, expire_date__gt=at):
        inscrite, contenu = par_cle[gardee.session_key], gardee.get_decoded()
        debut, dernier = (_instant(contenu.get(n)) or inscrite.created_at for n in (DEBUT, DERNIER))
        if est_finie(debut, dernier, at) or not _est_a_jour(inscrite.user, contenu):
            continue
        ici = inscrite.session_key == courante
        appareil = appareil_en_mots(inscrite.user_agent)
        lues.append(SessionOuverte(inscrite.pk, appareil, debut, at if ici else dernier, ici))
    return tuple(sorted(lues, key=lambda s: (s.courante, s.dernier_acte), reverse=True))


def _instant(texte: str | None) -> datetime | None:
    return datetime.fromisoformat(texte) if texte else None


def _est_a_jour(compte: Utilisateur, contenu: dict[str, str]) -> bool:
    """A session opened before the password changed is already dead."""
    valides = {compte.get_session_auth_hash(), *compte.get_session_auth_fallback_hash()}
    return contenu.get(HASH_SESSION_KEY) in valides
