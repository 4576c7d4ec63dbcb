"""The demands kept in the dossier of a child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants.queries import identites
from maillage.notions.erreurs import Introuvable
from maillage.notions.nomenclatures import charger
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.saisines.models import FamilleDeSollicitation, FicheDeSollicitation
from maillage.saisines.rules.contenus import Sollicitation, lire


@dataclass(frozen=True, slots=True)
class FicheLue:
    """A demand as it came. `famille`: None when the volet famille is closed to the reader."""

    numero: str
    recue_le: date
    origine: str
    demande: Sollicitation
    famille: Sollicitation | None

    @property
    def motifs(self) -> tuple[str, ...]:
        return tuple(charger("n08").libelle(m) for m in self.demande.motifs)

    @property
    def principal(self) -> str:
        d = self.demande
        return charger("n08").libelle(d.motif_principal) if d.motif_principal else ""

    @property
    def appuis(self) -> tuple[str, ...]:
        return tuple(charger("n09").libelle(p) for p in self.demande.points_d_appui)


def fiches(acteur: Acteur, dossier: UUID, *, at: date) -> tuple[str, tuple[FicheLue, ...]]:
    """The name of the child and its demands, the latest first; each reading is noted before it leaves."""
    exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier, at)
    faits, decision = exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier, at)
    noter(
        acteur, Acte.LIRE, decision, volet=Volet.PARCOURS, dossier=dossier, objet="sollicitations"
    )
    de_la_famille = decide(acteur, Acte.LIRE, Volet.FAMILLE, faits, at)
    volets = [Volet.IDENTITE, Volet.PARCOURS]
    familles: dict[UUID, FamilleDeSollicitation] = {}
    if de_la_famille:
        noter(acteur, Acte.LIRE, de_la_famille, volet=Volet.FAMILLE, dossier=dossier)
        volets.append(Volet.FAMILLE)
        rangs = FamilleDeSollicitation.objects.filter(dossier_id=dossier)
        familles = {r.saisine: r for r in rangs}
    cles = trousseau(faits.programme, [dossier], volets)
    lues = FicheDeSollicitation.objects.filter(dossier_id=dossier)
    nom = identites([dossier], cles).get(dossier)
    if nom is None:
        raise Introuvable
    return nom.nom_complet, tuple(
        _lire(r, cles, _famille(familles.get(r.saisine), cles) if de_la_famille else None)
        for r in lues.order_by("-recue_le", "-created_at")
    )


def _lire(rang: FicheDeSollicitation, cles: Trousseau, famille: Sollicitation | None) -> FicheLue:
    contenu = rang.ouvrir(cles)
    origine = charger("n07").libelle(contenu["origine"])
    return FicheLue(contenu["numero"], rang.recue_le, origine, lire(contenu), famille)


def _famille(rang: FamilleDeSollicitation | None, cles: Trousseau) -> Sollicitation:
    return lire(rang.ouvrir(cles)) if rang else Sollicitation("", "")
