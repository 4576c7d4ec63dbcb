"""What is agreed, in words and with names, for whoever may read the volet famille. Callers have been granted it first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.models import DemandeDAccord, PartageConsenti
from maillage.accords.queries import Pieces
from maillage.accords.rules.echeances import Echeance, echeance
from maillage.accords.rules.ensemble import Ensemble, examiner_la_nature, examiner_une
from maillage.accords.rules.examen import Examen, Sens, dernieres
from maillage.accords.rules.natures import Finalite, Nature
from maillage.accords.rules.voile import Voile
from maillage.chiffrement.services import Trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants.queries import ResponsableLu
from maillage.enfants.queries.adultes import INCONNU, AdulteLu, adultes_lus
from maillage.notions.decision import Decision

TOUJOURS = (Nature.PRESENTATION, Nature.PLAN)
A_VERIFIER = frozenset({"titulaires_inconnus", "exercice_a_verifier", "accord_non_demande"})


@dataclass(frozen=True, slots=True)
class Parole:
    """What an adult said last of a request."""

    nom: str
    sens: Sens
    le: date


@dataclass(frozen=True, slots=True)
class LigneDAccord:
    """One line of the table: what is asked, who said what, until when, what is missing and why."""

    demande: UUID | None
    nature: Nature
    titre: str
    detail: str
    jusqu_au: date | None
    etat: str
    resume: str
    decision: Decision
    paroles: tuple[Parole, ...] = ()
    manque: tuple[str, ...] = ()
    numero: str = ""


@dataclass(frozen=True, slots=True)
class PartageLu:
    """A share, open or closed."""

    volet: Volet
    a_qui: str
    finalite: str
    depuis: date
    jusqu_au: date
    clos_le: date | None


@dataclass(frozen=True, slots=True)
class AccordsLus:
    """The family's agreements, whole."""

    adultes: tuple[AdulteLu, ...]
    lignes: tuple[LigneDAccord, ...]
    partages: tuple[PartageLu, ...]  # empty when they were not asked for
    voiles: tuple[Voile, ...]  # those that stand today

    @property
    def demande(self) -> bool:
        """Whether the family was asked for one of the two."""
        return any(ligne.demande for ligne in self.lignes if ligne.nature in TOUJOURS)

    @property
    def accepte(self) -> bool:
        """Whether one of the two is in force."""
        return any(ligne.decision for ligne in self.lignes if ligne.nature in TOUJOURS)

    @property
    def essentiels(self) -> tuple[LigneDAccord, ...]:
        """The two without which no parcours runs, for the banner."""
        vus = {}
        for ligne in self.lignes:
            if ligne.nature in TOUJOURS and (ligne.nature not in vus or ligne.decision):
                vus[ligne.nature] = ligne
        return tuple(vus.values())


def accords_lus(
    acteur: Acteur,
    dossier_id: UUID,
    cles: Trousseau,
    responsables: Iterable[ResponsableLu],
    *,
    at: date,
    partages: bool = True,
) -> AccordsLus:
    """Everything that the family was asked and said, with the names of the adults; each table is read once.

    `partages`: the shares are drawn too.
    """
    noms = {r.id: (r.nom or "Nom à vérifier", r.lien) for r in responsables}
    pieces = accords.pieces(dossier_id, at, cles)
    return AccordsLus(
        adultes=adultes_lus(acteur, cles, pieces, noms, at),
        lignes=_lignes(cles, pieces, {i: n for i, (n, _) in noms.items()}, at),
        partages=_partages(dossier_id) if partages else (),
        voiles=accords.qui_tiennent(pieces.voiles, at),
    )


def _lignes(
    cles: Trousseau, pieces: Pieces, noms: Mapping[UUID, str], at: date
) -> tuple[LigneDAccord, ...]:
    ensemble = pieces.ensemble
    lignes = [ligne_de(d, cles, ensemble, noms, at) for d in pieces.demandes]
    presentes = {ligne.nature for ligne in lignes}
    manquantes = [_jamais(n, ensemble, at) for n in TOUJOURS if n not in presentes]
    ordre = list(Nature)
    return tuple(sorted([*manquantes, *lignes], key=lambda ligne: ordre.index(ligne.nature)))


def _jamais(nature: Nature, ensemble: Ensemble, at: date) -> LigneDAccord:
    decision = examiner_la_nature(ensemble, nature, at).decision
    return LigneDAccord(None, nature, nature.libelle, "", None, "inc", "À demander", decision)


def ligne_de(
    rang: DemandeDAccord,
    cles: Trousseau,
    ensemble: Ensemble,
    noms: Mapping[UUID, str],
    at: date,
) -> LigneDAccord:
    """One request, as a line of the table."""
    demande = ensemble.demande(rang.id)
    examen = (
        examiner_une(ensemble, demande, at)
        if demande
        else examiner_la_nature(ensemble, Nature(rang.nature), at)
    )
    dites = dernieres((r for r in ensemble.reponses if r.demande == rang.id), at)
    etat, resume = etat_de(examen, rang.jusqu_au, at)
    titre, detail = nommer(rang, rang.ouvrir(cles).get("libelle") or "")
    return LigneDAccord(
        demande=rang.id,
        nature=Nature(rang.nature),
        titre=titre,
        detail=detail,
        jusqu_au=rang.jusqu_au,
        etat=etat,
        resume=resume,
        decision=examen.decision,
        paroles=tuple(Parole(noms.get(a, INCONNU), r.sens, r.le) for a, r in dites.items()),
        manque=_manque(examen, noms),
        numero=rang.numero,
    )


def nommer(rang: DemandeDAccord, libelle: str) -> tuple[str, str]:
    """What is asked and its detail: the act, or the volet shared, with whom and what for."""
    nature = Nature(rang.nature)
    if nature is not Nature.PARTAGE:
        return nature.libelle, libelle
    detail = (
        f"{Volet(rang.cible).libelle} → {destinataire_du(rang)} · {Finalite(rang.finalite).libelle}"
    )
    return nature.libelle, f"{detail}. {libelle}" if libelle else detail


def destinataire_du(rang: DemandeDAccord | PartageConsenti) -> str:
    """The institution or the poste to which a share goes."""
    if rang.institution:
        return rang.institution.nom
    return rang.poste.libelle if rang.poste else ""


def etat_de(examen: Examen, jusqu_au: date, at: date) -> tuple[str, str]:
    """State and words of the badge."""
    code = examen.decision.motif.code
    if examen.decision:
        proche = echeance(jusqu_au, at) is Echeance.PROCHE
        return ("att", "Finit bientôt") if proche else ("ok", "D’accord")
    if code == "desaccord_connu":
        return "bad", "Désaccord"
    if code == "accord_fini":
        return "att", "Arrivé à son terme"
    return ("inc", "À vérifier") if code in A_VERIFIER else ("att", "En attente")


def _manque(examen: Examen, noms: Mapping[UUID, str]) -> tuple[str, ...]:
    """In words, who is awaited, who is to be told, who is against."""
    if examen.decision:
        return ()
    dits = [
        (examen.opposes, "contre"),
        (examen.attendus, "accord attendu"),
        (examen.a_informer, "à informer"),
    ]
    if examen.decision.motif.code == "autre_a_informer":
        dits.pop(1)
    vus: dict[UUID, str] = {}
    for adultes, mot in dits:
        for a in adultes:
            vus.setdefault(a, mot)
    return tuple(f"{noms.get(a, INCONNU)} : {mot}" for a, mot in vus.items())


def _partages(dossier_id: UUID) -> tuple[PartageLu, ...]:
    rangs = PartageConsenti.objects.filter(dossier_id=dossier_id).select_related(
        "institution", "poste"
    )
    return tuple(
        PartageLu(
            Volet(p.cible), destinataire_du(p), Finalite(p.finalite).libelle, p.depuis, p.jusqu_au, p.clos_le
        )
        for p in rangs.order_by("clos_le", "-depuis")
    )  # fmt: skip


def voiles_de(dossier_ids: Iterable[UUID], at: date) -> dict[UUID, tuple[Voile, ...]]:
    """The cloaks over these children: whoever may list a child is told that an address is protected, not from whom."""
    return accords.voiles_de(dossier_ids, at)
