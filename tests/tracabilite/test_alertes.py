"""Signs of curiosity: each begins where its threshold says, for one person, on one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.tracabilite.rules.alertes import DU_JOUR, DU_MOIS, dossiers_clos, reperer
from maillage.tracabilite.rules.signes import AccesNote, AlerteVue, Seuils, Signe

LUNDI = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
AMINA, KARIM = UUID(int=1), UUID(int=2)
DOSSIERS = [uuid4() for _ in range(200)]


def acces(rang: int, instant: datetime, **champs: object) -> AccesNote:
    simple = {"acte": "lire", "acteur": AMINA, "accorde": True, "dossier": DOSSIERS[rang % 200]}
    return AccesNote(rang=rang, instant=instant, **{**simple, **champs})


def serie(n: int, pas: timedelta, depuis: datetime = LUNDI, **champs: object) -> list[AccesNote]:
    return [acces(rang, depuis + rang * pas, **champs) for rang in range(n)]


def vues(lot: list[AccesNote], *autres: Callable) -> dict[Signe, AlerteVue]:
    return {a.signe: a for a in reperer(lot, (*DU_JOUR, *autres), Seuils())}


def test_une_journee_ordinaire_ne_fait_aucune_alerte() -> None:
    assert vues(serie(60, timedelta(minutes=8))) == {}


@pytest.mark.parametrize(("nombre", "forte"), [(60, None), (61, False), (150, False), (151, True)])
def test_beaucoup_de_dossiers_en_une_heure(nombre: int, *, forte: bool | None) -> None:
    alerte = vues(serie(nombre, timedelta(seconds=20))).get(Signe.BEAUCOUP)
    assert (alerte and alerte.forte) is forte
    if alerte:
        assert (alerte.nombre, alerte.acteur, len(alerte.dossiers)) == (nombre, AMINA, nombre)


def test_les_memes_dossiers_rouverts_ne_comptent_qu_une_fois() -> None:
    lot = [acces(n, LUNDI + timedelta(seconds=n), dossier=DOSSIERS[n % 5]) for n in range(300)]
    assert vues(lot) == {}


def test_soixante_et_un_dossiers_par_deux_personnes_ne_font_pas_d_alerte() -> None:
    lot = [acces(n, LUNDI + timedelta(seconds=n), acteur=(AMINA, KARIM)[n % 2]) for n in range(100)]
    assert vues(lot) == {}


@pytest.mark.parametrize(
    ("heure", "alerte"),
    [
        ("23T05:59", True),
        ("23T06:00", False),
        ("23T21:59", False),
        ("23T22:00", True),
        ("22T15:00", True),
    ],
)
def test_la_nuit_et_le_dimanche(heure: str, *, alerte: bool) -> None:
    instant = datetime.fromisoformat(f"2026-11-{heure}:00+01:00")
    assert (Signe.HORS_HEURES in vues([acces(1, instant)])) is alerte
    assert vues([acces(1, instant, dossier=None)]) == {}  # a page that shows no child


def test_au_dela_de_cinq_exports_dans_la_journee() -> None:
    sortie = {"acte": "exporter_les_chiffres", "dossier": None}
    assert vues(serie(5, timedelta(hours=1), **sortie)) == {}
    assert vues(serie(6, timedelta(hours=1), **sortie))[Signe.EXPORTS].nombre == 6


def test_des_refus_repetes_en_peu_de_temps() -> None:
    refus = {"accorde": False}
    assert vues(serie(7, timedelta(minutes=1), **refus)) == {}
    assert vues(serie(8, timedelta(minutes=2), **refus)) == {}
    assert vues(serie(8, timedelta(minutes=1), **refus))[Signe.REFUS_REPETES].forte


def test_un_dossier_clos_demande_meme_refuse() -> None:
    clos = dossiers_clos({DOSSIERS[3]})
    assert Signe.DOSSIER_CLOS in vues([acces(3, LUNDI, accorde=False)], clos)
    assert vues([acces(4, LUNDI)], clos) == {}


@pytest.mark.parametrize(
    "champs", [{"acte": "ouvrir_en_urgence"}, {"regle": "referent_en_urgence"}]
)
def test_chaque_acces_exceptionnel_est_signale(champs: dict[str, str]) -> None:
    assert vues([acces(1, LUNDI, **champs)])[Signe.BRIS_DE_GLACE].forte


def test_un_mois_de_lecture_sans_un_seul_acte() -> None:
    lot = serie(30, timedelta(hours=20))
    assert [a.signe for a in reperer(lot, DU_MOIS, Seuils())] == [Signe.SANS_ACTE]
    assert reperer(lot[1:], DU_MOIS, Seuils()) == []
    assert reperer([*lot, acces(99, LUNDI, acte="ecrire")], DU_MOIS, Seuils()) == []


@given(
    pas=st.lists(st.integers(0, 3000), max_size=60),
    accorde=st.booleans(),
    n=st.integers(1, 200),
)
def test_une_alerte_nomme_une_personne_un_jour_et_des_evenements_qui_existent(
    pas: list[int], n: int, *, accorde: bool
) -> None:
    instant, lot = LUNDI, []
    for rang, secondes in enumerate(pas):
        instant += timedelta(seconds=secondes)
        lot.append(acces(rang, instant, accorde=accorde, dossier=DOSSIERS[rang % n]))
    strict = Seuils(dossiers_par_heure=3, refus=3)
    for a in reperer(lot, DU_JOUR, strict):
        siens = [x for x in lot if a.premier <= x.rang <= a.dernier]
        assert siens
        assert {x.instant.date() for x in siens} == {a.jour}
        assert set(a.dossiers) <= {x.dossier for x in siens}
        assert a.nombre <= len(siens)


@given(seuil=st.integers(0, 20), pas=st.integers(0, 600), n=st.integers(0, 60))
def test_un_seuil_plus_haut_ne_fait_jamais_plus_d_alertes(seuil: int, pas: int, n: int) -> None:
    lot = serie(n, timedelta(seconds=pas))
    bas = reperer(lot, DU_JOUR, Seuils(dossiers_par_heure=seuil))
    haut = reperer(lot, DU_JOUR, Seuils(dossiers_par_heure=seuil + 1))
    assert {a.signe for a in haut} <= {a.signe for a in bas}
