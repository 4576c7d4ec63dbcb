"""Letters that were sent: the register, and a letter as it is printed again, judged again on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords.rules.natures import Finalite
from maillage.chiffrement.services import trousseau_par_volet
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants import queries as enfants
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import dossiers_visibles, exiger, noter, noter_listes
from maillage.partage.rules.actes import Acte
from maillage.syntheses.errors import CourrierImpossible
from maillage.syntheses.gabarits import gabarits
from maillage.syntheses.models import CourrierEmis, Synthese
from maillage.syntheses.queries.depart import Depart, preparer
from maillage.syntheses.queries.lecture import coauteurs_de, destinataire_de, la_synthese
from maillage.syntheses.rules.rubriques import Rubrique


@dataclass(frozen=True, slots=True)
class CourrierImprime:
    """A letter to print. Its title holds its number only: it becomes the name of the file."""

    numero: int
    titre: str
    marque: str
    le: date
    nom: str
    adresse: str
    enfant: str
    objet: str
    finalite: str
    programme: str
    ouverture: str
    cloture: str
    parties: tuple[tuple[str, tuple[str, ...]], ...]
    signataires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LigneDuRegistre:
    """A letter in the register."""

    synthese: UUID
    numero: int
    le: date
    enfant: str
    objet: str
    destinataire: str
    finalite: str
    volets: tuple[str, ...]
    ecartees: int
    par: str


def courrier(acteur: Acteur, synthese_id: UUID, *, at: date) -> CourrierImprime:
    """The letter, for whoever could send every part of it today.

    `CourrierImpossible` when the family has taken back an agreement on which a part rests; `Introuvable` when it was not sent.
    """
    rang, faits, _ = la_synthese(acteur, synthese_id, at)
    emis = CourrierEmis.objects.filter(synthese=rang).select_related("auteur").first()
    if emis is None:
        raise Introuvable
    for volet in sorted({Volet(v) for v, _ in emis.parties}):
        _, decision = exiger(acteur, Acte.EXTRAIRE, volet, rang.dossier_id, at)
        noter(
            acteur, Acte.EXTRAIRE, decision, volet=volet, dossier=rang.dossier_id,
            objet=f"courrier {emis.numero}",
        )  # fmt: skip
    pret = preparer(acteur, rang, faits, at=at, seulement=[UUID(i) for _, i in emis.parties])
    refus = next((p.decision for p in pret.restent), None)
    if refus is not None or not pret.decision:
        raise CourrierImpossible(pret.decision if refus is None else refus)  # a refusal is false
    return _imprime(acteur, rang, emis, pret, at)


def _imprime(
    acteur: Acteur, rang: Synthese, emis: CourrierEmis, pret: Depart, at: date
) -> CourrierImprime:
    gabarit = gabarits()[rang.gabarit]
    copie = "" if emis.auteur_id == acteur.id else f" ; copie de {acteur.nom} le {at:%d/%m/%Y}"
    marque = f"Courrier n° {emis.numero}, établi pour {pret.nom} le {emis.le:%d/%m/%Y}{copie}"
    return CourrierImprime(
        numero=emis.numero,
        titre=gabarit.titre,
        marque=marque,
        le=emis.le,
        nom=pret.nom,
        adresse=pret.adresse,
        enfant=pret.enfant,
        objet=pret.objet,
        finalite=Finalite(rang.finalite).libelle if rang.finalite else "",
        programme=pret.programme,
        ouverture=gabarit.ouverture,
        cloture=gabarit.cloture,
        parties=tuple(
            (r.libelle, tuple(p.texte for p in pret.partent if p.partie.rubrique is r))
            for r in Rubrique
            if any(p.partie.rubrique is r for p in pret.partent)
        ),
        signataires=tuple(dict.fromkeys((emis.auteur.nom, *(n for _, n in coauteurs_de(rang))))),
    )


def registre(acteur: Acteur, *, at: date) -> tuple[LigneDuRegistre, ...]:
    """The letters about the children whose parcours the acteur reads, the latest first."""
    visibles = dossiers_visibles(acteur, Acte.LIRE, Volet.PARCOURS, at)
    nommes = dossiers_visibles(acteur, Acte.LISTER, Volet.IDENTITE, at)
    famille = dossiers_visibles(acteur, Acte.LIRE, Volet.FAMILLE, at)
    rangs = list(
        CourrierEmis.objects.filter(dossier__in=visibles.filter(pk__in=nommes.values("pk")))
        .select_related("auteur", "synthese__institution", "synthese__poste")
        .order_by("-numero")
    )
    ids = sorted({r.dossier_id for r in rangs})
    adresses = sorted({r.dossier_id for r in rangs if r.synthese.adulte is not None})
    lisibles = sorted(famille.filter(pk__in=adresses).values_list("pk", flat=True))
    noter_listes(
        acteur,
        (Acte.LISTER, Volet.IDENTITE, ids),
        (Acte.LIRE, Volet.PARCOURS, ids),
        (Acte.LIRE, Volet.FAMILLE, lisibles),
        objet="registre",
    )
    cles = trousseau_par_volet(
        acteur.programme_id,
        {Volet.IDENTITE: ids, Volet.PARCOURS: ids, Volet.FAMILLE: lisibles},
    )
    noms = enfants.identites(ids, cles)
    return tuple(
        LigneDuRegistre(
            r.synthese_id, r.numero, r.le, noms[r.dossier_id].nom_complet, r.ouvrir(cles)["objet"],
            destinataire_de(r.synthese, cles if r.dossier_id in lisibles else None),
            Finalite(r.synthese.finalite).libelle if r.synthese.finalite else "",
            tuple(dict.fromkeys(Volet(v).libelle for v, _ in r.parties)), len(r.ecartees),
            r.auteur.nom,
        )
        for r in rangs
    )  # fmt: skip
