"""Every usual French writing of a date, and never a day that the file does not give."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.reprise.rules.dates import lire_date, lire_dates, ordre_de

ECRITURES = {
    "15/12/14": "2014-12-15",
    "04.12.2024": "2024-12-04",
    "1er mars 2014": "2014-03-01",
    "5 févr. 2014": "2014-02-05",
    "LUNDI 12 MAI 2014": "2014-05-12",
    "mar. 4 mars 2014": "2014-03-04",
    "2014/05/12": "2014-05-12",
    "2014-05-12T00:00:00": "2014-05-12",
    "12-5-2014": "2014-05-12",
    "15122014": "2014-12-15",
    "40493": "2010-11-11",
    "le 3 août 2015": "2015-08-03",
    "mai 2026": "2026-05",
    "déc.-25": "2025-12",
    "12/2015": "2015-12",
    "2015-03": "2015-03",
    "mi-juin 2014": "2014-06",
    "fin 2015": "2015",
    "2014": "2014",
    "12/04/1914": "1914-04-12",
    "03/09/99": "1999-09-03",
}
MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


@pytest.mark.parametrize(("ecrite", "attendue"), ECRITURES.items())
def test_les_ecritures_usuelles_se_lisent(ecrite: str, attendue: str) -> None:
    assert str(lire_date(ecrite, 2026).valeur) == attendue


@pytest.mark.parametrize(
    "ecrite",
    [
        "31/02/2016",
        "2025-13-05",
        "12/05",
        "15 mai",
        "2014-2015",
        "non pris : refus parents",
        "12/25/2014",
    ],
)
def test_une_date_impossible_ou_incomplete_n_est_pas_devinee(ecrite: str) -> None:
    lue = lire_date(ecrite, 2026)
    assert lue.valeur is None
    assert lue.certitude == "illisible"
    assert lue.avertissement


@pytest.mark.parametrize("ecrite", ["?", "à préciser", "NC", "-", "en attente"])
def test_une_valeur_d_attente_n_est_pas_une_date(ecrite: str) -> None:
    assert lire_date(ecrite, 2026).certitude == "en_attente"


def test_un_mois_sans_jour_reste_sans_jour() -> None:
    lue = lire_date("mai 2026", 2026).valeur
    assert lue is not None
    assert not lue.complete


@pytest.mark.parametrize(
    ("cellule", "attendues"),
    [
        ("12/10/12 / 18/03/13", ["2012-10-12", "2013-03-18"]),
        ("20/05/14 et 18/09/14 et 25/02/15", ["2014-05-20", "2014-09-18", "2015-02-25"]),
        ("12-02-14 - 15-06-14", ["2014-02-12", "2014-06-15"]),
        ("16/01/13\n17/06/13", ["2013-01-16", "2013-06-17"]),
        ("EPS 1 : 12/05/14 ; EPS 2 : juin 2014", ["2014-05-12", "2014-06"]),
    ],
)
def test_une_cellule_peut_porter_plusieurs_dates(cellule: str, attendues: list[str]) -> None:
    lues, reste = lire_dates(cellule, 2026)
    assert [str(lue.valeur) for lue in lues] == attendues
    assert reste == ""


def test_les_mots_autour_des_dates_sont_rendus() -> None:
    assert lire_dates("12/05/14 reporté", 2026)[1] == "12/05/14 reporté"


def test_une_colonne_a_l_americaine_ne_fait_deviner_ni_jour_ni_mois() -> None:
    ordre, douteux = ordre_de(["12/25/2015", "03/04/2015"])
    assert (ordre, douteux) == ("mois_jour", True)
    assert str(lire_date("12/25/2015", 2026, ordre, douteux=douteux).valeur) == "2015-12-25"
    assert lire_date("03/04/2015", 2026, ordre, douteux=douteux).valeur is None
    assert ordre_de(["25/12/2015", "03/04/2015"]) == ("jour_mois", False)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_toute_date_se_relit_dans_toutes_ses_ecritures(jour: date) -> None:
    serie = (jour - date(1899, 12, 30)).days
    ecrites: list[object] = [
        jour,
        jour.isoformat(),
        jour.strftime("%d/%m/%Y"),
        jour.strftime("%d.%m.%Y"),
    ]
    ecrites += [
        f"{jour.day}-{jour.month}-{jour.year}",
        f"{jour.day} {MOIS[jour.month - 1]} {jour.year}",
    ]
    ecrites += [f"{jour.day} {MOIS[jour.month - 1].upper()} {jour.year}"]
    if serie >= 20_000:
        ecrites += [float(serie), str(serie)]
    for ecrite in ecrites:
        assert str(lire_date(ecrite, 2026).valeur) == jour.isoformat()  # type: ignore[arg-type]


@given(st.text(max_size=40))
def test_lire_une_date_repond_toujours(texte: str) -> None:
    lue = lire_date(texte, 2026)
    assert (lue.valeur is not None) == lue.lisible
    assert lue.lisible or lue.avertissement
    lire_dates(texte, 2026)
