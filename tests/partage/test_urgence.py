"""Break-glass, the rule alone: free until an emergency waits for 72 hours, examined by somebody else (property P-40)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from maillage.partage.rules.urgence import (
    A_EXAMINER,
    AVIS,
    CATEGORIES,
    RAISON_MINIMALE,
    UrgencePassee,
    peut_examiner,
    peut_ouvrir,
)

LUNDI = datetime(2026, 3, 2, 9, tzinfo=UTC)
HEURES = timedelta(hours=1)


def apres(heures: float, *, examinee: bool = False) -> bool:
    return bool(peut_ouvrir([UrgencePassee(LUNDI, examinee)], LUNDI + heures * HEURES))


def test_une_urgence_non_examinee_depuis_72_heures_suspend() -> None:
    assert timedelta(hours=72) == A_EXAMINER
    assert apres(0)
    assert apres(71.99)
    assert not apres(72)
    assert not apres(72.01)
    assert apres(1000, examinee=True)
    assert peut_ouvrir([], LUNDI)


def test_une_seule_en_retard_suffit_et_la_plus_ancienne_est_nommee() -> None:
    passees = [
        UrgencePassee(LUNDI, examinee=True),
        UrgencePassee(LUNDI + 30 * HEURES, examinee=False),
        UrgencePassee(LUNDI + 6 * HEURES, examinee=False),
        UrgencePassee(LUNDI + 299 * HEURES, examinee=False),
    ]
    refus = peut_ouvrir(passees, LUNDI + 300 * HEURES)
    assert not refus
    assert refus.motif.code == "urgence_non_examinee"
    assert refus.motif.faits == {"Ouverte le": "02/03/2026"}
    assert refus.a_faire


def test_un_oui_dit_aussi_sa_raison_et_son_texte() -> None:
    oui = peut_ouvrir([], LUNDI)
    assert (oui.motif.code, oui.accordee) == ("urgence", True)
    assert "226-2-2" in oui.fondement.reference


def test_personne_n_examine_sa_propre_urgence() -> None:
    assert not peut_examiner("amina", "amina")
    assert peut_examiner("amina", "leila")


def test_les_codes_gardes_ne_changent_pas() -> None:
    assert set(CATEGORIES) == {"danger", "rendez_vous", "absence", "autorite"}
    assert set(AVIS) == {"justifiee", "non_justifiee"}
    assert RAISON_MINIMALE == 15


@pytest.mark.parametrize("phrase", [*CATEGORIES.values(), *AVIS.values()])
def test_chaque_choix_a_ses_mots(phrase: str) -> None:
    assert phrase.strip()
