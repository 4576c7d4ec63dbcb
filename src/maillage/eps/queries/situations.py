"""A situation of a séance as its preparation knows it. Callers hold the dossier or have asked the policy."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.rules.ensemble import Ensemble, examiner_la_nature
from maillage.accords.rules.natures import Nature
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.eps.models import Seance, SituationDeSeance
from maillage.eps.rules.decisions import Decidee, TacheDecidee
from maillage.eps.rules.preparation import Ecrit, FaitsDePreparation, nom_de_seance, prete
from maillage.eps.rules.seances import Mode
from maillage.notions.decision import Decision
from maillage.partage.queries import dossiers_visibles, exiger, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


@dataclass(frozen=True, slots=True)
class Preparation:
    """The texts, the agreement, and whether all is there."""

    ecrit: Ecrit
    accord: Decision
    prete: Decision
    famille_informee_le: date | None
    relue_le: datetime | None


def preparation_de(
    rang: SituationDeSeance,
    *,
    at: date,
    cles: Trousseau | None = None,
    accord: Decision | None = None,
) -> Preparation:
    """Open the preparation of a situation and judge it, with the agreement of this day."""
    cles = cles or trousseau(rang.seance.programme_id, [rang.dossier_id], [Volet.PARCOURS])
    ecrit = ecrit_de(rang.ouvrir(cles))
    if accord is None:
        accord = accords.accord_en_vigueur(rang.dossier_id, Nature.PRESENTATION, at)
    faits = FaitsDePreparation(
        bool(accord), ecrit, rang.famille_informee_le, relue=rang.relue_le is not None
    )
    return Preparation(ecrit, accord, prete(faits), rang.famille_informee_le, rang.relue_le)


def accords_de(dossiers: Collection[UUID], at: date) -> dict[UUID, Decision]:
    """The agreement for presentation of each of these families, in a constant number of queries."""
    lus = accords.ensembles(list(dossiers), at)
    return {
        d: examiner_la_nature(lus.get(d, Ensemble()), Nature.PRESENTATION, at).decision
        for d in dossiers
    }


def ecrit_de(contenu: dict) -> Ecrit:
    """The three texts of a sealed situation."""
    return Ecrit(*(contenu.get(c) or "" for c in ("appuis", "difficultes", "question")))


def decidee_de(contenu: dict) -> Decidee:
    """What was decided, from a sealed situation."""
    return Decidee(
        tuple(contenu.get("decisions") or ()),
        contenu.get("precision") or "",
        contenu.get("a_tous", True),
        tuple(
            TacheDecidee(
                t["libelle"], UUID(t["poste"]), t["responsable"],
                date.fromisoformat(t["echeance"]), t.get("a_tous", True),
            )
            for t in contenu.get("taches") or ()
        ),
    )  # fmt: skip


def titre_de(acteur: Acteur, rang: SituationDeSeance, seance: Seance, *, at: date) -> str:
    """How the situation is called in this séance: a given name and a letter, or a code alone."""
    return titres_de(acteur, [rang], seance, at=at)[rang.id]


def titres_de(
    acteur: Acteur, rangs: Collection[SituationDeSeance], seance: Seance, *, at: date
) -> dict[UUID, str]:
    """The same for several situations, by their numbers, under one event; a code where the name is closed."""
    nommees: dict[UUID, str] = {}
    if seance.mode == Mode.NOMINATIVE:
        visibles = dossiers_visibles(acteur, Acte.LISTER, Volet.IDENTITE, at)
        ids = sorted(
            visibles.filter(pk__in={r.dossier_id for r in rangs}).values_list("pk", flat=True)
        )
        noter_liste(acteur, Acte.LISTER, Volet.IDENTITE, ids, "eps")
        cles = trousseau(seance.programme_id, ids, [Volet.IDENTITE])
        nommees = {
            d: nom_de_seance(i.prenom, i.nom) for d, i in enfants.identites(ids, cles).items()
        }
    return {r.id: nommees.get(r.dossier_id, f"Situation {r.code}") for r in rangs}


def mots_nominatifs(acteur: Acteur, dossier_id: UUID, *, at: date) -> tuple[list[str], list[str]]:
    """What an anonymised text may not bear: names of the child and of adults; schools and homes.

    Looked at under the rights of whoever writes; nothing of it is shown.
    """
    faits, decision = exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier_id, at)
    noter(acteur, Acte.LISTER, decision, volet=Volet.IDENTITE, dossier=dossier_id, objet="eps")
    lisibles = {Volet.IDENTITE}
    for volet in (Volet.FAMILLE, Volet.SCOLARITE):
        lit = decide(acteur, Acte.LIRE, volet, faits, at)
        if lit:
            noter(acteur, Acte.LIRE, lit, volet=volet, dossier=dossier_id, objet="eps_anonyme")
            lisibles.add(volet)
    cles = trousseau(faits.programme, [dossier_id], sorted(lisibles))
    lue = enfants.identites([dossier_id], cles)[dossier_id]
    propres, lieux = [lue.prenom, lue.nom], [d.adresse for d in enfants.domiciles(dossier_id, cles)]
    if Volet.FAMILLE in lisibles:
        propres += [r.nom for r in enfants.responsables(dossier_id, cles)]
    if Volet.SCOLARITE in lisibles:
        annees = enfants.scolarites([dossier_id], cles).get(dossier_id, ())
        lieux += [s.etablissement for s in annees]
    return propres, lieux
