"""Extracts: a text written for one person from one volet, until a day. Partners read nothing else.

Law: CASF, art. L. 226-2-2 (what is strictly necessary, the family informed); security rule P-30, P-31.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from maillage.accords.queries import PartageEnVigueur, partages_en_vigueur
from maillage.accords.rules.natures import Finalite
from maillage.chiffrement.services import empreinte, trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.models import Utilisateur
from maillage.comptes.rules import EQUIPE, Acteur
from maillage.dossiers.models import OuvertureDeVolet
from maillage.dossiers.rules import NatureDOuverture, Volet
from maillage.notions.erreurs import Introuvable
from maillage.partage import chartes
from maillage.partage.errors import AccordManquant, DestinataireImpossible, DureeTropLongue
from maillage.partage.models import EXTRAITS
from maillage.partage.queries import dossiers_visibles, exiger, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import rules_de

UN_INSTANT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class ExtraitEcrit:
    """What somebody writes to share. `jusqu_au` is the last instant of reading."""

    volet: Volet
    texte: str
    finalite: str
    jusqu_a: datetime
    seance: bool = False


@dataclass(frozen=True, slots=True)
class ExtraitLu:
    """An extract as its reader sees it."""

    id: UUID
    dossier: UUID
    volet: Volet
    texte: str
    finalite: str
    auteur: str
    depuis: datetime
    jusqu_a: datetime

    @property
    def dernier_instant(self) -> datetime:
        """Shown to people: midnight belongs to the day before."""
        return self.jusqu_a - UN_INSTANT


@dataclass(frozen=True, slots=True)
class Situation:
    """The extracts of one dossier. `reference` is another for each reader: two readers cannot match theirs."""

    reference: str
    extraits: tuple[ExtraitLu, ...]


@dataclass(frozen=True, slots=True)
class ExtraitPartage:
    """An extract as those who follow the child see it: to whom, from which volet, until when; not its text."""

    id: UUID
    volet: Volet
    nature: NatureDOuverture
    destinataire: str
    auteur: str
    depuis: datetime
    jusqu_a: datetime
    finie_le: datetime | None
    en_cours: bool

    @property
    def dernier_instant(self) -> datetime:
        """Shown to people: midnight belongs to the day before."""
        return self.jusqu_a - UN_INSTANT


def destinataires(acteur: Acteur, volets: Iterable[Volet]) -> list[tuple[UUID, str]]:
    """Members of the programme who may be given an extract of one of these volets, herself excepted, by name.

    They are looked at together: as many queries for sixty members as for five.
    """
    au, voulus = timezone.localdate(), tuple(volets)
    membres = [m for m in comptes.membres(acteur.programme_id, au) if m[0] != acteur.id]
    connus = chartes.acteurs((ident for ident, _ in membres), au=au)
    return [
        (ident, nom)
        for ident, nom in membres
        if any(_peut_recevoir(connus[ident], volet) for volet in voulus)
    ]


def _peut_recevoir(qui: Acteur, volet: Volet) -> bool:
    signee = replace(qui, charte_signee=True)  # she signs before she reads; it may be ready before
    return bool(rules_de(signee, Acte.LIRE_EXTRAIT, volet))


@transaction.atomic
def extraire(
    *,
    acteur: Acteur,
    dossier_id: UUID,
    destinataire_id: UUID,
    ecrit: ExtraitEcrit,
) -> UUID:
    """Write an extract for one person; returns the identifier of the access it opens.

    Raises Introuvable, DestinataireImpossible, AccordManquant, DureeTropLongue. Out of the team, it rests on a share
    that the family agreed to: it ends with it, and its withdrawal ends it in the same transaction (P-30, P-31).
    """
    au, instant = timezone.localdate(), timezone.now()
    faits, decision = exiger(acteur, Acte.EXTRAIRE, ecrit.volet, dossier_id, au)
    qui = chartes.acteur(destinataire_id, au=au)
    _exiger_lisible(faits.programme, qui, ecrit, instant)
    partage = _partage_tenu(dossier_id, qui, ecrit, au)
    fin = min(ecrit.jusqu_a, fin_du_jour(partage.periode.jusqu_au)) if partage else ecrit.jusqu_a
    ouverture = OuvertureDeVolet.objects.create(
        dossier_id=dossier_id,
        utilisateur_id=destinataire_id,
        volet=ecrit.volet,
        nature=NatureDOuverture.SEANCE if ecrit.seance else NatureDOuverture.EXTRAIT,
        depuis=instant,
        jusqu_a=fin,
        ouverte_par_id=acteur.id,
        partage=partage.id if partage else None,
    )
    extrait = EXTRAITS[ecrit.volet](dossier_id=dossier_id, ouverture=ouverture)
    cles = trousseau(faits.programme, [dossier_id], [ecrit.volet])
    extrait.sceller({"texte": ecrit.texte, "finalite": ecrit.finalite}, cles)
    extrait.save()
    objet = str(ouverture.id)
    noter(acteur, Acte.EXTRAIRE, decision, volet=ecrit.volet, dossier=dossier_id, objet=objet)
    return ouverture.id


def _exiger_lisible(
    programme_id: UUID, qui: Acteur, ecrit: ExtraitEcrit, instant: datetime
) -> None:
    membres = dict(comptes.membres(programme_id, timezone.localdate()))
    if qui.id not in membres or not _peut_recevoir(qui, ecrit.volet):
        raise DestinataireImpossible
    limite = chartes.charte_en_vigueur(programme_id).bornes.extrait
    if ecrit.jusqu_a > instant + timedelta(days=limite + 1):
        raise DureeTropLongue(limite)


def _partage_tenu(
    dossier_id: UUID, qui: Acteur, ecrit: ExtraitEcrit, au: date
) -> PartageEnVigueur | None:
    """The share on which an extract for this person rests; None inside the team, which needs none."""
    if qui.missions & EQUIPE:
        return None
    partages = partages_en_vigueur([dossier_id], au).get(dossier_id, ())
    tenu = partage_pour(qui, partages, ecrit.volet, seance=ecrit.seance)
    if tenu is None:
        raise AccordManquant
    return tenu


def partage_pour(
    qui: Acteur, partages: Iterable[PartageEnVigueur], volet: Volet, *, seance: bool = False
) -> PartageEnVigueur | None:
    """The first of these shares that is for her. For a séance it is one asked to prepare the EPS: it falls with the presentation."""
    institutions = comptes.institutions_de(qui.postes)
    for p in partages:
        pour_elle = p.poste in qui.postes or p.institution in institutions
        prevu = p.finalite is Finalite.PREPARER_L_EPS or not seance
        if pour_elle and prevu and volet in (p.volet, Volet.IDENTITE):
            return p
    return None


@transaction.atomic
def retirer(*, acteur: Acteur, dossier_id: UUID, ouverture_id: UUID) -> None:
    """End an extract now; whoever may write one from this volet may end it."""
    ouverture = (
        OuvertureDeVolet.objects.select_for_update()
        .filter(id=ouverture_id, dossier_id=dossier_id)
        .exclude(nature=NatureDOuverture.URGENCE)
        .first()
    )
    if ouverture is None:
        raise Introuvable
    volet = Volet(ouverture.volet)
    _, decision = exiger(acteur, Acte.EXTRAIRE, volet, dossier_id, timezone.localdate())
    if ouverture.finie_le is None:
        ouverture.finie_le = timezone.now()
        ouverture.save(update_fields=["finie_le"])
    noter(acteur, Acte.EXTRAIRE, decision, volet=volet, dossier=dossier_id, objet=str(ouverture.id))


def recus(acteur: Acteur) -> tuple[Situation, ...]:
    """Extracts written for this person and still in force, by situation. Each reading leaves its event."""
    par_dossier: dict[UUID, list[ExtraitLu]] = {}
    for lu in _lus(acteur):
        par_dossier.setdefault(lu.dossier, []).append(lu)
    return tuple(
        Situation(_reference(acteur, dossier), tuple(lus)) for dossier, lus in par_dossier.items()
    )


def _reference(acteur: Acteur, dossier: UUID) -> str:
    return empreinte(acteur.programme_id, f"situation|{dossier}|{acteur.id}")[:6].upper()


def lus(acteur: Acteur, ouvertures: Collection[UUID]) -> dict[UUID, ExtraitLu]:
    """Those of these accesses that are open to this person now, with their text. Each reading leaves its event."""
    return {e.id: e for e in _lus(acteur, Q(ouverture__in=list(ouvertures)))} if ouvertures else {}


def _lus(acteur: Acteur, parmi: Q = Q()) -> tuple[ExtraitLu, ...]:  # noqa: B008 - Q is never changed
    au, instant = timezone.localdate(), timezone.now()
    lus: list[ExtraitLu] = []
    for volet, table in EXTRAITS.items():
        visibles = dossiers_visibles(acteur, Acte.LIRE_EXTRAIT, volet, au)
        rangs = list(
            table.objects.filter(
                parmi,
                ouverture__in=OuvertureDeVolet.objects.filter(
                    OuvertureDeVolet.en_cours(instant), utilisateur_id=acteur.id
                ),
                dossier__in=visibles,
            ).select_related("ouverture__ouverte_par")
        )
        if not rangs:
            continue
        ids = sorted({r.dossier_id for r in rangs})
        noter_liste(acteur, Acte.LIRE_EXTRAIT, volet, ids, "extraits")
        cles = trousseau(acteur.programme_id, ids, [volet])
        for rang in rangs:
            contenu, o = rang.ouvrir(cles), rang.ouverture
            lus.append(
                ExtraitLu(
                    o.id, rang.dossier_id, volet, contenu["texte"], contenu["finalite"],
                    o.ouverte_par.nom, o.depuis, o.jusqu_a,
                )
            )  # fmt: skip
    return tuple(sorted(lus, key=lambda e: e.depuis, reverse=True))


def partages(dossier_id: UUID, volets: Iterable[Volet]) -> tuple[ExtraitPartage, ...]:
    """Accesses opened on these volets of a dossier, ended ones included; no text. The caller asked the policy."""
    instant = timezone.now()
    rangs = OuvertureDeVolet.objects.filter(dossier_id=dossier_id, volet__in=list(volets))
    noms = dict(
        Utilisateur.objects.filter(
            id__in={i for r in rangs for i in (r.utilisateur_id, r.ouverte_par_id)}
        ).values_list("id", "nom")
    )
    return tuple(
        ExtraitPartage(
            r.id, Volet(r.volet), NatureDOuverture(r.nature), noms[r.utilisateur_id],
            noms[r.ouverte_par_id], r.depuis, r.jusqu_a, r.finie_le,
            en_cours=r.finie_le is None and r.depuis <= instant < r.jusqu_a,
        )
        for r in rangs.order_by("-depuis")
    )  # fmt: skip


def fin_du_jour(jour: date) -> datetime:
    """The first instant of the next civil day: the day chosen is still open."""
    return timezone.make_aware(datetime.combine(jour + timedelta(days=1), time.min))
