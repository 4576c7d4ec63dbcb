"""Months of the journal and phrases to print, the rules alone."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.tracabilite.mots import mots
from maillage.tracabilite.rules.ancres import message
from maillage.tracabilite.rules.phrase import (
    PhraseIllisible,
    debut_de_l_empreinte,
    phrase,
    plier,
)
from maillage.tracabilite.rules.segments import (
    CLORE,
    CONSERVATION,
    DETRUIRE,
    EXPORTER,
    MINIMUM_LEGAL,
    MoisIllisible,
    SegmentScelle,
    TropRecent,
    autoriser_destruction,
    limite_de_destruction,
    lire_mois,
    reculer,
    sceller,
    verifier_segments,
)

CHAINE = UUID(int=7)


def trois() -> list[SegmentScelle]:
    """Three months that follow each other."""
    faits, precedent, avant, rang = [], "origine", "", 1
    for mois, dernier in (("2026-01", 4), ("2026-02", 4 + 3), ("2026-04", 20)):
        s = sceller(
            chaine=CHAINE, mois=mois, premier=rang, dernier=dernier, precedent=precedent,
            empreinte=f"e{dernier}", avant=avant,
        )  # fmt: skip
        faits.append(s)
        rang, precedent, avant = dernier + 1, s.empreinte, s.sceau
    return faits


def test_des_mois_qui_se_suivent_tiennent() -> None:
    assert verifier_segments(trois(), "origine") is None
    assert verifier_segments([], "origine") is None


@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize(
    "faux",
    [
        {"chaine": UUID(int=8)}, {"mois": "2026-03"}, {"premier": 2}, {"dernier": 99}, {"precedent": "x"},
        {"empreinte": "x"}, {"sceau": "x"},
    ],
)  # fmt: skip
def test_un_mois_change_se_voit_ou_il_est(n: int, faux: dict[str, object]) -> None:
    lot = trois()
    lot[n] = replace(lot[n], **faux)
    rupture = verifier_segments(lot, "origine")
    assert rupture is not None
    assert (rupture.rang, lot[n].mois in rupture.raison) == (lot[n].premier, True)


def test_un_mois_ote_echange_ou_une_autre_origine_se_voient() -> None:
    un, deux, trois_ = trois()
    for lot in ([deux, trois_], [un, trois_], [deux, un, trois_]):
        assert verifier_segments(lot, "origine") is not None
    assert verifier_segments([un, deux], "origine") is None
    assert verifier_segments([un, deux, trois_], "autre") is not None


def test_le_sceau_s_ecrit_toujours_pareil() -> None:
    dit = (
        '{"avant":"a","chaine":"00000000-0000-0000-0000-000000000007","dernier":4,"empreinte":"e",'
        '"mois":"2026-01","precedent":"p","premier":1}'
    )
    s = sceller(
        chaine=CHAINE, mois="2026-01", premier=1, dernier=4, precedent="p", empreinte="e", avant="a"
    )
    assert s == SegmentScelle(
        CHAINE, "2026-01", 1, 4, "p", "e", hashlib.sha256(dit.encode()).hexdigest()
    )


@pytest.mark.parametrize(
    "texte", ["2026-00", "2026-13", "2026-1", "26-01", "2026-01-01", " 2026-01", "2026-01\n", ""]
)
def test_ce_qui_n_est_pas_un_mois_est_refuse(texte: str) -> None:
    with pytest.raises(MoisIllisible, match="AAAA-MM"):
        lire_mois(texte)


@pytest.mark.parametrize("mois", ["2026-01", "2026-09", "2026-10", "2026-12", "0001-11"])
def test_un_mois_se_lit(mois: str) -> None:
    assert lire_mois(mois) == mois


@pytest.mark.parametrize(
    ("mois", "nombre", "attendu"),
    [("2026-03", 0, "2026-03"), ("2026-03", 2, "2026-01"), ("2026-03", 3, "2025-12"),
     ("2026-12", 12, "2025-12"), ("2026-01", 13, "2024-12"), ("0101-01", 1, "0100-12")],
)  # fmt: skip
def test_reculer_compte_les_mois(mois: str, nombre: int, attendu: str) -> None:
    assert reculer(mois, nombre) == attendu


def test_rien_ne_se_detruit_avant_six_mois_ni_avant_la_duree_choisie() -> None:
    assert (MINIMUM_LEGAL, CONSERVATION) == (6, 12)
    assert limite_de_destruction("2026-10", 12) == "2025-10"
    assert limite_de_destruction("2026-10", 1) == "2026-04"
    assert limite_de_destruction("2026-10", 6) == "2026-04"
    assert limite_de_destruction("2026-10", 7) == "2026-03"
    autoriser_destruction("2025-10", "2026-10", 12)
    with pytest.raises(TropRecent, match="12 mois") as refus:
        autoriser_destruction("2025-11", "2026-10", 12)
    dit = "Le journal se garde 12 mois : rien ne se détruit à partir de 2025-10."
    assert (refus.value.message, refus.value.rien_perdu) == (dit, "Rien n'a été détruit.")
    assert refus.value.a_faire == "Demandez un mois qui ne dépasse pas 2025-10."
    with pytest.raises(TropRecent, match="6 mois"):
        autoriser_destruction("2026-05", "2026-10", 2)
    with pytest.raises(MoisIllisible):
        autoriser_destruction("hier", "2026-10", 12)


def test_les_gestes_du_journal_sur_lui_meme_gardent_leurs_noms() -> None:
    assert (CLORE, DETRUIRE, EXPORTER) == ("journal_clore", "journal_detruire", "journal_exporter")


def test_ce_que_signe_une_ancre_s_ecrit_toujours_pareil() -> None:
    assert message(CHAINE, 3, "ab", "2026-01-01T00:00:00+00:00") == (
        b'maillage-ancre-1|{"chaine":"00000000-0000-0000-0000-000000000007","empreinte":"ab",'
        b'"instant":"2026-01-01T00:00:00+00:00","rang":3}'
    )


empreintes = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(empreintes)
def test_une_phrase_dit_les_88_premiers_bits_et_se_relit(empreinte: str) -> None:
    dite = phrase(empreinte, mots())
    assert len(dite.split()) == 8
    assert debut_de_l_empreinte(dite, mots()) == empreinte[:22]
    assert debut_de_l_empreinte(plier(dite).upper().replace(" ", "-"), mots()) == empreinte[:22]


def test_les_mots_suivent_les_bits() -> None:
    liste = [f"m{n}" for n in range(2048)]
    assert phrase("0" * 64, liste) == " ".join(["m0"] * 8)
    assert phrase("f" * 64, liste) == " ".join(["m2047"] * 8)
    assert phrase("0" * 21 + "1" + "f" * 42, liste) == " ".join(["m0"] * 7 + ["m1"])
    assert phrase("8" + "0" * 63, liste).split()[0] == "m1024"


def test_un_mot_copie_a_la_main_perd_ses_accents_et_ses_majuscules() -> None:
    assert plier("Cœur") == "coeur"
    assert plier("ÉTÉ çà") == "ete ca"


@pytest.mark.parametrize("n", [0, 7, 9])
def test_huit_mots_ni_plus_ni_moins(n: int) -> None:
    with pytest.raises(PhraseIllisible) as refus:
        debut_de_l_empreinte(" ".join([mots()[0]] * n), mots())
    dit = f"Cette phrase n'est pas une ancre : elle a {n} mots et non 8."
    assert refus.value.message == dit


def test_un_mot_hors_de_la_liste_est_nomme() -> None:
    with pytest.raises(PhraseIllisible, match="« xyzzy »"):
        debut_de_l_empreinte(" ".join([*[mots()[0]] * 7, "Xyzzy"]), mots())
