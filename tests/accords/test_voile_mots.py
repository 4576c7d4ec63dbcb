"""The cloak, word by word: what a piece of a closed value is, what every address has, and how the reason is named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maillage.accords.rules.autorite import Exercice
from maillage.accords.rules.voile import RETIRE, Voile, pieces, taire, trahit, voile
from tests.accords.familles import AT, MERE, PERE

POSE = Voile(PERE, AT - timedelta(days=1))
# Written again by hand: a word taken out of the rule by mistake would close texts that say nothing.
MOTS_DE_TOUTE_ADRESSE = [
    "de", "du", "des", "la", "le", "les", "et", "au", "aux", "rue", "avenue", "av", "bd", "boulevard", "allee",
    "allees", "place", "chemin", "impasse", "square", "quai", "cours", "route", "passage", "cite", "residence",
    "batiment", "bat", "appartement", "appt", "apt", "etage", "escalier", "porte", "bis", "ter", "ecole",
    "college", "lycee", "maternelle", "elementaire", "primaire", "groupe", "scolaire", "chez", "com", "net",
    "org", "www",
]  # fmt: skip


@pytest.mark.parametrize("mot", MOTS_DE_TOUTE_ADRESSE)
def test_un_mot_que_toute_adresse_porte_ne_trahit_rien_seul(mot: str) -> None:
    assert pieces(f"Zyxw {mot}") == {"zyxw"}
    assert not trahit(f"un {mot} quelconque", [f"Zyxw {mot}"])


@pytest.mark.parametrize(
    ("valeur", "attendues"),
    [
        ("Lilas", {"lila", "ilas"}),
        ("Lilas B 12", {"lila", "ilas"}),  # one letter alone names no place
        ("3 rue Lô", {"uelo"}),
        ("Lô 345 bis", {"lo34"}),
        ("rue du 12", {"ruedu12"}),  # nothing but common words: the value whole
        ("06 39 98", {"0639", "6399", "3998"}),
        ("5B", {"5b"}),
        ("Lacs", {"lacs"}),
        ("", set()),
    ],
)
def test_les_morceaux_d_une_valeur_sont_ceux_ci(valeur: str, attendues: set[str]) -> None:
    assert pieces(valeur) == attendues


def test_quatre_lettres_suffisent_a_reconnaitre_un_lieu_et_trois_non() -> None:
    assert taire("vers lila", ["Lilas"]) == RETIRE
    assert taire("vers lil", ["Lilas"]) == "vers lil"


def test_les_coordonnees_se_ferment_a_qui_n_a_plus_rien_ou_que_l_on_ne_connait_pas() -> None:
    fermes = {e for e in Exercice if voile(MERE, e, [], AT).champs}
    assert fermes == {Exercice.INCONNU, Exercice.RETIRE, Exercice.TIERS}


def test_chaque_reponse_du_voile_porte_son_nom() -> None:
    protegee = voile(PERE, Exercice.CONJOINT, [POSE], AT).decision
    reservee = voile(MERE, Exercice.TIERS, [POSE], AT).decision
    ouverte = voile(MERE, Exercice.CONJOINT, [POSE], AT).decision
    assert [(d.accordee, d.motif.code) for d in (protegee, reservee, ouverte)] == [
        (False, "adresse_protegee"),
        (False, "coordonnees_reservees"),
        (True, "coordonnees_ouvertes"),
    ]


def test_un_voile_est_confirme_tant_que_personne_ne_dit_le_contraire() -> None:
    assert Voile(PERE, AT).confirme
