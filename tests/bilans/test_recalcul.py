"""The figures of the demonstration's report, counted again from the base by other means.

Nothing here comes from `statistiques`, `publications` or `bilans` but what is judged: rows are opened one by one and counted in plain Python.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from maillage.bilans.queries.rapports import NATURES
from maillage.bilans.rules.rapport import Rapport
from maillage.chiffrement.services import trousseau_du_programme
from maillage.comptes.models import Utilisateur
from maillage.config import demonstration_plans
from maillage.config.demonstration_bilan import approuver_l_exemple
from maillage.config.demonstration_seances import tenir_l_annee
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Identite, Responsable
from maillage.eps.models import Participation
from maillage.notions.nomenclatures import charger
from maillage.notions.temps import AnneeScolaire
from maillage.parcours.models import Parcours
from maillage.plans.models import Action
from maillage.publications.queries import lecture
from maillage.publications.rules.catalogue import CATALOGUE
from maillage.publications.rules.periodes import PeriodeScolaire
from maillage.publications.services import calculs
from maillage.reprise import services as reprise
from maillage.reprise import travaux
from tests.bilans.parutions import commence, lu
from tests.factories.monde import BASES, Monde
from tests.publications.gestes import publier
from tests.reprise.atelier import SAINT_DENIS

pytestmark = BASES
DEBUT, FIN = date(2025, 9, 1), date(2026, 8, 31)
BASE = 5
Bornes = tuple[date, date]


@pytest.fixture
def demonstration(monde: Monde, monkeypatch: pytest.MonkeyPatch, settings: Any) -> int:
    """The tracker of the demonstration taken over, some plans led, and the figures of 2025-2026 released."""
    leila, au = monde.acteur("leila"), monde.aujourd_hui
    octets = SAINT_DENIS.read_bytes()
    depot = reprise.deposer(acteur=leila, nom="suivi.xlsx", octets=octets, modele_id=None, at=au)
    reprise.lancer(acteur=leila, reprise_id=depot, at=au)
    travaux.importer(depot, at=au)
    settings.DEMO = True  # its people may sit in a séance
    monkeypatch.setattr(demonstration_plans, "COMBIEN", 12)
    assert demonstration_plans.mener_l_annee(monde.programme, leila, au) > 20
    assert tenir_l_annee(monde.programme, leila, au) == 6
    monkeypatch.setattr(calculs, "SECONDES", 0.1)
    return publier(
        leila, au, annee=AnneeScolaire(2025), periode=PeriodeScolaire.ANNEE,
        tables=tuple(t.code for t in CATALOGUE if t.d_office),
    )  # fmt: skip


def bornes(texte: str) -> Bornes:
    """First and last day of «2025», «2025-06», «2025-06-04»."""
    morceaux = [int(x) for x in texte.split("-")]
    an, mois = morceaux[0], morceaux[1] if len(morceaux) > 1 else 0
    if len(morceaux) == 3:
        jour = date(an, mois, morceaux[2])
        return jour, jour
    if mois:
        suivant = date(an + mois // 12, mois % 12 + 1, 1)
        return date(an, mois, 1), suivant - timedelta(days=1)
    return date(an, 1, 1), date(an, 12, 31)


def compter(monde: Monde) -> dict[str, Counter[str]]:
    """Each axis counted by hand: one child once, by the last of her parcours of the year."""
    programme = monde.programme.pk
    cles = trousseau_du_programme(programme, (Volet.IDENTITE, Volet.PARCOURS))
    vivants = {"dossier__programme_id": programme, "dossier__etat": "base_active"}
    personnes = {i.dossier_id: i.ouvrir(cles) for i in Identite.objects.filter(**vivants)}
    du_dossier: dict[object, list[tuple[Bornes, str, dict[str, object]]]] = {}
    for p in Parcours.objects.filter(**vivants):
        dit = p.ouvrir(cles)
        if not p.entree or bornes(p.entree)[1] > FIN:
            continue
        if p.sortie and bornes(p.sortie)[0] < DEBUT:
            continue
        du_dossier.setdefault(p.dossier_id, []).append((bornes(p.entree), p.sortie, dit))
    axes: dict[str, Counter[str]] = {a: Counter() for a in ("age", "sexe", "motif", "origine", "arrivee", "issue", "duree")}  # fmt: skip
    for dossier, siens in du_dossier.items():
        siens.sort(key=lambda x: x[0][0])
        entree, sortie, dit = siens[-1]
        qui = personnes[dossier]
        motifs = dit.get("motifs") or []
        axes["age"][classe(str(qui.get("naissance") or ""))] += 1
        axes["sexe"][str(qui.get("sexe") or "inconnu")] += 1
        axes["motif"][str(dit.get("motif_principal") or (motifs[0] if len(motifs) == 1 else "inconnu"))] += 1  # fmt: skip
        axes["origine"][str(dit.get("origine") or "inconnu")] += 1
        axes["arrivee"]["entree" if any(e[0] >= DEBUT for e, _, _ in siens) else "deja_suivi"] += 1
        parti = bool(sortie) and bornes(sortie)[1] <= FIN
        axes["issue"]["partis" if parti else "en_cours"] += 1
        fin = bornes(sortie)[1] if parti else FIN
        axes["duree"][tranche(entree[0], fin)] += 1
    return axes


def classe(naissance: str) -> str:
    if not naissance:
        return "inconnu"
    ans = 2025 - int(naissance[:4])
    seuils = ((17, "17_ans_et_plus"), (11, "11_16_ans"), (6, "6_10_ans"), (2, "2_5_ans"))
    return next((nom for seuil, nom in seuils if ans >= seuil), "moins_de_2_ans")


def tranche(debut: date, fin: date) -> str:
    mois = 0
    while (an := debut.year + (debut.month + mois) // 12) and (
        an, (debut.month + mois) % 12 + 1, debut.day) <= (fin.year, fin.month, fin.day):  # fmt: skip
        mois += 1
    return ("moins_de_6_mois", "6_a_11_mois", "12_a_17_mois", "18_a_23_mois", "2_ans_et_plus")[min(mois // 6, 4)]  # fmt: skip


def relire(r: Rapport) -> dict[str, dict[str, int]]:
    """The figures of the report as it writes them: title of a block -> line -> number."""
    lus = {}
    for b in (b for s in r.sections for b in s.blocs if b.table and b.lignes):
        lus[b.titre] = {x[0]: nombre(x[1]) for x in b.lignes}
    return lus


def nombre(ecrit: str) -> int:
    return 0 if ecrit == f"moins de {BASE}" else int(re.sub(r"\D", "", ecrit))


def test_chaque_nombre_du_rapport_est_a_moins_de_cinq_du_vrai_et_les_sommes_sont_justes(
    monde: Monde, demonstration: int
) -> None:
    vrais = compter(monde)
    enfants = sum(vrais["age"].values())
    assert enfants > 200
    rapport = lu(monde, commence(monde, demonstration)).rapport
    lue = lecture.parution(demonstration, monde.programme.pk)
    ecrits = relire(rapport)
    comptes = 0
    for axe in ("age", "sexe", "motif", "origine", "arrivee", "duree"):
        mots = lue.etiquettes[axe]
        du_rapport = ecrits[mots.libelle]
        assert abs(du_rapport["Ensemble"] - enfants) < BASE
        assert set(vrais[axe]) <= set(mots.labels)
        for code, libelle in mots.labels.items():
            dit, vrai = du_rapport.get(libelle, 0), vrais[axe][code]
            assert abs(dit - vrai) < BASE, (axe, code)
            comptes += 1
        assert sum(n for x, n in du_rapport.items() if x != "Ensemble") == du_rapport["Ensemble"]
    assert comptes > 60
    issue = ecrits[lue.etiquettes["issue"].libelle]
    assert abs(issue["Parcours en cours"] - vrais["issue"]["en_cours"]) < BASE
    partis = issue["Ensemble"] - issue["Parcours en cours"]
    assert abs(partis - vrais["issue"]["partis"]) < 2 * BASE, "a difference of two rounded numbers"
    assert partis == sum(n for x, n in issue.items() if x.startswith("Sortie"))
    parts_et_phrases_viennent_des_lignes(rapport)
    actions_et_attentes_sont_celles_des_plans(monde, rapport, ecrits)
    presences_sont_celles_des_feuilles(monde, rapport)


def actions_et_attentes_sont_celles_des_plans(
    monde: Monde, rapport: Rapport, ecrits: dict[str, dict[str, int]]
) -> None:
    """Plans opened one by one: natures that ran in the year, who still waits on 31 August and since when."""
    cles = trousseau_du_programme(monde.programme.pk, (Volet.PARCOURS,))
    menees: dict[str, set[object]] = {}
    depuis: dict[object, date] = {}
    for a in Action.objects.filter(dossier__programme=monde.programme):
        dit = a.ouvrir(cles)
        jours = {s["vers"]: date.fromisoformat(s["le"]) for s in dit["suites"]}
        parti = bornes(a.parcours.sortie) if a.parcours.sortie else (date.max, date.max)
        arret = min(a.fin or jours.get("terminee", date.max), parti[1])
        if "en_cours" in jours:
            if (a.debut or jours["en_cours"]) <= min(FIN, arret) and arret >= DEBUT:
                menees.setdefault(dit["nature"], set()).add(a.dossier_id)
        elif dit["operateur"] == "droit_commun" and min(jours.values()) <= FIN and parti[0] > FIN:
            premier = min(jours.values())
            depuis[a.dossier_id] = min(depuis.get(a.dossier_id, premier), premier)
    mots = {m.code: m.libelle for m in charger("n15").modalites}
    dits = ecrits["Les actions du plan"]
    assert max(len(x) for x in menees.values()) > BASE, "something is shown"
    for nature, enfants in menees.items():
        assert abs(dits.get(mots[nature], 0) - len(enfants)) < BASE, nature
    assert len(dits) <= len(menees) + 1
    attente = ecrits["Attente du droit commun"]
    classes = Counter(tranche_d_attente(d) for d in depuis.values())
    assert len(depuis) > BASE
    for libelle, n in classes.items():
        assert abs(attente.get(libelle, 0) - n) < BASE, libelle
    attendent = attente["Ensemble"] - attente["Aucune attente notée au plan"]
    assert abs(attendent - len(depuis)) < 2 * BASE
    dite = next(p for p in phrases(rapport, "manques") if "qui n’a pas commencé" in p)
    assert nombre(re.findall(r"\d+", dite)[0]) == attendent


def tranche_d_attente(depuis: date) -> str:
    longues = {date(2026, 2, 28): "Depuis 6 mois et plus", date(2026, 5, 31): "Depuis 3 à 5 mois"}
    return next((x for borne, x in longues.items() if depuis <= borne), "Depuis moins de 3 mois")


def phrases(rapport: Rapport, code: str) -> list[str]:
    return [p for s in rapport.sections if s.code == code for b in s.blocs for p in b.phrases]


def presences_sont_celles_des_feuilles(monde: Monde, rapport: Rapport) -> None:
    """Seats counted one by one; a house of one or two persons is under no name of its own."""
    venues: dict[str, dict[object, bool]] = {}
    gens: dict[str, set[object]] = {}
    for p in Participation.objects.filter(seance__le__range=(DEBUT, FIN), seance__etat="close"):
        nom = p.institution.nom
        vu = p.presence in ("present", "contribution_ecrite")
        gens.setdefault(nom, set()).update({p.utilisateur_id} if vu else ())
        siennes = venues.setdefault(nom, {})
        siennes[p.seance_id] = siennes.get(p.seance_id, False) or vu
    (bloc,) = [b for s in rapport.sections for b in s.blocs if b.titre.startswith("L’équipe pluri")]
    assert "s’est réunie 6 fois" in bloc.phrases[0]
    nommees = [n for n in venues if len(gens[n]) >= 3]
    assert nommees == ["CMPP des Tilleuls"]
    lus = {x[0]: (int(x[1]), int(x[2])) for x in bloc.lignes}
    for n in nommees:
        assert lus.pop(n) == (sum(venues[n].values()), len(venues[n]))
    vu, places = (sum(map(f, venues.values())) for f in (lambda v: sum(v.values()), len))
    assert lus.pop("Ensemble") == (vu, places)
    assert list(lus) == ["Autres institutions"]
    texte = " ".join((*bloc.phrases, *(x[0] for x in bloc.lignes)))
    assert not [n for n in gens if n not in nommees and n in texte]


def parts_et_phrases_viennent_des_lignes(rapport: Rapport) -> None:
    """Each number of a sentence, and each percentage, is found again from the lines of its block."""
    for b in (b for s in rapport.sections for b in s.blocs if b.table and b.lignes):
        lignes = {x[0]: nombre(x[1]) for x in b.lignes}
        if b.table == "actions_du_plan":  # lines that do not add up, and no share
            assert {nombre(n) for p in b.phrases for n in re.findall(r"environ (\d+)", p)} <= set(
                lignes.values()
            )
            continue
        permis = sommes(n for x, n in lignes.items() if x != "Ensemble") | {lignes["Ensemble"]}
        for phrase in b.phrases:
            dits = re.findall(
                r"environ ([\d\u00a0]+) (?:enfant|fille|garçon)", phrase, re.IGNORECASE
            )
            assert {nombre(d) for d in dits} <= permis, (b.titre, phrase)
        parts = [int(re.sub(r"\D", "", x[2])) for x in b.lignes[:-1] if x[2]]
        assert sum(parts) in (0, 100)
        assert all(
            abs(p - 100 * nombre(x[1]) / lignes["Ensemble"]) < 1
            for p, x in zip(parts, b.lignes, strict=False)
        )


def sommes(nombres: Iterable[int]) -> set[int]:
    """Every sum of some of these numbers."""
    toutes = {0}
    for n in nombres:
        toutes |= {n + s for s in toutes}
    return toutes


@pytest.mark.lent
def test_aucun_document_ne_nomme_un_enfant_un_proche_ni_un_professionnel(
    monde: Monde, demonstration: int
) -> None:
    """The documents as they are in the store, with the words of the demonstration's team."""
    leila, au = monde.acteur("leila"), monde.aujourd_hui
    assert approuver_l_exemple(leila, demonstration, au) == len(NATURES)
    assert approuver_l_exemple(leila, demonstration, au) == 0, "asked twice, it is done once"
    joints = lecture.parution(demonstration, monde.programme.pk).documents
    faits = {d.nom: lecture.document(demonstration, d.id, monde.programme.pk)[1] for d in joints}
    textes = {nom: mots_de(nom, octets) for nom, octets in faits.items()}
    assert all("réussite éducative" in t or "2025-2026" in t for t in textes.values())
    for nom, octets in faits.items():
        if nom.endswith(".pdf"):
            balise(octets, pages=4 if "quatre pages" in nom else 30)
    cles = trousseau_du_programme(monde.programme.pk, (Volet.IDENTITE, Volet.FAMILLE))
    tous = {"dossier__programme_id": monde.programme.pk}
    noms = [i.ouvrir(cles) for i in Identite.objects.filter(**tous)]
    proches = [r.ouvrir(cles).get("nom") for r in Responsable.objects.filter(**tous)]
    dits = {n for i in noms for n in (i.get("nom"), i.get("prenom"))} | {*proches}
    dits |= {*Utilisateur.objects.values_list("nom", flat=True)}
    assert len(dits) > 300
    poses = [set(re.findall(r"\w+", t.lower())) for t in textes.values()]
    for nom in filter(None, dits):
        if not any(set(re.findall(r"\w+", str(nom).lower())) <= p for p in poses):
            continue
        cherche = re.compile(rf"(?<!\w){re.escape(str(nom))}(?!\w)", re.IGNORECASE)
        assert not [d for d, t in textes.items() if cherche.search(t)], nom


def mots_de(nom: str, octets: bytes) -> str:
    """Every word of a document, its properties too."""
    if nom.endswith(".pdf"):
        lu_ = PdfReader(io.BytesIO(octets))
        return " ".join([*(p.extract_text() for p in lu_.pages), str(dict(lu_.metadata or {}))])
    if nom.endswith(".html"):
        return octets.decode()
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        return " ".join(
            re.sub(r"<[^>]+>", " ", archive.read(n).decode())
            for n in archive.namelist()
            if n.endswith((".xml", ".rels"))
        )


def balise(octets: bytes, *, pages: int) -> None:
    """Tagged, in French, with a text for each figure; so many pages at most."""
    lu_ = PdfReader(io.BytesIO(octets))
    racine = lu_.trailer["/Root"]
    assert len(lu_.pages) <= pages
    assert racine["/MarkInfo"]["/Marked"]
    assert racine["/Lang"] == "fr"
    figures = [n for n in noeuds(racine["/StructTreeRoot"]["/K"]) if n.get("/S") == "/Figure"]
    assert all(n.get("/Alt") for n in figures)


def noeuds(n: Any) -> Iterator[Any]:
    n = n.get_object() if hasattr(n, "get_object") else n
    if isinstance(n, list):
        for x in n:
            yield from noeuds(x)
    elif isinstance(n, dict):
        yield n
        yield from noeuds(n.get("/K", []))
