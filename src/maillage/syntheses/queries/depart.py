"""What of a synthesis may leave, for this sender, towards its recipient, today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords.queries import partages_en_vigueur
from maillage.accords.rules.voile import PROTECTION
from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Faits, Volet
from maillage.enfants import queries as enfants
from maillage.enfants.queries.destinataire import destinataire
from maillage.notions.decision import Decision, Motif
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.syntheses.models import Synthese
from maillage.syntheses.queries.lecture import (
    destinataire_de,
    la_synthese,
    volets_pour,
)
from maillage.syntheses.queries.parties import PartieLue, parties
from maillage.syntheses.rules.depart import PorteeDuCourrier, SectionJugee, juger, peut_partir

SANS_VILLE = "Programme de réussite éducative"
ADRESSE = Decision(
    False,
    Motif(
        "adresse_protegee", "Ce texte laisserait deviner une adresse protégée de cette personne."
    ),
    PROTECTION,
    "Écrivez-le autrement, sans lieu ni numéro.",
)


@dataclass(frozen=True, slots=True)
class PartieJugee:
    """A section that the sender reads, and whether it leaves. `texte` is what would be printed."""

    partie: PartieLue
    decision: Decision
    texte: str


@dataclass(frozen=True, slots=True)
class Depart:
    """What would leave if the letter were sent now. Every text is already cleared for its recipient."""

    parties: tuple[PartieJugee, ...]
    decision: Decision
    objet: str
    enfant: str
    nom: str
    adresse: str
    programme: str

    @property
    def partent(self) -> tuple[PartieJugee, ...]:
        return tuple(p for p in self.parties if p.decision)

    @property
    def restent(self) -> tuple[PartieJugee, ...]:
        return tuple(p for p in self.parties if not p.decision)


def depart(acteur: Acteur, synthese_id: UUID, *, at: date) -> Depart:
    """For the page that shows, before sending, what leaves and what stays."""
    rang, faits, _ = la_synthese(acteur, synthese_id, at)
    return preparer(acteur, rang, faits, at=at)


def preparer(
    acteur: Acteur,
    rang: Synthese,
    faits: Faits,
    *,
    at: date,
    seulement: Iterable[UUID] | None = None,
) -> Depart:
    """Judge each section. Those of a volet closed to the sender are judged without being opened.

    `seulement`: the frozen rows of a letter already sent.
    """
    lus = volets_pour(acteur, Acte.LIRE, faits, at)
    for volet in lus:
        lire = decide(acteur, Acte.LIRE, volet, faits, at)
        noter(acteur, Acte.LIRE, lire, volet=volet, dossier=rang.dossier_id, objet="depart")
    cles = trousseau(faits.programme, [rang.dossier_id], [Volet.IDENTITE, Volet.PARCOURS, *lus])
    toutes = parties(rang.pk, cles, lus=lus)
    if seulement is not None:
        voulues = set(seulement)
        toutes = tuple(p for p in toutes if p.id in voulues)
    par_id = {p.id: p for p in toutes}
    jugees = juger((p.ecrite for p in toutes), portee_de(acteur, rang, faits, at))
    objet = rang.ouvrir(cles)["objet"]
    enfant = enfants.identites([rang.dossier_id], cles)[rang.dossier_id].nom_complet
    programme = comptes.programme(faits.programme).nom
    if rang.adulte is None:
        parties_jugees = _jugees(jugees, par_id, None)
        nom = destinataire_de(rang, None)
        return _depart(parties_jugees, jugees, objet, enfant, nom, "", programme)
    textes = {str(j.section.id): par_id[j.section.id].texte for j in jugees if j.decision}
    qui = destinataire(
        acteur, rang.dossier_id, rang.adulte, {"objet": objet, "programme": programme, **textes},
        at=at,
    )  # fmt: skip
    return _depart(
        _jugees(jugees, par_id, qui.textes), jugees, qui.textes["objet"], qui.enfant, qui.nom,
        qui.adresse, qui.textes["programme"] or SANS_VILLE,
    )  # fmt: skip


def _jugees(
    jugees: Iterable[SectionJugee],
    par_id: Mapping[UUID, PartieLue],
    textes: Mapping[str, str] | None,
) -> tuple[PartieJugee, ...]:
    """With the text as it would be printed: a text that betrays a closed value stays whole."""
    lues = []
    for j in jugees:
        partie = par_id[j.section.id]
        texte = partie.texte if textes is None else textes.get(str(partie.id), "")
        retire = bool(j.decision) and not texte
        lues.append(PartieJugee(partie, ADRESSE if retire else j.decision, texte))
    return tuple(lues)


def _depart(
    parties_jugees: tuple[PartieJugee, ...],
    jugees: tuple[SectionJugee, ...],
    objet: str,
    enfant: str,
    nom: str,
    adresse: str,
    programme: str,
) -> Depart:
    finales = [
        SectionJugee(j.section, p.decision) for j, p in zip(jugees, parties_jugees, strict=True)
    ]
    return Depart(parties_jugees, peut_partir(finales), objet, enfant, nom, adresse, programme)


def portee_de(acteur: Acteur, rang: Synthese, faits: Faits, at: date) -> PorteeDuCourrier:
    """Volets that the sender reads and extracts, and those that an agreement opens to this recipient for this purpose."""
    lus = set(volets_pour(acteur, Acte.LIRE, faits, at))
    extraits = frozenset(v for v in volets_pour(acteur, Acte.EXTRAIRE, faits, at) if v in lus)
    if rang.adulte is not None:
        return PorteeDuCourrier(extraits, famille=True)
    institution = rang.institution_id or (rang.poste.institution_id if rang.poste else None)
    ouverts = frozenset(
        p.volet
        for p in partages_en_vigueur([rang.dossier_id], at).get(rang.dossier_id, ())
        if p.finalite == rang.finalite
        and (
            (p.poste is not None and p.poste == rang.poste_id)
            or (p.institution is not None and p.institution == institution)
        )
    )
    return PorteeDuCourrier(extraits, ouverts)
