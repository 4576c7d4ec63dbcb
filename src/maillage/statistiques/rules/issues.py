"""How parcours end: the reasons of exit, gathered."""

from __future__ import annotations

from collections.abc import Mapping

# Reasons of exit (N12), gathered: small enough to be published, and what a pilot asks.
ISSUES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "objectifs_atteints": ("Sortie, objectifs atteints", ("objectifs_atteints",)),
    "relais": (
        "Sortie, relais pris par d’autres",
        (
            "relais_vers_le_droit_commun",
            "relais_vers_un_suivi_de_soin",
            "relais_vers_la_protection_de_l_enfance",
        ),
    ),
    "depart": (
        "Sortie, départ du territoire ou de l’âge",
        (
            "demenagement",
            "changement_d_etablissement_hors_perimetre",
            "limite_d_age",
            "sortie_de_la_geographie_prioritaire",
        ),
    ),
    "arret": (
        "Sortie, arrêt avant la fin",
        ("fin_d_adhesion", "refus_du_jeune", "perdu_de_vue"),
    ),
    "autre_sortie": (
        "Sortie, autre motif",
        (
            "dispositif_inadapte_a_la_situation",
            "duree_maximale_atteinte",
            "erreur_d_orientation",
            "autre",
        ),
    ),
}
ISSUE_DU_MOTIF = {code: issue for issue, (_, codes) in ISSUES.items() for code in codes}
SORTIE_SANS_MOTIF = "sortie_sans_motif"
