"""The other tables of the year: why and from whom children come, how long, what changed, what the work was."""

from __future__ import annotations

from collections import defaultdict

from maillage.plans.rules.regards import Evolution
from maillage.statistiques.rules.faits import FaitsDeLAnnee
from maillage.statistiques.rules.mesures import toutes_les_valeurs
from maillage.statistiques.rules.valeurs import Mesure, Valeur
from maillage.statistiques.tableaux import Tableau, tableaux

Rangee = tuple[str | int, ...]
Valeurs = dict[str, Valeur]


def tableaux_de_l_annee(faits: FaitsDeLAnnee) -> tuple[Tableau, ...]:
    """Every table of the year, those of the survey first."""
    v = toutes_les_valeurs(faits)
    return (
        *tableaux(faits.chiffres),
        _repartition(v["motifs"], "Motif principal d’orientation", "Motif principal inconnu"),
        _repartition(v["origines"], "Origine de l’orientation", "Origine inconnue"),
        _durees(v),
        _changements(v["changements"]),
        _travail(v),
        _actions(v["natures_d_action"]),
        _attentes(v["attentes_droit_commun"]),
        _presences(v["presences_eps"]),
        _refus(v),
        _territoire(v),
    )


def nombre_fr(valeur: float) -> str:
    """«10,5», «12»."""
    return f"{valeur:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def mesure_fr(m: Mesure | None) -> str:
    """A duration in words; a dash when there is nothing to sum up."""
    return f"{nombre_fr(m.mediane)} {m.unite}" if m else "—"


def _repartition(v: Valeur, titre: str, inconnu: str) -> Tableau:
    lignes: list[Rangee] = [(x.libelle, x.nombre) for x in v.lignes]
    if v.inconnus:
        lignes.append((inconnu, v.inconnus))
    return Tableau(
        titre, "Enfants suivis, dernier parcours de l’année.", ("Réponse", "Enfants"),
        tuple(lignes), ("Ensemble", v.numerateur or 0) if lignes else None,
        definitions=(v.code,),
    )  # fmt: skip


def _durees(v: Valeurs) -> Tableau:
    def ligne(titre: str, valeur: Valeur) -> Rangee:
        m = valeur.mesure
        etendue = f"{nombre_fr(m.minimum)} à {nombre_fr(m.maximum)}" if m else "—"
        moyenne = nombre_fr(m.moyenne) if m else "—"
        mediane = nombre_fr(m.mediane) if m else "—"
        return (titre, valeur.numerateur or 0, mediane, moyenne, etendue, valeur.inconnus)

    return Tableau(
        "Durée des parcours, en mois",
        "Les parcours encore ouverts n’ont pas fini leur durée : les deux lignes se lisent ensemble.",
        ("Parcours", "Nombre", "Médiane", "Moyenne", "De… à…", "Durée inconnue"),
        (
            ligne("Terminés dans l’année", v["duree_des_clos"]),
            ligne("En cours à la fin de l’année, ou aujourd’hui", v["duree_en_cours"]),
        ),
        codes=("duree_des_clos", "duree_en_cours"),
    )


def _changements(v: Valeur) -> Tableau:
    par_regard: dict[str, list[int]] = defaultdict(list)
    for x in v.lignes:
        par_regard[x.groupe].append(x.nombre)
    return Tableau(
        "Ce qui a changé, par regard",
        f"{v.numerateur or 0} objectifs sur {v.denominateur or 0} ont reçu un regard dans l’année. "
        "Les regards ne s’additionnent pas.",
        ("Regard", *(e.libelle for e in Evolution)),
        tuple((regard, *nombres) for regard, nombres in par_regard.items()),
        definitions=("changements",),
    )


def _travail(v: Valeurs) -> Tableau:
    deux = v["couverture_evaluations"]
    dc = v["delais_droit_commun"]
    attendent = next((x.nombre for x in dc.a_part if x.code == "attendent"), 0)
    eps = v["situations_eps"]
    return Tableau(
        "Le travail de l’année",
        "Chaque ligne a son unité : elle est dans sa définition.",
        ("Indicateur", "Nombre", "Sur"),
        (
            ("Enfants examinés en EPS", eps.numerateur or 0, eps.denominateur or 0),
            ("Séances d’EPS tenues", v["seances_eps"].numerateur or 0, ""),
            ("Enfants évalués deux fois avec l’école", deux.numerateur or 0, deux.denominateur or 0),
            ("Actions de droit commun commencées", dc.numerateur or 0, dc.denominateur or 0),
            ("… délai médian avant le début", mesure_fr(dc.mesure), ""),
            ("… actions qui attendent encore", attendent, dc.denominateur or 0),
            ("Assiduité aux actions", "non tenue ici", ""),
        ),
        codes=(
            "situations_eps", "seances_eps", "couverture_evaluations", "delais_droit_commun", "", "",
            "assiduite_actions",
        ),
    )  # fmt: skip


def _actions(v: Valeur) -> Tableau:
    return Tableau(
        "Les actions du plan, par nature",
        "Enfants pour qui une action au moins a été en cours dans l’année. Les lignes ne s’additionnent pas.",
        ("Nature", "Enfants"),
        tuple((x.libelle, x.nombre) for x in v.lignes if x.nombre),
        ("Une action au moins", v.numerateur or 0) if v.numerateur else None,
        definitions=(v.code,),
    )  # fmt: skip


def _attentes(v: Valeur) -> Tableau:
    return Tableau(
        "Ce que les enfants attendent du droit commun",
        "Actions proposées, acceptées ou en liste d’attente qui n’ont pas commencé, le dernier jour de l’année ou aujourd’hui. De plusieurs attentes, la plus longue compte.",
        ("Attente", "Enfants"),
        tuple((x.libelle, x.nombre) for x in v.lignes)
        + tuple((f"… domaine : {x.libelle}", x.nombre) for x in v.a_part if x.nombre),
        ("Enfants qui attendent, d’après les plans écrits", v.numerateur or 0),
        definitions=(v.code,),
    )


def _presences(v: Valeur) -> Tableau:
    return Tableau(
        "Présence des institutions en EPS",
        "Séances closes. L’ordre est alphabétique : ce n’est pas un classement.",
        ("Institution", "A pris part", "Séances notées"),
        tuple((x.libelle, x.nombre, x.sur or 0) for x in v.lignes),
        ("Ensemble", v.numerateur or 0, v.denominateur or 0) if v.lignes else None,
        definitions=("presences_eps",),
    )


def _refus(v: Valeurs) -> Tableau:
    enfants, demandes = v["refus"], v["demandes_non_retenues"]
    motifs = {x.code: x.libelle for x in (*enfants.lignes, *demandes.lignes)}
    nombres = [
        {x.code: x.nombre for x in valeur.lignes} | {"": valeur.inconnus}
        for valeur in (enfants, demandes)
    ]
    lignes: list[Rangee] = [
        (libelle, *(n.get(code, 0) for n in nombres)) for code, libelle in motifs.items()
    ]
    if any(n[""] for n in nombres):
        lignes.append(("Motif non renseigné", *(n[""] for n in nombres)))
    return Tableau(
        "Ce qui n’a pas été suivi, et pourquoi",
        "Un refus de la famille est un choix : il n’est jamais reproché.",
        ("Motif", "Enfants non pris en charge", "Demandes écartées avant tout dossier"),
        tuple(lignes),
        ("Ensemble", enfants.numerateur or 0, demandes.numerateur or 0) if lignes else None,
        definitions=("refus", "demandes_non_retenues"),
    )


def _territoire(v: Valeurs) -> Tableau:
    quartiers, labels = v["quartiers"], v["labels"]
    return Tableau(
        "Domicile et école",
        "« Inconnu » n’est ni dedans ni dehors.",
        ("Indicateur", "Oui", "Non", "Inconnu"),
        tuple(
            (titre, x.numerateur or 0, (x.denominateur or 0) - (x.numerateur or 0) - x.inconnus, x.inconnus)
            for titre, x in (
                ("Domicile en quartier prioritaire", quartiers),
                ("École en REP ou REP+", labels),
            )
        ),
        codes=("quartiers", "labels"),
    )  # fmt: skip
