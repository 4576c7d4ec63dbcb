"""What the policy says each cell must answer. Reads `decide` and `ouvre`; knows nothing of the views."""

from __future__ import annotations

from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.partage.rules.actes import SENSIBLES, SUR_DOSSIER, Acte
from maillage.partage.rules.decision import attend_la_charte, decide, ouvre
from tests.acces.cellules import Cellule, page_de
from tests.acces.declarations import PUBLIQUES, SANS_VOLET, Exigence, autre
from tests.acces.marche import Route
from tests.factories.preuve import LIEUX, RELATIONS, MondeDePreuve, mots

SANS_FACTEUR = "sans second facteur"
SANS_FACTEUR_OUVERT = ("compte/", "statique/", "sante/", "aide/")
# a closed or suspended account is nobody at its next request
ANONYMES = ("personne", "compte suspendu", "compte clos")
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
    if attend_la_charte(acteur, route.acte):
        return 302 if methode == "GET" else 403
    if route.acte in SENSIBLES and c.qui == "second facteur ancien":
        return 302
    if page.sans_programme and acteur.programme_id is None:
        return page.sans_programme
    if page.objet not in ("", "dossier") and c.objet != chez(acteur, monde):
        return 404
    exigences = page.exige if c.envoi is None else (*page.exige, *page.envois[c.envoi].exige)
    if c.variante in SANS_VOLET:
        return 404
    for exigence in exigences:
        if not accorde(acteur, exigence, c, monde):
            return exigence.refus
    faits = monde.faits(c.objet) if page.objet == "dossier" else None
    if faits and faits.etat in page.selon:
        return page.selon[faits.etat]
    if c.envoi is not None:
        return page.envois[c.envoi].statut
    return page.get if methode == "GET" else page.post


def chez(acteur: Acteur, monde: MondeDePreuve) -> str:
    """Which of the two programmes is the acteur's, as the objects are named."""
    return "ici" if acteur.programme_id == monde.ici.pk else "ailleurs"


def accorde(acteur: Acteur, e: Exigence, c: Cellule, monde: MondeDePreuve) -> bool:
    vise = autre(c.objet) if e.sur else c.objet
    volets = e.parmi or (e.volet or Volet(c.variante),)
    return any(decide(acteur, e.acte, v, monde.faits(vise), monde.jour) for v in volets)


# acts that show the content of a volet; any act on identité shows whose dossier it is
LISENT = {Acte.LIRE, Acte.TRIER, Acte.OUVRIR_ARCHIVE}


def _actes(acteur: Acteur, volet: Volet, relation: str, monde: MondeDePreuve) -> set[Acte]:
    faits = monde.faits(relation)
    return {a for a in SUR_DOSSIER if decide(acteur, a, volet, faits, monde.jour)}


def mots_ouverts(acteur: Acteur, monde: MondeDePreuve) -> frozenset[str]:
    """Every marked word that the policy lets this person read somewhere; all others must never reach her."""
    ouverts: set[str] = set()
    for relation in RELATIONS[:-1]:
        m = mots(relation)
        actes = {v: _actes(acteur, v, relation, monde) for v in Volet}
        if actes[Volet.IDENTITE] or actes[Volet.QUARANTAINE]:
            ouverts |= {m["nom"], m["prenom"]}
        ouverts |= {m[lieu] for lieu, v in LIEUX.items() if actes[v] & LISENT}
    if ouvre(acteur, Acte.IMPORTER):
        lieu = chez(acteur, monde).title()
        ouverts |= {f"CanariFichierDe{lieu}", f"CanariLigneDe{lieu}"}
    return frozenset(ouverts)


def a_montrer(c: Cellule, monde: MondeDePreuve) -> frozenset[str] | None:
    """On the page of a volet: its words when the policy opens it, none of them when it does not."""
    volets = {v.value: v for v in Volet}
    if c.route != "parcours:volet" or c.variante in SANS_VOLET or c.methode != "GET":
        return None
    acteur, faits = monde.acteur(c.qui), monde.faits(c.objet)
    if not decide(acteur, Acte.LIRE, volets[c.variante], faits, monde.jour):
        return frozenset()
    return frozenset({mots(c.objet)[c.variante]})
