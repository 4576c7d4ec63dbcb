"""Signs of curiosity: each begins where its threshold says, for one person, on one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.tracabilite.rules.alertes import DU_JOUR, DU_MOIS, dossiers_clos, reperer
from maillage.tracabilite.rules.signes import AccesNote, AlerteVue, Conclusion, Seuils, Signe

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


def test_les_seuils_de_la_maison_sont_ceux_qui_sont_publies() -> None:
    assert Seuils() == Seuils(
        dossiers_par_heure=60, dossiers_par_heure_fort=150, soir=22, matin=6, exports_par_jour=5,
        refus=8, minutes_des_refus=10, lectures_du_mois=30,
    )  # fmt: skip


@pytest.mark.parametrize("code", [*Signe, *Conclusion])
def test_chaque_signe_et_chaque_conclusion_se_lisent(code: Signe | Conclusion) -> None:
    assert code.libelle[0].isupper()


def test_un_acces_sans_regle_dite_n_est_pas_exceptionnel_et_une_alerte_est_faible_par_defaut() -> (
    None
):
    assert acces(1, LUNDI).regle == ""
    assert AlerteVue(Signe.EXPORTS, AMINA, LUNDI.date(), 1, (), 1, 1).forte is False


def test_des_refus_a_dix_minutes_tout_juste_ne_sont_plus_repetes() -> None:
    lot = serie(8, timedelta(seconds=600 / 7), accorde=False)
    assert Signe.REFUS_REPETES not in vues(lot)
    lot = serie(8, timedelta(seconds=599 / 7), accorde=False)
    assert vues(lot)[Signe.REFUS_REPETES].nombre == 8


def seule(lot: list[AccesNote], signe: Signe, **seuils: int) -> AlerteVue:
    (alerte,) = (a for a in reperer(lot, DU_JOUR, Seuils(**seuils)) if a.signe is signe)
    return alerte


def test_l_heure_la_plus_chargee_est_nommee_de_son_premier_a_son_dernier_acces() -> None:
    lot = [*serie(61, timedelta(seconds=1)), acces(61, LUNDI + timedelta(minutes=90))]
    alerte = seule(lot, Signe.BEAUCOUP)
    assert (alerte.nombre, alerte.premier, alerte.dernier) == (61, 0, 60)
    assert len(alerte.dossiers) == 61
    a_une_heure = serie(2, timedelta(hours=1))
    assert reperer(a_une_heure, DU_JOUR, Seuils(dossiers_par_heure=1)) == []
    deux_fois = [*serie(2, timedelta(seconds=1)), *serie(4, timedelta(hours=3))[2:]]
    deux_fois[3:] = [acces(3, deux_fois[2].instant + timedelta(seconds=1))]
    premiere = seule(deux_fois, Signe.BEAUCOUP, dossiers_par_heure=1)
    assert (premiere.premier, premiere.dernier) == (0, 1)
    assert seule([acces(5, LUNDI)], Signe.BEAUCOUP, dossiers_par_heure=0).nombre == 1


@pytest.mark.parametrize(
    "champs",
    [{"accorde": False}, {"acte": "lister"}, {"dossier": None}, {"dossier": None, "dossiers": (DOSSIERS[0],)}],
)  # fmt: skip
def test_ni_un_refus_ni_une_liste_ne_sont_une_ouverture(champs: dict[str, object]) -> None:
    assert Signe.BEAUCOUP not in vues(serie(100, timedelta(seconds=1), **champs))


@pytest.mark.parametrize(
    "champs",
    [
        {"acte": "ecrire", "accorde": False},
        {"acte": "ecrire", "dossier": None},
        {"acte": "lister"},
        {"acte": "lister", "dossier": None, "dossiers": (DOSSIERS[0],)},
        {"acte": "lire", "dossier": None, "dossiers": (DOSSIERS[0],)},
    ],
)
def test_lire_encore_ou_essayer_n_est_pas_un_acte(champs: dict[str, object]) -> None:
    lot = [*serie(30, timedelta(hours=20)), acces(99, LUNDI, **champs)]
    assert [(a.signe, a.forte) for a in reperer(lot, DU_MOIS, Seuils())] == [
        (Signe.SANS_ACTE, False)
    ]


def test_la_nuit_et_les_exports_sont_des_alertes_faibles() -> None:
    nuit = LUNDI.replace(hour=23)
    assert not seule([acces(1, nuit)], Signe.HORS_HEURES).forte
    sortie = {"acte": "exporter_les_chiffres", "dossier": None}
    assert not seule(serie(6, timedelta(hours=1), **sortie), Signe.EXPORTS).forte
