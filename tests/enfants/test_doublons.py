"""Duplicates of children: what must be proposed, and what must never be."""

from __future__ import annotations

from itertools import combinations

import pytest

from maillage.enfants.rules import doublons
from maillage.enfants.rules.doublons import Fiche, rapprocher
from maillage.notions.temps import DatePartielle as Date

ADRESSE = "12 rue des Mésanges"


def _classe(un: Fiche, deux: Fiche) -> str | None:
    trouves = rapprocher([un, deux])
    return trouves[0].classe if trouves else None


def _fiche(
    cle: str, nom: str, prenom: str, naissance: str | None = "2014-05-17", **autres: str
) -> Fiche:
    return Fiche(cle, nom, prenom, Date.lire(naissance) if naissance else None, **autres)


@pytest.mark.parametrize(
    ("un", "deux"),
    [
        (("Œuvrard", "Zoé"), ("OEUVRARD", "zoe")),
        (("Ben Ali", "Inès"), ("Benali", "Ines")),
        (("Dos Santos", "Léa"), ("Santos", "Léa")),
        (("El Amrani", "Nour"), ("Elamrani", "Nour")),
        (("Diallo", "Fatou"), ("Fatou", "Diallo")),
        (("Kouyaté", "Fatoumata"), ("Kouyate", "Fatouamta")),
        (("Kouyaté", "Fatoumata"), ("Kouaté", "Fatoumta")),
        (("Haddad-Mukendi", "Lina"), ("Haddad", "Lina")),
        (("Célestin", "Jean-Marc"), ("Célestin", "J-Marc")),
        (("Te ixeira", "Mila"), ("Teixeira", "Mila")),
        (("Ba", "Mohamed"), ("Bâ", "Mohammed")),
        (("Ba", "Mouhamed"), ("Bah", "Muhammad")),
        (("Saïdi", "Khadija"), ("Saidi", "Hadidja")),
        (("Saïdi", "Youssef"), ("Saidi", "Yousouf")),
        (("Ndiaye", "Aïcha"), ("N'Diaye", "Aicha")),
        (("Ndiaye", "Ousmane"), ("Ndiaye", "Osman")),
        (("Thevarajah", "Tharani"), ("Tevaraja", "Tarani")),
        (("Yıldız", "Mehmet"), ("YILDIZ", "Mehmed")),
    ],
)
def test_un_nom_ecrit_autrement_est_propose(un: tuple[str, str], deux: tuple[str, str]) -> None:
    assert _classe(_fiche("a", *un), _fiche("b", *deux)) == "doublon"


@pytest.mark.parametrize(
    ("un", "deux", "code"),
    [
        ("2014-05-07", "2014-07-05", "naissance_inversee"),
        ("2014-05-17", "2014-05-27", "naissance_deux_sur_trois"),
        ("2014-05-17", "2015-05-17", "naissance_deux_sur_trois"),
        ("2014-05", "2014-05-17", "naissance_mois"),
        ("2014", "2014-05-17", "naissance_annee"),
        (None, "2014-05-17", "naissance_inconnue"),
        ("2014-01-01", "2014-05-17", "naissance_inconnue"),
        ("2012-01-01", "2014-05-17", "naissance_inconnue"),
    ],
)
def test_une_date_incertaine_n_empeche_pas_de_proposer(
    un: str | None, deux: str, code: str
) -> None:
    (trouve,) = rapprocher(
        [_fiche("a", "Diallo", "Aminata", un), _fiche("b", "Diallo", "Aminata", deux)]
    )
    assert trouve.classe == "doublon"
    assert code in {r.code for r in trouve.raisons}


@pytest.mark.parametrize("deux", ["2009-11-02", "2015-08-30", "2010", "2013-06"])
def test_deux_homonymes_nes_a_des_dates_differentes_ne_sont_pas_proposes(deux: str) -> None:
    un = _fiche("a", "Traoré", "Moussa", adresse=ADRESSE, telephone="06 39 98 01 02")
    autre = _fiche("b", "Traoré", "Moussa", deux, adresse=ADRESSE, telephone="06 39 98 01 02")
    assert rapprocher([un, autre]) == ()


@pytest.mark.parametrize(
    ("un", "deux"),
    [("Lina", "Lila"), ("Hassan", "Houssein"), ("Amina", "Aminata"), ("Maëlle", "Maëlys"),
     ("Marie-Ange", "Marie-Anne"), ("Gabriel", "Gabrielle"), ("Noah", "Noé"), ("Adama", "Awa"), ("Hocine", "Houssein")],
)  # fmt: skip
def test_des_jumeaux_ne_sont_jamais_un_doublon(un: str, deux: str) -> None:
    jumeaux = [
        Fiche(c, "Sylla", p, Date(2015, 4, 2), "F", ADRESSE, "école Jean-Moulin", "0639980102")
        for c, p in (("a", un), ("b", deux))
    ]
    (trouve,) = rapprocher(jumeaux)
    assert trouve.classe == "fratrie"


def test_le_veto_des_jumeaux_ne_cede_a_aucun_seuil() -> None:
    jumeaux = [
        _fiche("a", "Sylla", "Lina", adresse=ADRESSE),
        _fiche("b", "Sylla", "Lila", adresse=ADRESSE),
    ]
    assert {d.classe for d in rapprocher(jumeaux, seuil=-1000)} == {"fratrie"}


def test_une_fille_et_un_garcon_aux_prenoms_proches_sont_deux_enfants() -> None:
    un = _fiche("a", "Petit", "Valentyn", adresse=ADRESSE, sexe="M")
    deux = _fiche("b", "Petit", "Valentyne", adresse=ADRESSE, sexe="F")
    assert _classe(un, deux) == "fratrie"


def test_des_jumeaux_dont_les_deux_noms_sont_inverses_restent_des_jumeaux() -> None:
    autres = [
        _fiche(f"{nom}{prenom}", nom, prenom, f"20{annee}-03-12")
        for nom, prenom, annee in (("Diarra", "Oleg", 10), ("Petit", "Lucie", 11),
                                   ("Kaya", "Oleg", 16), ("Faye", "Lucie", 17))
    ]  # fmt: skip
    inverses = [_fiche(p, p, "Seljonar", adresse=ADRESSE) for p in ("Oleg", "Lucie")]
    (trouve,) = rapprocher([*autres, *inverses])
    assert (trouve.a, trouve.b, trouve.classe) == ("Lucie", "Oleg", "fratrie")


def test_freres_et_soeurs_d_ages_differents_ne_sont_pas_proposes() -> None:
    freres = [
        _fiche(
            str(i), "Sylla", prenom, f"201{i}-03-0{i + 1}", adresse=ADRESSE, telephone="0639980102"
        )
        for i, prenom in enumerate(("Issa", "Awa", "Moussa", "Aminata"))
    ]
    assert rapprocher(freres) == ()


def test_un_premier_janvier_commun_ne_fait_pas_des_jumeaux() -> None:
    assert (
        _classe(_fiche("a", "Sow", "Awa", "2012-01-01"), _fiche("b", "Sow", "Issa", "2012-01-01"))
        is None
    )


def test_trois_fiches_d_un_enfant_font_trois_paires() -> None:
    fiches = [_fiche(c, "Diarra", "Kadiatou") for c in "abc"]
    assert {(d.a, d.b) for d in rapprocher(fiches)} == set(combinations("abc", 2))


def test_chaque_ligne_de_l_explication_se_lit() -> None:
    un = _fiche("a", "Djallo", "Fatoumata", adresse="12, r. des Mésanges 93330 Neuilly-sur-Marne")
    (trouve,) = rapprocher([un, _fiche("b", "Diallo", "Fatoumata", adresse=ADRESSE)])
    assert [r.phrase for r in trouve.raisons] == [
        "Noms qui s'entendent presque pareil",
        "Même prénom",
        "Même date de naissance",
        "Même adresse",
    ]
    assert all("Diallo" not in r.phrase for r in trouve.raisons)


def test_rien_ne_fusionne_deux_fiches() -> None:
    assert not [nom for nom in dir(doublons) if "fusion" in nom or "merge" in nom]


def test_deux_fiches_de_meme_cle_sont_refusees() -> None:
    with pytest.raises(ValueError, match="même clé"):
        rapprocher([_fiche("a", "Sow", "Awa"), _fiche("a", "Sow", "Issa")])


@pytest.mark.parametrize(
    "fiches", [[], [Fiche("a", "Sow", "Awa")], [Fiche("a", "", ""), Fiche("b", "", "")]]
)
def test_un_fichier_sans_paire_nommee_ne_propose_rien(fiches: list[Fiche]) -> None:
    assert rapprocher(fiches) == ()
