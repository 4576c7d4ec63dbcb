"""Reads of the reprise: deposits, proposed mapping, dry run, texts to sort."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from maillage.chiffrement.services import empreinte, trousseau, trousseau_du_programme
from maillage.classeurs.lecture import lire
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants.queries import identites
from maillage.enfants.rules.identite import IdentiteLue
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import dossiers_visibles
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import rules_de
from maillage.reprise import depot
from maillage.reprise.base import identites_du_programme, noter_les_noms
from maillage.reprise.models import (
    DecisionDeDoublon,
    EtatDuTexte,
    ModeleDeReprise,
    Reprise,
    TexteRepris,
)
from maillage.reprise.ressources import ressources
from maillage.reprise.rules.correspondance import Modele
from maillage.reprise.rules.fusion import fusionner
from maillage.reprise.rules.plan import EnfantLu, PaireAConfirmer, Plan, Ressources
from maillage.reprise.rules.preparation import correspondances, preparer
from maillage.reprise.rules.rattachement import (
    Rattachement,
    Ressemblance,
    cle_de,
    rattacher,
    trancher,
)
from maillage.tracabilite.services import Fait
from maillage.tracabilite.services import noter as tracer

TEXTES_PAR_PAGE = 20
GRAND_FICHIER = 200_000  # bytes: some 1,000 rows of 30 columns, two seconds of reading


@dataclass(frozen=True, slots=True)
class RepriseLue:
    """A deposit as its pages see it."""

    id: UUID
    etat: str
    fichier: str
    fait: int
    total: int
    creee_le: datetime
    auteur: str
    bilan: dict[str, Any] | None
    modele: Modele | None


@dataclass(frozen=True, slots=True)
class Examen:
    """The dry run: the plan, which children are known, and what a person has to decide."""

    plan: Plan
    enfants: tuple[EnfantLu, ...]
    rattachement: Rattachement
    base: dict[UUID, IdentiteLue] = field(repr=False)
    doublons: tuple[PaireAConfirmer, ...] = ()
    ressources: Ressources | None = None

    @property
    def crees(self) -> int:
        return len(self.enfants) - len(self.rattachement.connus)

    @property
    def completes(self) -> int:
        return len(self.rattachement.connus)


def la_reprise(acteur: Acteur, reprise_id: UUID) -> Reprise:
    """The deposit, if it is of the acteur's programme and her mission imports."""
    rangs = Reprise.objects.filter(id=reprise_id, programme_id=acteur.programme_id)
    rang = rangs.exclude(etat="abandonnee").first()
    if rang is None or not rules_de(acteur, Acte.IMPORTER, None):
        raise Introuvable
    return rang


def lue(rang: Reprise) -> RepriseLue:
    """Open a deposit."""
    contenu = contenu_de(rang)
    modele = contenu.get("modele")
    return RepriseLue(
        id=rang.id,
        etat=rang.etat,
        fichier=contenu.get("fichier", ""),
        fait=rang.fait,
        total=rang.total,
        creee_le=rang.created_at,
        auteur=rang.auteur.nom if rang.auteur else "ligne de commande",
        bilan=contenu.get("bilan"),
        modele=Modele.lire(modele) if modele else None,
    )


def reprise_de_la_ligne_de_commande(reprise_id: UUID) -> RepriseLue:
    """A deposit made by the command line, read by it."""
    return lue(Reprise.objects.get(id=reprise_id, auteur=None))


def contenu_de(rang: Reprise) -> dict[str, Any]:
    """The sealed content of a deposit; nothing once its key is destroyed."""
    return depot.ouvrir_suivi(rang.programme_id, rang.id, rang.scelle)


def dernieres(acteur: Acteur) -> tuple[RepriseLue, ...]:
    """The latest deposits of the programme."""
    rangs = Reprise.objects.filter(programme_id=acteur.programme_id).select_related("auteur")
    return tuple(lue(r) for r in rangs.exclude(etat="abandonnee").order_by("-created_at")[:10])


def modeles(acteur: Acteur) -> tuple[tuple[int, str], ...]:
    """Kept mappings of the programme."""
    rangs = ModeleDeReprise.objects.filter(programme_id=acteur.programme_id).order_by("nom")
    return tuple(rangs.values_list("id", "nom"))


def modele_nomme(programme_id: UUID, nom: str) -> Modele | None:
    """A kept mapping by its name."""
    rang = ModeleDeReprise.objects.filter(programme_id=programme_id, nom=nom).first()
    return Modele.lire(rang.contenu) if rang else None


def ressources_du_programme(programme_id: UUID) -> Ressources:
    """What the engine needs for this programme."""
    return ressources(programme_id, comptes.programme(programme_id).communes)


def colonnes(rang: Reprise):
    """The mapping of each table of the file: proposed, then corrected."""
    suivi = lue(rang)
    classeur = lire(depot.lire(rang.programme_id, rang.id), suivi.fichier)
    return correspondances(classeur, ressources_du_programme(rang.programme_id), suivi.modele)


def long_a_lire(rang: Reprise) -> bool:
    """Tell whether reading the file again takes more than a moment: the page then says so first."""
    return depot.poids(rang.id) > GRAND_FICHIER


def examen(rang: Reprise, *, at: date) -> Examen:
    """Read the file again and compare it with the base: nothing is written."""
    suivi = lue(rang)
    prets = ressources_du_programme(rang.programme_id)
    classeur = lire(depot.lire(rang.programme_id, rang.id), suivi.fichier)
    return examiner(rang.programme_id, preparer(classeur, prets, at, suivi.modele), prets)


def examiner(programme_id: UUID, plan: Plan, prets: Ressources) -> Examen:
    """Compare a plan with the base, with what persons have already decided."""
    cles = trousseau_du_programme(programme_id, [Volet.IDENTITE])
    base = identites_du_programme(programme_id, cles)
    decisions = dict(
        DecisionDeDoublon.objects.filter(programme_id=programme_id).values_list("paire", "meme")
    )
    enfants, en_attente = _reunir(programme_id, plan, decisions)
    par_cle = {e.cle: _cle_enfant(e) for e in enfants}

    def avis(r: Ressemblance) -> bool | None:
        i = base[r.dossier]
        connue = cle_de(i.nom, i.prenom, i.naissance)
        return decisions.get(paire(programme_id, par_cle[r.enfant], connue))

    rattachement = trancher(rattacher(enfants, base, prets.rapprocher), avis)
    return Examen(plan, tuple(enfants), rattachement, base, tuple(en_attente), prets)


def paire(programme_id: UUID, a: tuple[str, str], b: tuple[str, str]) -> str:
    """Digest of two identities, whichever comes first: what a decision is kept under."""
    return empreinte(programme_id, "\n".join(sorted(("|".join(a), "|".join(b)))))


def _cle_enfant(e: EnfantLu) -> tuple[str, str]:
    return cle_de(e.ensemble.nom, e.ensemble.prenom, e.ensemble.naissance)


def _reunir(programme_id: UUID, plan: Plan, decisions: dict[str, bool]):
    """Apply decided pairs of the file; return the children and the pairs that still wait."""
    par_ligne = {str(ligne.lieu): e for e in plan.enfants for ligne in e.lignes}
    memes, en_attente = [], []
    for p in plan.doublons:
        a, b = par_ligne.get(str(p.a)), par_ligne.get(str(p.b))
        if a is None or b is None:
            continue
        avis = decisions.get(paire(programme_id, _cle_enfant(a), _cle_enfant(b)))
        if avis is None:
            en_attente.append(p)
        elif avis:
            memes.append((str(p.a), str(p.b)))
    return fusionner(plan.enfants, memes), en_attente


def ressemblances(
    acteur: Acteur, ex: Examen
) -> tuple[tuple[Ressemblance, EnfantLu, IdentiteLue], ...]:
    """Look-alikes between the file and the base, with both sides; the reading is noted first."""
    noter_les_noms(acteur, (r.dossier for r in ex.rattachement.ressemblances))
    par_cle = {e.cle: e for e in ex.enfants}
    return tuple((r, par_cle[r.enfant], ex.base[r.dossier]) for r in ex.rattachement.ressemblances)


def ecoles_a_preciser(ex: Examen) -> tuple[tuple[str, str | None, int, Any], ...]:
    """School names that no one is certain of: text, level, number of rows, what was found."""
    comptes_: Counter[tuple[str, str | None]] = Counter()
    for e in ex.enfants:
        for ligne in e.lignes:
            if ligne.etablissement and ligne.uai is None:
                comptes_[ligne.etablissement, ligne.classe] += 1
    if ex.ressources is None:
        return ()
    trouves = (
        (texte, niveau, n, ex.ressources.resoudre_etablissement(texte, niveau))
        for (texte, niveau), n in comptes_.most_common()
    )
    return tuple(t for t in trouves if t[3].motif.code != "ecarte")  # type: ignore[attr-defined]


def _a_trier(acteur: Acteur, at: date) -> QuerySet[TexteRepris]:
    visibles = dossiers_visibles(acteur, Acte.TRIER, Volet.QUARANTAINE, at)
    return TexteRepris.objects.filter(
        etat=EtatDuTexte.A_TRIER, dossier_id__in=visibles.values("pk")
    )


def nombre_a_trier(acteur: Acteur, *, at: date) -> int:
    """Number of texts that wait to be placed in a volet."""
    return _a_trier(acteur, at).count()


@dataclass(frozen=True, slots=True)
class TexteATrier:
    """A text of the old file, shown to the person who sorts."""

    id: UUID
    dossier: UUID
    enfant: str
    texte: str
    colonne: str
    source: str
    suggestion: str


def textes_a_trier(acteur: Acteur, *, at: date) -> tuple[TexteATrier, ...]:
    """The next texts to sort, child by child; each reading is noted first."""
    rangs = list(_a_trier(acteur, at).order_by("dossier_id", "created_at")[:TEXTES_PAR_PAGE])
    if not rangs:
        return ()
    regle = rules_de(acteur, Acte.TRIER, Volet.QUARANTAINE)[0].nom
    dossiers = {r.dossier_id for r in rangs}
    tracer(
        *(
            Fait(
                acte=Acte.TRIER,
                acteur=acteur.id,
                programme=acteur.programme_id,
                regle=regle,
                volet=Volet.QUARANTAINE,
                dossier=d,
            )
            for d in sorted(dossiers)
        )
    )
    cles = trousseau(acteur.programme_id, dossiers, [Volet.QUARANTAINE, Volet.IDENTITE])
    noms = identites(dossiers, cles)
    return tuple(_texte(r, cles, noms) for r in rangs)


SUGGESTIONS = {"sante": Volet.SANTE, "social": Volet.SOCIAL, "judiciaire": Volet.PROTECTION}


def _texte(rang: TexteRepris, cles, noms: dict[UUID, IdentiteLue]) -> TexteATrier:
    c = rang.ouvrir(cles)
    return TexteATrier(
        id=rang.id,
        dossier=rang.dossier_id,
        enfant=noms[rang.dossier_id].nom_complet,
        texte=c["texte"],
        colonne=c["colonne"],
        source=c["source"],
        suggestion=SUGGESTIONS.get(c["compartiment"], ""),
    )
