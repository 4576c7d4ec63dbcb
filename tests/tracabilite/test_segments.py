"""Months: sealed when they are over, destroyed when they are old enough, and nothing else ever goes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.transaction import atomic
from hypothesis import given
from hypothesis import strategies as st

from maillage.config.ligne_de_commande import lancer
from maillage.tracabilite.models import Ancre, Evenement, Mention, Segment, Tete
from maillage.tracabilite.queries import rupture
from maillage.tracabilite.rules.segments import (
    CONSERVATION,
    MoisIllisible,
    TropRecent,
    autoriser_destruction,
    lire_mois,
    reculer,
)
from maillage.tracabilite.services import noter
from maillage.tracabilite.services.ancrage import ancrer
from maillage.tracabilite.services.retention import clore, detruire
from tests.factories.monde import BASES
from tests.tracabilite.registre import CHAINE, MOIS, fait, regler, tenir, un_mois
from tests.tracabilite.test_journal import sql

pytestmark = BASES


def actes() -> list[str]:
    rangs = Evenement.objects.filter(chaine=CHAINE).order_by("rang")
    return [c["acte"] for c in rangs.values_list("contenu", flat=True)]


def test_le_premier_evenement_d_un_mois_clot_le_precedent_et_le_dit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    regler(monkeypatch, "2026-09")
    un_mois()
    assert not Segment.objects.exists()
    regler(monkeypatch, "2026-10")
    noter(fait())
    segment = Segment.objects.get()
    assert (segment.mois, segment.premier, segment.dernier) == ("2026-09", 1, 6)
    assert actes()[6:] == ["journal_clore", "lire"]
    dit = Evenement.objects.get(rang=7).contenu
    assert (dit["objet"], dit["nombre"]) == (f"2026-09 {segment.sceau}", 6)
    assert rupture(CHAINE) is None


def test_un_mois_fini_se_clot_aussi_sans_attendre_d_evenement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    regler(monkeypatch, "2026-09")
    un_mois()
    assert not clore(CHAINE)
    regler(monkeypatch, "2026-12")
    assert clore(CHAINE)
    assert not clore(CHAINE)
    assert [s.mois for s in Segment.objects.all()] == ["2026-09"]
    assert rupture(CHAINE) is None


def test_une_horloge_qui_recule_garde_ses_evenements_dans_le_mois_ouvert(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for mois in ("2026-10", "2026-11", "2026-10", "2026-11", "2026-12"):
        regler(monkeypatch, mois)
        noter(fait())
    assert [(s.mois, s.premier, s.dernier) for s in Segment.objects.order_by("premier")] == [
        ("2026-10", 1, 1),
        ("2026-11", 2, 5),
    ]
    assert rupture(CHAINE) is None


def test_un_mois_detruit_laisse_son_sceau_et_la_chaine_tient(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tenir(monkeypatch)
    vieux = Segment.objects.filter(mois__lt="2025-01")
    assert [bool(s.expire_le) for s in vieux] == [True, True]
    dernier = max(s.dernier for s in vieux)
    assert not Evenement.objects.filter(rang__lte=dernier).exists()
    assert not Mention.objects.filter(rang__lte=dernier).exists()
    assert actes().count("journal_detruire") == 2
    assert rupture(CHAINE) is None


def test_a_blanc_rien_n_est_detruit(monkeypatch: pytest.MonkeyPatch) -> None:
    for mois in MOIS:
        regler(monkeypatch, mois)
        un_mois()
    avant = Evenement.objects.count()
    prevu = detruire(CHAINE, avant="2025-01", essai=True)
    assert [(m.mois, m.evenements) for m in prevu] == [("2024-10", 6), ("2024-11", 7)]
    assert Evenement.objects.count() == avant
    assert detruire(CHAINE, avant="2025-01") == prevu
    assert detruire(CHAINE, avant="2025-01") == []


def test_ce_qui_doit_encore_etre_garde_ne_se_detruit_pas(monkeypatch: pytest.MonkeyPatch) -> None:
    tenir(monkeypatch)
    for trop_recent in ("2025-12", "2026-10", "2030-01"):
        with pytest.raises(TropRecent):
            detruire(CHAINE, avant=trop_recent)
    with pytest.raises(MoisIllisible):
        detruire(CHAINE, avant="l'an dernier")


@given(
    mois=st.dates(min_value=date(1990, 1, 1)).map(lambda d: d.strftime("%Y-%m")),
    n=st.integers(0, 60),
)
def test_reculer_de_mois_en_mois_est_reculer_d_un_coup(mois: str, n: int) -> None:
    un_par_un = mois
    for _ in range(n):
        un_par_un = reculer(un_par_un, 1)
    assert reculer(mois, n) == lire_mois(un_par_un)


@given(conservation=st.integers(0, 36))
def test_jamais_moins_que_le_minimum_legal(conservation: int) -> None:
    limite = reculer("2026-11", max(conservation, 6))
    autoriser_destruction(limite, "2026-11", conservation)
    with pytest.raises(TropRecent):
        autoriser_destruction(reculer(limite, -1), "2026-11", conservation)
    assert CONSERVATION >= 6


def il_y_a(jours: int) -> str:
    return (datetime.now(UTC) - timedelta(days=jours)).strftime("%Y-%m")


@pytest.fixture
def trois_mois(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two months too old, one month too young to be marked, one running; by the true clock of the base."""
    for mois in (il_y_a(400), il_y_a(100), il_y_a(0)):
        regler(monkeypatch, mois, 1)
        un_mois()
    ancrer(CHAINE)


ANCIEN = "(SELECT min(mois) FROM (SELECT mois FROM tracabilite_segment) x)"
RECENT = "(SELECT max(mois) FROM (SELECT mois FROM tracabilite_segment) x)"
MARQUER = "UPDATE tracabilite_segment SET expire_le = CURRENT_TIMESTAMP WHERE mois = "
REFUSES = {
    "marquer un mois récent": [MARQUER + RECENT],
    "reprendre la marque": [MARQUER + ANCIEN, "UPDATE tracabilite_segment SET expire_le = NULL"],
    "marquer deux fois": [MARQUER + ANCIEN, MARQUER + ANCIEN],
    "changer un segment": ["UPDATE tracabilite_segment SET dernier = 99"],
    "marquer en changeant": ["UPDATE tracabilite_segment SET expire_le = CURRENT_TIMESTAMP, dernier = 99"],
    "supprimer un segment": ["DELETE FROM tracabilite_segment"],
    "supprimer un mois vivant": [MARQUER + ANCIEN, "DELETE FROM tracabilite_evenement WHERE rang > 6"],
    "supprimer sans marque": ["DELETE FROM tracabilite_evenement WHERE rang = 2"],
    "supprimer une mention": ["DELETE FROM tracabilite_mention WHERE rang = 2"],
    "changer une mention": ["UPDATE tracabilite_mention SET rang = 99"],
    "changer une ancre": ["UPDATE tracabilite_ancre SET rang = 99"],
    "supprimer une ancre": ["DELETE FROM tracabilite_ancre"],
    "un faux mois ancien autour d'événements récents": [
        """INSERT INTO tracabilite_segment (chaine, mois, premier, dernier, precedent, empreinte, sceau)
        SELECT chaine, '2001-01', 14, 99, '', '', '' FROM tracabilite_tete""",
        MARQUER + "'2001-01'",
        "DELETE FROM tracabilite_evenement WHERE rang > 14",
    ],
    "un segment né expiré": [
        """INSERT INTO tracabilite_segment (chaine, mois, premier, dernier, precedent, empreinte, sceau, expire_le)
        SELECT chaine, '2001-01', 50, 99, '', '', '', CURRENT_TIMESTAMP FROM tracabilite_tete"""
    ],
}  # fmt: skip


@pytest.mark.usefixtures("trois_mois")
@pytest.mark.parametrize("geste", REFUSES)
def test_la_base_elle_meme_refuse(geste: str) -> None:
    *permis, interdit = REFUSES[geste]
    for ordre in permis:
        sql(ordre)
    avant = [list(t.objects.order_by("pk").values()) for t in (Evenement, Mention, Segment, Ancre)]
    with pytest.raises(DatabaseError, match="Le journal ne se modifie pas"), atomic():
        sql(interdit)
    apres = [list(t.objects.order_by("pk").values()) for t in (Evenement, Mention, Segment, Ancre)]
    assert avant == apres


@pytest.mark.usefixtures("trois_mois")
def test_la_base_laisse_partir_un_mois_marque_et_assez_ancien() -> None:
    for ordre in (MARQUER + ANCIEN, "DELETE FROM tracabilite_mention WHERE rang <= 6",
                  "DELETE FROM tracabilite_evenement WHERE rang <= 6"):  # fmt: skip
        sql(ordre)
    assert Evenement.objects.order_by("rang").first().rang == 7


def test_une_tete_d_avant_les_segments_commence_un_mois_a_son_passe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    regler(monkeypatch, "2026-09")
    un_mois()
    Tete.objects.update(mois="2026-09", premier=1)  # as the migration leaves an existing chain
    regler(monkeypatch, "2026-10")
    un_mois()
    assert rupture(CHAINE) is None
    assert connection.vendor in {"sqlite", "postgresql"}


def test_la_ligne_de_commande_ancre_exporte_detruit_et_donne_la_cle(
    monkeypatch: pytest.MonkeyPatch, tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    tenir(monkeypatch)
    export, ancres = tmp_path / "journal.jsonl", tmp_path / "ancres.jsonl"
    assert lancer(["journal", "ancrer", "--fichier", str(ancres)]) == 0
    assert lancer(["journal", "exporter", str(export)]) == 0
    assert lancer(["journal", "exporter", str(export)]) == 1  # never over a file
    assert lancer(["journal", "verify", str(export), "--ancre", str(ancres)]) == 0
    assert lancer(["journal", "detruire", "--avant", "2025-01", "--dry-run"]) == 0
    assert lancer(["journal", "detruire", "--avant", "2026-11"]) == 1
    assert lancer(["journal", "cle"]) == 0
    assert lancer(["journal", "quotidien"]) == 0
    sorties = capsys.readouterr()
    assert Ancre.objects.first().cle in sorties.out
    assert "0 événements de 0 mois seraient détruits" in sorties.out
    assert export.stat().st_mode & 0o077 == 0
