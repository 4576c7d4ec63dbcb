"""The charte of a programme: the version in force, who signed it, and its publication."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib import resources
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from maillage.comptes import queries as comptes
from maillage.comptes.models import Institution
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import ConflitDeVersion, ErreurMetier, Introuvable
from maillage.partage.models import Charte, Cosignature, Signature
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.charte import BORNES_DE_LA_MAISON, Bornes, Clause, empreinte
from maillage.partage.rules.decision import decide


@dataclass(frozen=True, slots=True)
class CharteLue:
    """A version of the charte. Version 0 is the one shipped with the product: it takes nothing away."""

    version: int
    texte: str
    clauses: tuple[Clause, ...]
    bornes: Bornes
    empreinte: str
    publiee_le: datetime | None = None

    @property
    def articles(self) -> tuple[tuple[str, str], ...]:
        """Title and text of each article."""
        blocs = [b.strip() for b in self.texte.replace("\r\n", "\n").split("\n\n") if b.strip()]
        return tuple((b.partition("\n")[0], b.partition("\n")[2]) for b in blocs)


class ChartePerimee(ConflitDeVersion):
    """Another version was published since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Une nouvelle version de la charte vient d'être publiée.",
            a_faire="Rechargez la page pour la lire, puis signez-la.",
        )


class TexteTropCourt(ErreurMetier):
    """A charte without articles is none."""


@cache
def charte_livree() -> CharteLue:
    """The text shipped with the product, until the programme publishes its own."""
    texte = (resources.files("maillage.partage") / "data" / "charte.txt").read_text("utf-8")
    bornes = BORNES_DE_LA_MAISON
    return CharteLue(0, texte, (), bornes, empreinte(texte, (), bornes))


def charte_en_vigueur(programme_id: UUID) -> CharteLue:
    """The latest version published by the programme, else the shipped one."""
    rang = Charte.objects.filter(programme_id=programme_id).order_by("-version").first()
    if rang is None:
        return charte_livree()
    return CharteLue(
        rang.version,
        rang.texte,
        tuple(Clause(c) for c in rang.clauses),
        Bornes(rang.apres_seance, rang.extrait, rang.urgence).resserrees(BORNES_DE_LA_MAISON),
        rang.empreinte,
        rang.publiee_le,
    )


def acteur(utilisateur_id: UUID | None, *, au: date) -> Acteur:
    """Return the acteur of an account with what the charte of her programme changes for her."""
    nu = comptes.acteur(utilisateur_id, au=au)
    if nu.programme_id is None:
        return nu
    # the version in force and its signature in one query, without the text: this is read at each request
    siennes = Signature.objects.filter(programme_id=nu.programme_id, utilisateur_id=nu.id)
    publiee = (
        Charte.objects.filter(programme_id=nu.programme_id)
        .order_by("-version")
        .values_list("clauses", Exists(siennes.filter(empreinte=OuterRef("empreinte"))))
        .first()
    )
    if publiee is None:
        signee = siennes.filter(empreinte=charte_livree().empreinte).exists()
        return replace(nu, charte_signee=signee)
    clauses, signee = publiee
    return replace(nu, charte_signee=signee, clauses=frozenset(Clause(c) for c in clauses))


def acteurs(utilisateur_ids: Iterable[UUID], *, au: date) -> dict[UUID, Acteur]:
    """The same for several accounts, in as many queries for sixty as for five."""
    nus = comptes.acteurs(utilisateur_ids, au=au)
    programmes = {a.programme_id for a in nus.values()} - {None}
    publiees: dict[UUID | None, tuple[str, frozenset[Clause]]] = {}
    rangs = Charte.objects.filter(programme_id__in=programmes).order_by("version")
    for programme_id, empreinte_, clauses in rangs.values_list(
        "programme_id", "empreinte", "clauses"
    ):  # the last version stays
        publiees[programme_id] = empreinte_, frozenset(Clause(c) for c in clauses)
    livree = charte_livree().empreinte, frozenset[Clause]()
    signees = set(
        Signature.objects.filter(
            programme_id__in=programmes, utilisateur_id__in=list(nus)
        ).values_list("utilisateur_id", "programme_id", "empreinte")
    )
    lus = {}
    for ident, nu in nus.items():
        signable, clauses = publiees.get(nu.programme_id, livree)
        signee = (ident, nu.programme_id, signable) in signees
        lus[ident] = replace(nu, charte_signee=signee, clauses=clauses) if nu.programme_id else nu
    return lus


@transaction.atomic
def signer(*, acteur: Acteur, version: int, fonction: str = "") -> None:
    """Sign the version in force; `version` is the one that was read. Signing twice changes nothing."""
    if acteur.id is None or acteur.programme_id is None:
        raise Introuvable
    charte = charte_en_vigueur(acteur.programme_id)
    if charte.version != version:
        raise ChartePerimee
    _, neuve = Signature.objects.get_or_create(
        programme_id=acteur.programme_id,
        version=version,
        utilisateur_id=acteur.id,
        defaults={"empreinte": charte.empreinte, "fonction": fonction, "le": timezone.now()},
    )
    if neuve:
        _noter(acteur, Acte.SIGNER_LA_CHARTE, f"version {version}")


@transaction.atomic
def publier(
    *, acteur: Acteur, lue: int, texte: str, clauses: Iterable[Clause], bornes: Bornes
) -> CharteLue:
    """Publish a new version, which every member signs again; `lue` is the version that was edited."""
    propre = texte.strip().replace("\r\n", "\n")
    if len(propre) < len("Article 1. ") * 2:
        raise TexteTropCourt("Ce texte est vide.", a_faire="Écrivez les articles de la charte.")
    en_vigueur = charte_en_vigueur(acteur.programme_id)
    if en_vigueur.version != lue:
        raise ChartePerimee
    choisies = sorted(set(clauses))
    serrees = bornes.resserrees(BORNES_DE_LA_MAISON)
    Charte.objects.create(
        programme_id=acteur.programme_id,
        version=lue + 1,
        texte=propre,
        clauses=choisies,
        apres_seance=serrees.apres_seance,
        extrait=serrees.extrait,
        urgence=serrees.urgence,
        empreinte=empreinte(propre, choisies, serrees),
        publiee_par_id=acteur.id,
        publiee_le=timezone.now(),
    )
    _noter(acteur, Acte.TENIR_LA_CHARTE, f"version {lue + 1}")
    return charte_en_vigueur(acteur.programme_id)


@transaction.atomic
def cosigner(*, acteur: Acteur, institution_id: UUID, signataire: str, le: date) -> None:
    """Note that an institution signed the version in force, on paper."""
    if not Institution.objects.filter(id=institution_id).exists():
        raise Introuvable
    version = charte_en_vigueur(acteur.programme_id).version
    Cosignature.objects.update_or_create(
        programme_id=acteur.programme_id,
        version=version,
        institution_id=institution_id,
        defaults={"signataire": signataire, "le": le, "notee_par_id": acteur.id},
    )
    _noter(acteur, Acte.TENIR_LA_CHARTE, f"cosignature version {version}")


@dataclass(frozen=True, slots=True)
class EtatDesSignatures:
    """Members who signed the version in force, those who did not yet, institutions that signed."""

    signataires: tuple[tuple[str, datetime], ...]
    attendus: tuple[str, ...]
    institutions: tuple[tuple[str, str, date], ...]


def signatures(programme_id: UUID, au: date) -> EtatDesSignatures:
    """Who signed the version in force, among the members of today."""
    charte = charte_en_vigueur(programme_id)
    signees = dict(
        Signature.objects.filter(programme_id=programme_id, empreinte=charte.empreinte).values_list(
            "utilisateur_id", "le"
        )
    )
    membres = comptes.membres(programme_id, au)
    cosignees = Cosignature.objects.filter(programme_id=programme_id, version=charte.version)
    return EtatDesSignatures(
        tuple((nom, signees[ident]) for ident, nom in membres if ident in signees),
        tuple(nom for ident, nom in membres if ident not in signees),
        tuple(cosignees.order_by("le").values_list("institution__nom", "signataire", "le")),
    )


def _noter(acteur: Acteur, acte: Acte, objet: str) -> None:
    noter(acteur, acte, decide(acteur, acte, None, None, timezone.localdate()), objet=objet)
