"""All that a family was asked and has said, read together: an answer to one request weighs on the next of the same object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords.rules.autorite import Titulaire
from maillage.accords.rules.examen import Demande, Examen, Reponse, examiner
from maillage.accords.rules.natures import REGIMES, Nature
from maillage.notions.decision import Decision, Motif


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The adults, the requests in order of time, and every answer."""

    titulaires: tuple[Titulaire, ...] = ()
    demandes: tuple[Demande, ...] = ()
    reponses: tuple[Reponse, ...] = ()

    def demande(self, ident: UUID) -> Demande | None:
        return next((d for d in self.demandes if d.id == ident), None)


def examiner_une(ensemble: Ensemble, demande: Demande, at: date) -> Examen:
    """Judge one request in the light of all the others."""
    memes = {d.id for d in ensemble.demandes if d.objet == demande.objet}
    socle = {d.id for d in ensemble.demandes if d.objet.nature is demande.objet.repose_sur}
    return examiner(
        demande,
        ensemble.titulaires,
        (r for r in ensemble.reponses if r.demande in memes),
        at,
        base=(r for r in ensemble.reponses if r.demande in socle),
    )


def examiner_la_nature(ensemble: Ensemble, nature: Nature, at: date) -> Examen:
    """The request of this nature that is agreed today, else what is said of the latest one."""
    examens = [examiner_une(ensemble, d, at) for d in ensemble.demandes if d.objet.nature is nature]
    if not examens:
        return Examen(_jamais_demande(nature))
    return next((e for e in examens if e.decision), examens[-1])


def _jamais_demande(nature: Nature) -> Decision:
    motif = Motif(
        "accord_non_demande",
        "L’accord de la famille n’a pas encore été demandé.",
        {"Objet": nature.libelle},
    )
    return Decision(
        False, motif, REGIMES[nature][1], "Demandez-le à la famille, puis notez sa réponse."
    )


def partage_tenu(ensemble: Ensemble, demande_id: UUID, at: date) -> Examen | None:
    """Judge the request on which a share rests; None when it is no longer there."""
    demande = ensemble.demande(demande_id)
    return examiner_une(ensemble, demande, at) if demande else None
