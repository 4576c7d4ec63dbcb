"""What the policy says each cell must answer. Reads `decide` and `ouvre`; knows nothing of the views."""

from __future__ import annotations

from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide, ouvre
from tests.acces.cellules import Cellule, page_de
from tests.acces.declarations import PUBLIQUES, SANS_VOLET, Exigence, autre
from tests.acces.marche import Route
from tests.factories.preuve import LIEUX, RELATIONS, MondeDePreuve, mots

SANS_FACTEUR = "sans second facteur"
SANS_FACTEUR_OUVERT = ("compte/", "statique/", "sante/", "aide/")
ANONYMES = ("personne", "compte suspendu")
# what the sign-in library may answer, whoever asks; what it shows is held to the same silence
CONNEXION = frozenset({200, 302, 400, 403, 404, 405})


def attendu(c: Cellule, route: Route, monde: MondeDePreuve) -> frozenset[int]:
    """The status, or for the sign-in library the statuses, that this cell may have."""
    if c.qui == SANS_FACTEUR and not route.motif.lstrip("^").startswith(SANS_FACTEUR_OUVERT):
        return frozenset({302})
    if not route.de_la_maison:
        return CONNEXION
    if route.publique:
        reponses = PUBLIQUES[route.nom]
        return frozenset({reponses.get(c.methode, reponses["*"])})
    statut = _gardee(c, route, monde)
    if c.format == "htmx" and statut in (403, 409):
        statut = 422  # a refusal told as a piece of page
    return frozenset({statut})


def _gardee(c: Cellule, route: Route, monde: MondeDePreuve) -> int:
    page, methode = page_de(route), "GET" if c.methode == "HEAD" else c.methode
    if methode not in route.methodes:
        return 405
    if c.qui in ANONYMES:
        return 302
    acteur = monde.acteur(c.qui)
    if not ouvre(acteur, route.acte):
        return 403
    if page.objet not in ("", "dossier") and c.objet != chez(acteur, monde):
        return 404
    exigences = page.exige if c.envoi is None else (*page.exige, *page.envois[c.envoi].exige)
    for exigence in exigences:
        if not accorde(acteur, exigence, c.objet, monde):
            return exigence.refus
    if c.variante in SANS_VOLET:
        return 404
    if c.envoi is not None:
        return page.envois[c.envoi].statut
    return page.get if methode == "GET" else page.post


def chez(acteur: Acteur, monde: MondeDePreuve) -> str:
    """Which of the two programmes is the acteur's, as the objects are named."""
    return "ici" if acteur.programme_id == monde.ici.pk else "ailleurs"


def accorde(acteur: Acteur, e: Exigence, relation: str, monde: MondeDePreuve) -> bool:
    vise = autre(relation) if e.sur else relation
    return bool(decide(acteur, e.acte, e.volet, monde.faits(vise), monde.jour))


def mots_ouverts(acteur: Acteur, monde: MondeDePreuve) -> frozenset[str]:
    """Every marked word that the policy lets this person read somewhere; all others must never reach her."""
    ouverts: set[str] = set()
    for relation in RELATIONS[:-1]:
        faits, m = monde.faits(relation), mots(relation)
        if decide(acteur, Acte.LISTER, Volet.IDENTITE, faits, monde.jour):
            ouverts |= {m["nom"], m["prenom"]}
        for lieu, volet in LIEUX.items():
            acte = Acte.TRIER if volet is Volet.QUARANTAINE else Acte.LIRE
            if decide(acteur, acte, volet, faits, monde.jour):
                ouverts.add(m[lieu])
        if decide(acteur, Acte.TRIER, Volet.QUARANTAINE, faits, monde.jour):
            ouverts |= {m["nom"], m["prenom"]}
    if ouvre(acteur, Acte.IMPORTER):
        lieu = chez(acteur, monde).title()
        ouverts |= {f"CanariFichierDe{lieu}", f"CanariLigneDe{lieu}"}
    return frozenset(ouverts)


def a_montrer(c: Cellule, monde: MondeDePreuve) -> frozenset[str] | None:
    """On the page of a volet: its words when the policy opens it, none of them when it does not."""
    volets = {v.value: v for v in Volet}
    if c.variante not in volets or c.variante in SANS_VOLET or c.methode != "GET":
        return None
    acteur, faits = monde.acteur(c.qui), monde.faits(c.objet)
    if not decide(acteur, Acte.LIRE, volets[c.variante], faits, monde.jour):
        return frozenset()
    return frozenset({mots(c.objet)[c.variante]})
