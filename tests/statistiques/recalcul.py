"""The figures of a programme computed from its database, sharing no code with the room `statistiques`.

Rows come from plain SQL; sealed values are opened by the room `chiffrement`. A date is a pair of ISO days, compared as texts.
"""

from __future__ import annotations

import calendar
import sqlite3
from collections import Counter, defaultdict
from datetime import date
from statistics import mean, median
from typing import Any

Jours = tuple[str, str]
REPRIS = {"oral_trace", "ecrit_signe"}
PREMIERE, DERNIERE = "0000-01-01", "9999-12-31"


class Base:
    """The rows of the programme `saint-denis`, sealed ones opened."""

    def __init__(self, fichier: str, cles: Any) -> None:
        self.sql = sqlite3.connect(fichier)
        self.cles = cles
        (self.programme,) = self.un("select id from comptes_programme where code = 'saint-denis'")
        self.actifs = {
            d
            for (d,) in self.tous(
                "select id from dossiers_dossier where programme_id = ? and etat = 'base_active'",
                self.programme,
            )
        }

    def tous(self, requete: str, *valeurs: Any) -> list[tuple[Any, ...]]:
        return self.sql.execute(requete, valeurs).fetchall()

    def un(self, requete: str) -> tuple[Any, ...]:
        return self.tous(requete)[0]

    def scelles(self, table: str, volet: str, clairs: str = "") -> list[tuple[Any, ...]]:
        """(dossier, opened content, id, clear columns…) of the followed dossiers, oldest first."""
        suite = f", {clairs}" if clairs else ""
        return [
            (dossier, self.cles(table, volet, ident, dossier, version, scelle), ident, *reste)
            for ident, dossier, version, scelle, *reste in self.tous(
                f"select id, dossier_id, version, scelle{suite} from {table} order by created_at"  # noqa: S608
            )
            if dossier in self.actifs
        ]


def bornes(texte: str | None) -> Jours | None:
    """First and last day that a date known in part can be."""
    if not texte:
        return None
    if len(texte) == 4:
        return f"{texte}-01-01", f"{texte}-12-31"
    if len(texte) == 7:
        annee, mois = int(texte[:4]), int(texte[5:])
        return f"{texte}-01", f"{texte}-{calendar.monthrange(annee, mois)[1]:02d}"
    return texte, texte


def mois(debut: str, fin: str) -> int:
    (a, m, j), (b, n, k) = ([int(x) for x in jour.split("-")] for jour in (debut, fin))
    return max(0, 12 * (b - a) + n - m - (1 if k < j else 0))


class Annee:
    """One school year as read on a day."""

    def __init__(self, rentree: int, au: str) -> None:
        self.rentree, self.au = rentree, au
        self.debut, self.fin = f"{rentree}-09-01", f"{rentree + 1}-08-31"
        self.jour = min(self.fin, au)

    def contient(self, j: Jours | None) -> bool:
        return j is not None and self.debut <= j[0] and j[1] <= self.fin

    def touche(self, j: Jours) -> bool:
        return j[0] <= self.fin and j[1] >= self.debut

    def situer(self, p: dict[str, Any]) -> str:
        """Was this parcours surely open in the year, surely not, or nobody knows."""
        if not p["pris"]:
            recue = p["recue"]
            if recue is None:
                return "?"
            return "oui" if self.contient(recue) else "?" if self.touche(recue) else "non"
        entree, sortie = p["entree"], p["sortie"]
        if sortie and sortie[1] < self.debut:
            return "non"
        if entree is None:
            return "?"
        if entree[0] > self.fin:
            return "non"
        sur = entree[1] <= self.fin and (sortie is None or sortie[0] >= self.debut)
        return "oui" if sur else "?"


def enfants(b: Base) -> dict[str, dict[str, Any]]:
    """Each child: birth, sex, parcours in the order they were written."""
    examens = defaultdict(list)
    for dossier, le in b.tous("select dossier_id, le from parcours_passageeneps"):
        examens[dossier].append(bornes(le))
    menes = {d for (d,) in b.tous("select dossier_id from dossiers_cercle")}
    lus = {
        d: {"ne": c.get("naissance") or "", "sexe": c.get("sexe") or "", "parcours": []}
        for d, c, _ in b.scelles("enfants_identite", "identite")
    }
    champs = "recue, entree, sortie, actions_du_plan"
    for d, c, _, recue, entree, sortie, plan in b.scelles("parcours_parcours", "parcours", champs):
        motifs = c.get("motifs") or []
        lus[d]["parcours"].append({
            "recue": bornes(recue), "entree": bornes(entree), "sortie": bornes(sortie),
            "pris": True if entree else c.get("pris_en_charge"),
            "motif_sortie": c.get("motif_sortie") or "", "origine": c.get("origine") or "",
            "motif": c.get("motif_principal") or (motifs[0] if len(motifs) == 1 else ""),
            "refus": c.get("motif_non_prise_en_charge") or "", "examens": examens[d],
            "sans": {
                *(["accord_de_la_famille"] if c.get("accord") not in REPRIS else []),
                *(["examen_en_eps"] if not examens[d] else []),
                *(["referent_designe"] if d not in menes else []),
                *(["plan_d_actions"] if not (c.get("actions") or plan) else []),
            },
        })  # fmt: skip
    return lus


def classe(ne: str, rentree: int) -> str:
    if not ne or (age := rentree - int(ne[:4])) < 0:
        return "inconnu"
    seuils = ((2, "moins_de_2_ans"), (6, "2_5_ans"), (11, "6_10_ans"), (17, "11_16_ans"))
    return next((c for borne, c in seuils if age < borne), "17_ans_et_plus")


def resume(durees: list[int | None]) -> list[Any]:
    connues = [d for d in durees if d is not None]
    if not connues:
        return [len(durees), len(durees)]
    return [
        len(durees), len(durees) - len(connues), median(connues), round(mean(connues), 9),
        min(connues), max(connues),
    ]  # fmt: skip


def duree(entree: Jours, fin: Jours) -> int | None:
    """Months when the day of the month matters by one at most."""
    courte, longue = mois(entree[1], fin[0]), mois(entree[0], fin[1])
    return longue if longue - courte <= 1 else None


def ici(b: Base, an: Annee) -> dict[str, Any]:
    """Every figure, from the rows."""
    tous = enfants(b)
    vus = {
        d: [p for p in e["parcours"] if p["pris"] and an.situer(p) == "oui"]
        for d, e in tous.items()
    }
    suivis = {d: sorted(p, key=lambda x: x["entree"][0]) for d, p in vus.items() if p}
    derniers = [p[-1] for p in suivis.values()]
    ouverts = [p for ps in suivis.values() for p in ps]
    # the rows are in the order they were written: the last exit written is the one that counts
    sortis = [s[-1] for d in suivis if (s := [p for p in vus[d] if an.contient(p["sortie"])])]
    meilleurs = [min(vus[d], key=lambda p: len(p["sans"])) for d in suivis]
    dits = {
        "enfants_suivis": len(suivis),
        "entrees": sum(any(an.contient(p["entree"]) for p in ps) for ps in suivis.values()),
        "sorties": len(sortis),
        "motifs_de_sortie": Counter(p["motif_sortie"] for p in sortis),
        "ages": Counter(classe(tous[d]["ne"], an.rentree) for d in suivis),
        "sexes": Counter(tous[d]["sexe"] for d in suivis),
        "motifs": Counter(p["motif"] for p in derniers),
        "origines": Counter(p["origine"] for p in derniers),
        "individualises": sum(not m["sans"] for m in meilleurs),
        "criteres_manquants": Counter(c for m in meilleurs for c in m["sans"]),
        "duree_des_clos": resume(
            [duree(p["entree"], p["sortie"]) for p in ouverts if an.contient(p["sortie"])]
        ),
        "duree_en_cours": resume([
            duree(p["entree"], (an.jour, an.jour)) for p in ouverts
            if p["entree"][0] <= an.jour and (p["sortie"] is None or p["sortie"][0] > an.jour)
        ]),
        "situations_eps": sum(
            any(an.contient(j) for p in ps for j in p["examens"]) for ps in suivis.values()
        ),
    }  # fmt: skip
    return dits | _autour(tous, suivis, an) | _travail(b, suivis, an) | _plans(b, suivis, an)


def _autour(tous: dict[str, Any], suivis: dict[str, Any], an: Annee) -> dict[str, Any]:
    """Children who were not followed: refused, waiting, or of whom nobody knows."""
    refus, attente, doute = [], 0, 0
    for d, e in tous.items():
        if d in suivis:
            continue
        oui = [p for p in e["parcours"] if an.situer(p) == "oui"]
        ecartes = [p for p in oui if p["pris"] is False]
        refus += [ecartes[-1]["refus"]] if ecartes else []
        attente += bool(oui) and not ecartes
        doute += not oui and any(an.situer(p) == "?" for p in e["parcours"])
    return {"refus": Counter(refus), "en_attente": attente, "a_verifier": doute}


def _travail(b: Base, suivis: dict[str, Any], an: Annee) -> dict[str, Any]:
    """Plans, ordinary services, evaluations, demands."""
    mots: dict[str, dict[str, str]] = defaultdict(dict)
    for _, c, _, objectif, le in b.scelles("plans_regardporte", "parcours", "objectif_id, le"):
        if an.debut <= le <= an.jour:
            garde = mots[objectif].get(c["regard"])
            if garde is None or garde.split("|")[0] <= le:
                mots[objectif][c["regard"]] = f"{le}|{c['evolution']}"
    objectifs = [
        ident
        for d, _, ident, ouvert, clos in b.scelles(
            "plans_objectif", "parcours", "ouvert_le, clos_le"
        )
        if d in suivis and ouvert <= an.jour and (not clos or clos >= an.debut)
    ]
    dits = Counter(
        f"{regard}_{mot.split('|')[1]}" for o in objectifs for regard, mot in mots[o].items()
    )
    faites = defaultdict(set)
    for dossier, rang, rentree, etat in b.tous(
        "select e.dossier_id, c.rang, c.rentree, e.etat from evaluations_evaluationdelenfant e"
        " join evaluations_campagnedevaluation c on c.id = e.campagne_id"
    ):
        if etat == "faite" and rentree == an.rentree and dossier in suivis:
            faites[dossier].add(rang)
    demandes = b.tous(
        "select etat, motif from saisines_saisine where programme_id = ? and recue_le between ? and ?",
        b.programme, an.debut, an.fin,
    )  # fmt: skip
    return {
        "objectifs": [sum(bool(mots[o]) for o in objectifs), len(objectifs)],
        "changements": dits,
        "delais_droit_commun": _delais(b, suivis, an),
        "evaluations": Counter(len(faites[d]) for d in suivis),
        "demandes": [len(demandes), sum(etat == "non_retenue" for etat, _ in demandes)],
    }


def _delais(b: Base, suivis: dict[str, Any], an: Annee) -> list[Any]:
    """Begun, of how many, days waited by those that began; days waited so far by the others."""
    commencees, attentes, nombre = [], [], 0
    for d, c, _, creee, *jours in b.scelles("plans_action", "parcours", f"created_at, {JOURS}"):
        c["suites"], sortie = corrigees(b, c["suites"], *jours)
        droit_commun = c["nature"] == "orientation_droit_commun" or c["operateur"] == "droit_commun"
        proposee, debut, etat = (
            min([creee[:10], *(s["le"] for s in c["suites"][:1])]),
            None,
            "proposee",
        )
        if d not in suivis or not droit_commun or proposee > an.jour:
            continue
        for s in (s for s in c["suites"] if s["le"] <= an.jour):
            etat = s["vers"]
            if etat == "proposee":
                proposee, debut = s["le"], None
            elif etat == "en_cours" and debut is None:
                debut = max(s["le"], proposee)
        attend = (
            etat in {"proposee", "acceptee", "liste_d_attente"}
            and not debut
            and sortie[0] > an.jour
        )
        if not attend and not an.debut <= (debut or proposee) <= an.fin:
            continue
        nombre += 1
        if debut:
            commencees.append((date.fromisoformat(debut) - date.fromisoformat(proposee)).days)
        elif attend:
            attentes.append((date.fromisoformat(an.jour) - date.fromisoformat(proposee)).days)
    return [resume(list(commencees)), nombre, len(attentes)]


JOURS = "debut, fin, parcours_id"


def corrigees(b: Base, suites: list[Any], debut: Any, fin: Any, parcours: str) -> tuple[list[Any], Jours]:  # fmt: skip
    """The changes at the days that the columns say; between which days the parcours ended, far away while it is open."""
    lues = [dict(s) for s in suites]
    courses = [s for s in lues if s["vers"] == "en_cours"]
    if courses:
        courses[0]["le"] = debut or courses[0]["le"]
        if fin and lues[-1] is courses[-1]:
            lues.append({"vers": "terminee", "le": fin})
        elif fin:
            lues[lues.index(courses[-1]) + 1]["le"] = fin
    ((sortie,),) = b.tous("select sortie from parcours_parcours where id = ?", parcours)
    return lues, bornes(sortie) or (DERNIERE, DERNIERE)


DOMAINES = {
    "langage": "ecole",
    "sante_psychique": "sante",
    "sport": "loisirs",
    "social": "famille",
}  # those of the rows


def _plans(b: Base, suivis: dict[str, Any], an: Annee) -> dict[str, Any]:
    """Children by nature of action that ran; those who wait, by how long and by domain of the longest wait."""
    vises = {i: c.get("ecritures") or [] for _, c, i in b.scelles("plans_objectif", "parcours")}
    menees: dict[str, set[str]] = defaultdict(set)
    attentes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for d, c, _, creee, objectif, *jours in b.scelles("plans_action", "parcours", f"created_at, objectif_id, {JOURS}"):  # fmt: skip
        if d not in suivis:
            continue
        c["suites"], sortie = corrigees(b, c["suites"], *jours)
        temps: list[list[str]] = []
        for s in c["suites"]:
            if s["vers"] == "en_cours":
                temps.append([s["le"], DERNIERE])
            elif temps and temps[-1][1] == DERNIERE:
                temps[-1][1] = s["le"]
        vecus = [(x, min(y, sortie[1])) for x, y in temps]
        if any(x <= min(y, an.jour) and y >= an.debut for x, y in vecus):
            menees[d].add(c["nature"])
        connues = [s for s in c["suites"] if s["le"] <= an.jour]
        depuis = min([creee[:10], *(s["le"] for s in c["suites"][:1])])
        depuis = ([depuis] + [s["le"] for s in connues if s["vers"] == "proposee"])[-1]
        etat = connues[-1]["vers"] if connues else "proposee"
        droit_commun = c["nature"] == "orientation_droit_commun" or c["operateur"] == "droit_commun"
        parti = (p := suivis[d][-1])["sortie"] is not None and p["sortie"][0] <= an.jour
        parti = parti or sortie[0] <= an.jour or any(s["vers"] == "en_cours" for s in connues)
        if droit_commun and depuis <= an.jour and not parti and etat in {"proposee", "acceptee", "liste_d_attente"}:  # fmt: skip
            mot = [e["domaine"] for e in vises.get(objectif, []) if e["le"] <= an.jour]
            attentes[d].append((depuis, DOMAINES[mot[-1]] if mot else "domaine_non_dit"))
    longues = {d: min(x, key=lambda a: a[0]) for d, x in attentes.items()}
    return {
        "natures": Counter(n for ns in menees.values() for n in ns),
        "attentes": Counter(_classe_d_attente(mois(a, an.jour)) for a, _ in longues.values()),
        "attendus": Counter(x for _, x in longues.values()),
        "seances": _seances(b, an),
    }


def _seances(b: Base, an: Annee) -> int:
    requete = (
        "select id from eps_seance where programme_id = ? and etat = 'close' and le between ? and ?"
    )
    return len(b.tous(requete, b.programme, an.debut, an.fin))


def _classe_d_attente(m: int) -> str:
    return "moins_de_3_mois" if m < 3 else "3_a_5_mois" if m < 6 else "6_mois_et_plus"
