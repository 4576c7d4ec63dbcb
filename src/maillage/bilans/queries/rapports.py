"""Reads of reports: the releases that may have one, a report laid out, its comments. Figures come from the store alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from maillage.bilans.models import CommentaireDeRapport, EtatDeRapport, RapportAnnuel
from maillage.bilans.models.rapports import COMPARTIMENT
from maillage.bilans.queries.ecrites import valeurs_ecrites
from maillage.bilans.queries.rep import mesures
from maillage.bilans.queries.seances import jour_de, premier_rapport, seances_de_l_annee
from maillage.bilans.rules.carte import avec_la_carte, quartiers_de_la_carte
from maillage.bilans.rules.familles import PartieSimple, parties_simples
from maillage.bilans.rules.indicateurs_rep import FIN_DE_CM2, PAR_CODE
from maillage.bilans.rules.rapport import (
    Rapport,
    faits_du_rapport,
    sections_de_la_parution,
    titre_du_rapport,
)
from maillage.bilans.rules.repartitions import repartition
from maillage.bilans.rules.seances import AUCUNE_SEANCE, SeancesDeLAnnee, seances_dicibles
from maillage.bilans.rules.sections_du_plan import section_des_actions, section_des_manques
from maillage.bilans.rules.sections_ecrites import (
    section_de_la_gouvernance,
    section_des_moyens,
    section_des_reseaux,
)
from maillage.bilans.rules.tableau_rep import EcartDAnnee, ecarts, membres_de
from maillage.chiffrement.enveloppe import Illisible
from maillage.chiffrement.services import trousseau
from maillage.chiffrement.signature import cle_connue
from maillage.comptes import queries as comptes
from maillage.comptes.personnes import personnes_nommees
from maillage.comptes.rules import Acteur
from maillage.notions.erreurs import Introuvable
from maillage.notions.temps import MOIS, AnneeScolaire
from maillage.partage.queries import noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.publications.queries import lecture
from maillage.publications.rules.parutions import DocumentJoint, Parution, ParutionDetaillee
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.statistiques.rules.axes import OUI
from maillage.statistiques.rules.definitions import definition
from maillage.territoire import cartes
from maillage.territoire.models import Etablissement
from maillage.territoire.queries import reseaux
from maillage.territoire.rules.zones import Zone

ACTE = Acte.TENIR_LES_BILANS
SEANCES = ("seances_eps", "presences_eps")
PERDU = "Ce texte ne peut plus être lu : sa clé est perdue. Écrivez-le de nouveau."
# What a report becomes; the code says which document it is.
NATURES = {
    "rapport": "Rapport annuel (PDF)",
    "rapport_elus": "L’essentiel en quatre pages (PDF)",
    "rapport_familles": "Pour les familles, en français facile (PDF)",
    "rapport_docx": "Rapport à modifier (Word)",
    "rapport_chiffres": "Chiffres du rapport (tableur)",
    "rapport_web": "Rapport en une page web",
}


@dataclass(frozen=True, slots=True)
class RapportConnu:
    """A report in the list; no `id`: the release has none yet. `retiree`: its release was withdrawn since."""

    parution: Parution
    id: UUID | None
    approuve_le: datetime | None
    approuve_par: str


@dataclass(frozen=True, slots=True)
class Commentaire:
    """The text of a section, who wrote it, when, and how many texts there were."""

    rubrique: str
    texte: str
    par: str
    le: datetime
    rang: int
    perdu: bool = False


@dataclass(frozen=True, slots=True)
class RapportLu:
    """A report whole: its record, its release, its words."""

    id: UUID
    approuve: bool
    approuve_le: datetime | None
    approuve_par: str
    parution: ParutionDetaillee
    deposes: tuple[DocumentJoint, ...]
    rapport: Rapport
    familles: tuple[PartieSimple, ...]
    commentaires: dict[str, Commentaire]

    @property
    def complet(self) -> bool:
        """Approved, and every document is with the release."""
        return self.approuve and {d.nature for d in self.deposes} == set(NATURES)


def rapports(acteur: Acteur, *, at: date) -> tuple[RapportConnu, ...]:
    """Every release of the programme, the latest first, with its report if one was begun."""
    programme = _exiger(acteur, at, "rapports")
    connus = {r.parution: r for r in RapportAnnuel.objects.filter(programme_id=programme)}
    noms = personnes_nommees(
        {r.approuve_par_id for r in connus.values() if r.approuve_par_id}, programme
    )
    dits = []
    for p in lecture.publications(programme):
        r = connus.get(p.numero)
        qui = noms.get(r.approuve_par_id) if r and r.approuve_par_id else None
        dits.append(
            RapportConnu(
                p, r.id if r else None, r.approuve_le if r else None, qui.nom if qui else ""
            )
        )
    return tuple(dits)


def _exiger(acteur: Acteur, at: date, objet: str, acte: Acte = ACTE) -> UUID:
    decision = decide(acteur, acte, None, None, at)
    noter(acteur, acte, decision, objet=objet)
    if not decision or acteur.programme_id is None:
        raise Introuvable
    return acteur.programme_id


def rapport(acteur: Acteur, rapport_id: UUID, *, at: date, acte: Acte = ACTE) -> RapportLu:
    """One report of the programme; `Introuvable` for any other, and for one whose release was withdrawn."""
    programme = _exiger(acteur, at, f"rapport {rapport_id}", acte)
    rang = RapportAnnuel.objects.filter(pk=rapport_id, programme_id=programme).first()
    if rang is None:
        raise Introuvable
    lue = lecture.parution(rang.parution, programme, cle_attendue=cle_connue())
    dits = commentaires(rang.pk, programme)
    textes = {c.rubrique: c.texte for c in dits.values() if not c.perdu}
    jour = timezone.localtime(rang.approuve_le).date() if rang.approuve_le else at
    qui = personnes_nommees({rang.approuve_par_id} - {None}, programme).get(rang.approuve_par_id)
    return RapportLu(
        id=rang.pk,
        approuve=rang.etat == EtatDeRapport.APPROUVE,
        approuve_le=rang.approuve_le,
        approuve_par=qui.nom if qui else "",
        parution=lue,
        deposes=tuple(d for d in lue.documents if d.nature in NATURES),
        rapport=composer(programme, lue, textes, at=jour, au=rang.approuve_le),
        familles=parties_simples(lue, textes.get("contact", "")),
        commentaires=dits,
    )


def composer(
    programme: UUID,
    lue: ParutionDetaillee,
    textes: dict[str, str],
    *,
    at: date,
    au: datetime | None = None,
) -> Rapport:
    """The report of a release, with what was written around it: now, or at the moment when it was approved."""
    annee = AnneeScolaire(lue.parution.annee)
    ecrites = {c: v.valeur for c, v in valeurs_ecrites(programme, annee, au=au).valeurs.items()}
    du_reseau = section_des_reseaux(_ecarts(programme, at, au), textes)
    tenues = _seances(programme, lue, annee, au)
    jour = timezone.localtime(lue.approuvee_le)
    de_la_parution = avec_la_carte(
        sections_de_la_parution(lue, textes), lue, _zones(programme, lue, au)
    )
    return Rapport(
        programme=comptes.programme(programme).nom,
        annee=annee.libelle,
        numero=lue.parution.numero,
        titre=titre_du_rapport(lue),
        faits=faits_du_rapport(lue),
        sections=(
            *de_la_parution,
            section_des_actions(lue, textes),
            section_des_manques(lue, textes),
            *((du_reseau,) if du_reseau else ()),
            section_des_moyens(ecrites, textes),
            section_de_la_gouvernance(ecrites, textes, tenues),
        ),
        protection=lue.tables[0].protection if lue.tables else "",
        approuvee_le=f"{'1er' if jour.day == 1 else jour.day} {MOIS[jour.month - 1]} {jour.year}",
        definitions=(*lue.definitions, *(_definition(c) for c in SEANCES if tenues.seances)),
        commentaires=textes,
    )


def _seances(
    programme: UUID, lue: ParutionDetaillee, annee: AnneeScolaire, au: datetime | None
) -> SeancesDeLAnnee:
    """The séances of a whole year, what may be told of them; of a part of it, nothing: two parts subtract.

    A second report of the year tells those of the first, for the same reason.
    """
    if lue.parution.periode != PeriodeScolaire.ANNEE:
        return AUCUNE_SEANCE
    eps = repartition(lue, "eps")
    examines = eps.de(OUI) if eps else None
    if not examines:
        return AUCUNE_SEANCE
    autres = {
        p.numero
        for p in lecture.publications(programme, retirees=True)
        if (p.annee, p.periode) == (lue.parution.annee, PeriodeScolaire.ANNEE)
    } - {lue.parution.numero}
    premier = premier_rapport(programme, annee, autres, au)
    lues = seances_de_l_annee(programme, annee, au=premier or au)
    dites = seances_dicibles(lues, examines)
    return replace(dites, arretees_au=jour_de(premier)) if premier else dites


def _definition(code: str) -> Mapping[str, object]:
    return asdict(definition(code))


def _zones(programme: UUID, lue: ParutionDetaillee, au: datetime | None) -> Sequence[Zone]:
    """The perimeters of the map that the release counts on, as they were known then."""
    voulus = quartiers_de_la_carte(lue)
    generation = cartes.en_vigueur_au(lue.arretee_au, programme=programme, connu_le=au)
    if not voulus or generation is None:
        return ()
    connue = cartes.carte(generation.code, programme=programme, connu_le=au)
    return [z for z in connue.carte.zones if z.code in voulus]


def _ecarts(
    programme: UUID, at: date, au: datetime | None
) -> list[tuple[str, tuple[EcartDAnnee, ...]]]:
    cm2 = PAR_CODE[FIN_DE_CM2]
    lus = []
    for r in reseaux(comptes.programme(programme).communes, at):
        uais = [r.tete, *(uai for uai, *_ in r.ecoles)]
        natures = dict(Etablissement.objects.filter(uai__in=uais).values_list("uai", "nature"))
        dites = mesures(programme, r.tete, au=au)
        lus.append((r.intitule, ecarts(dites, cm2, membres_de(cm2, natures))))
    return lus


def commentaires(rapport_id: UUID, programme: UUID) -> dict[str, Commentaire]:
    """The comments in force, by section; one whose key is lost says so, and enters no document."""
    rangs = CommentaireDeRapport.objects.filter(rapport_id=rapport_id, en_vigueur=True)
    lus = _ouverts(list(rangs), programme)
    return {c.rubrique: c for c in lus if c.texte}


def _ouverts(rangs: Sequence[CommentaireDeRapport], programme: UUID) -> tuple[Commentaire, ...]:
    cles = trousseau(programme, [r.pk for r in rangs], [COMPARTIMENT])
    noms = personnes_nommees({r.auteur_id for r in rangs}, programme)
    dits = []
    for r in rangs:
        qui = noms.get(r.auteur_id)
        try:
            texte, perdu = r.ouvrir(cles), False
        except Illisible:
            texte, perdu = PERDU, True
        par = qui.nom if qui else ""
        dits.append(Commentaire(r.rubrique, texte, par, r.ecrit_le, r.rang, perdu))
    return tuple(dits)


def dernier_rang(rapport_id: UUID, rubrique: str) -> int:
    """How many times this section was written."""
    rang = CommentaireDeRapport.objects.filter(rapport_id=rapport_id, rubrique=rubrique)
    return rang.order_by("-rang").values_list("rang", flat=True).first() or 0


def versions(
    acteur: Acteur, rapport_id: UUID, rubrique: str, *, at: date
) -> tuple[Commentaire, ...]:
    """Every text that a section has had, the latest first."""
    programme = _exiger(acteur, at, f"rapport {rapport_id}")
    rangs = CommentaireDeRapport.objects.filter(
        rapport_id=rapport_id, rubrique=rubrique, programme_id=programme
    )
    return _ouverts(list(rangs.order_by("-rang")), programme)
