"""A situation of a séance as its preparation knows it. Callers hold the dossier or have asked the policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.rules.natures import Nature
from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.eps.models import Seance, SituationDeSeance
from maillage.eps.rules.decisions import Decidee, TacheDecidee
from maillage.eps.rules.preparation import Ecrit, FaitsDePreparation, nom_de_seance, prete
from maillage.eps.rules.seances import Mode
from maillage.notions.decision import Decision
from maillage.partage.queries import exiger, noter
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
    rang: SituationDeSeance, *, at: date, accord: Decision | None = None
) -> Preparation:
    """Open the preparation of a situation and judge it, with the agreement of this day."""
    programme = rang.seance.programme_id
    contenu = rang.ouvrir(trousseau(programme, [rang.dossier_id], [Volet.PARCOURS]))
    ecrit = ecrit_de(contenu)
    accord = accord or accords.accord_en_vigueur(rang.dossier_id, Nature.PRESENTATION, at)
    faits = FaitsDePreparation(
        bool(accord), ecrit, rang.famille_informee_le, relue=rang.relue_le is not None
    )
    return Preparation(ecrit, accord, prete(faits), rang.famille_informee_le, rang.relue_le)


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
    if seance.mode == Mode.ANONYMISEE:
        return f"Situation {rang.code}"
    faits, decision = exiger(acteur, Acte.LISTER, Volet.IDENTITE, rang.dossier_id, at)
    noter(acteur, Acte.LISTER, decision, volet=Volet.IDENTITE, dossier=rang.dossier_id, objet="eps")
    cles = trousseau(faits.programme, [rang.dossier_id], [Volet.IDENTITE])
    lue = enfants.identites([rang.dossier_id], cles)[rang.dossier_id]
    return nom_de_seance(lue.prenom, lue.nom)


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
