"""Typed names of schools: resolved when certain, shown when not, never wrong."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.territoire.chargement import lire_etablissements
from maillage.territoire.rules.etablissements import (
    CERTITUDE,
    EtablissementConnu,
    Rapprochement,
    Repertoire,
    resoudre,
)
from maillage.territoire.rules.noms import lire
from tests.territoire.connus import (
    CONNUS,
    ICI,
    NEUILLY,
    REPERTOIRE,
    SAINT_DENIS,
    SAINT_OUEN,
    uai_de,
)

LES_DEUX = frozenset({SAINT_DENIS, NEUILLY})


def ici(texte: str, niveau: str | None = None) -> Rapprochement:
    return resoudre(texte, REPERTOIRE, LES_DEUX, niveau)


@pytest.mark.parametrize(
    ("texte", "nom"),
    [
        ("clg Pierre de Geyter", "Pierre de Geyter"),
        ("CLGE P. DE GEYTER", "Pierre de Geyter"),
        ("col. de Geyter", "Pierre de Geyter"),
        ("Collège Pierre Degeyter", "Pierre de Geyter"),
        ("Elsa Triolet (collège)", "Elsa Triolet"),
        ("elza triolet", "Elsa Triolet"),
        ("clg garcia-lorca", "Garcia Lorca"),
        ("collège F. Garcia Lorca", "Garcia Lorca"),
        ("EE P. Langevin", "Elementaire Paul Langevin"),
        ("E. E. Paul Langevin", "Elementaire Paul Langevin"),
        ("Langevin élémentaire", "Elementaire Paul Langevin"),
        ("école élém. Jules Vallès A", "Jules Valles A"),
        ("JULES VALLES B", "Jules Valles B"),
        ("EE Marcel Sembat", "Marcel Sembat"),
        ("École primaire Roger Semat", "Roger Semat"),
        ("EE Joliot-Curie 2", "Joliot Curie 2"),
        ("Joliot Curie II", "Joliot Curie 2"),
        ("E.E.P.U. joliot curie1", "Joliot Curie 1"),
        ("école Irène et Frédéric Joliot-Curie", "Frederic Joliot Curie"),
        ("Ecole St Exupéry", "Saint Exupery"),
        ("EE L. Cosmonautes", "Les Cosmonautes"),
        ("lycée Suger", "Suger"),
        ("LYC SUGER", "Suger"),
        ("Clg de Balzac", "Balzac"),
        ("Rouget de l'Isle CM2", "Rouget De Lisle"),
        ("EE JB Duhamel", "Du Hamel"),
        ("lycée Cugnot Neuilly s/ Marne", "Cugnot"),
        ("EE Louise Michel St Denis", "Louise Michel"),
    ],
)
def test_un_nom_tel_qu_on_l_ecrit_trouve_son_etablissement(texte: str, nom: str) -> None:
    trouve = ici(texte)
    assert trouve.uai == uai_de(nom)
    assert CERTITUDE <= trouve.confiance <= 1
    assert trouve.motif.code == "certain"
    assert trouve.candidats[0].uai == trouve.uai


@pytest.mark.parametrize(
    "texte",
    [
        "Paul Langevin",  # a collège and an école
        "EE Jules Vallès",  # A or B
        "Anatole France",  # Saint-Denis or Pierrefitte
        "EE A. France",
        "Joliot Curie",  # 1, 2 or the other one
        "Collège La Salle",  # two of them
        "Paul",
        "EE R. Sembat",  # Roger Semat, or Marcel Sembat?
    ],
)
def test_un_nom_que_deux_etablissements_portent_est_laisse_a_une_personne(texte: str) -> None:
    trouve = ici(texte)
    assert trouve.uai is None
    assert len(trouve.candidats) >= 2
    assert trouve.motif.code in {"plusieurs", "peu_sur"}


@pytest.mark.parametrize(
    "texte",
    ["Maternelle Jules Vallès A", "EM Paul Langevin", "Mat. Louise Michel", "E.M. Marcel Sembat"],
)
def test_une_maternelle_absente_ne_devient_jamais_l_elementaire(texte: str) -> None:
    trouve = ici(texte)
    assert trouve.uai is None
    assert trouve.candidats == ()
    assert trouve.motif.code == "maternelle_absente"


def test_une_maternelle_en_ecole_primaire_est_proposee_sans_certitude() -> None:
    trouve = ici("Maternelle Les Cosmonautes")
    assert trouve.uai is None
    assert [c.uai for c in trouve.candidats] == [uai_de("Les Cosmonautes")]
    assert ici("Les Cosmonautes", "gs").uai == uai_de("Les Cosmonautes")


@pytest.mark.parametrize(
    "texte",
    ["", " ", "?", "-", "à voir", "déscolarisé ?", "01 99 00 12 34", "IME Paul Eluard", "école"],
)
def test_ce_qui_ne_nomme_pas_un_etablissement_ne_trouve_rien(texte: str) -> None:
    trouve = ici(texte)
    assert (trouve.uai, trouve.candidats) == (None, ())
    assert trouve.motif.code in {"illisible", "inconnu"}
    assert trouve.motif.phrase


def test_le_niveau_tranche_quand_le_texte_ne_dit_pas_la_nature() -> None:
    assert ici("Paul Langevin", "6e").uai == uai_de("Collège Paul Langevin")
    assert ici("Paul Langevin", "segpa").uai == uai_de("Collège Paul Langevin")
    assert ici("Paul Langevin", "ce1").uai == uai_de("Elementaire Paul Langevin")
    assert ici("Paul Langevin", "ulis").uai is None
    assert ici("Louise Michel", "gs").uai is None
    assert ici("école Louise Michel", "ms").uai is None
    assert ici("Elsa Triolet", "cp").uai is None


def test_la_nature_ecrite_l_emporte_sur_le_niveau() -> None:
    trouve = ici("Collège Elsa Triolet", "ce2")
    assert trouve.uai == uai_de("Elsa Triolet")
    assert trouve.confiance < ici("Collège Elsa Triolet", "6e").confiance


@pytest.mark.parametrize(
    ("texte", "localite"),
    [
        ("Anatole France Pierrefitte", "Pierrefitte"),
        ("EE A. France (Pierrefitte)", "Pierrefitte"),
        ("Anatole France élémentaire (St-Denis)", "Saint"),
        ("ecole anatole france St Denis", "Saint"),
    ],
)
def test_la_commune_ecrite_dans_le_nom_tranche(texte: str, localite: str) -> None:
    assert ici(texte).uai == uai_de("Anatole France", localite)


def test_hors_des_communes_du_programme_l_etablissement_est_seulement_propose() -> None:
    trouve = resoudre("col. Jules Michelet", REPERTOIRE, ICI)
    assert trouve.uai is None
    assert [c.uai for c in trouve.candidats] == [uai_de("Collège Jules Michelet")]
    avec_le_domicile = ICI | {SAINT_OUEN}
    assert (
        resoudre("col. Jules Michelet", REPERTOIRE, avec_le_domicile).uai == trouve.candidats[0].uai
    )
    assert (
        resoudre("col. Jules Michelet Saint-Ouen", REPERTOIRE, ICI).uai == trouve.candidats[0].uai
    )


def test_une_commune_sans_nom_d_ecole_ne_designe_rien() -> None:
    assert ici("collège Saint-Denis").uai is None
    assert ici("Neuilly sur Marne").uai is None


def test_deux_noms_dans_une_cellule_ne_designent_personne() -> None:
    assert ici("Elsa Triolet / Pierre de Geyter").uai is None


@given(st.sampled_from(CONNUS), st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_le_nom_officiel_et_sa_commune_se_retrouvent_dans_toutes_les_casses(connu, casse) -> None:
    assert resoudre(casse(f"{connu.nom} ({connu.commune})"), REPERTOIRE).uai == connu.uai


@given(st.text(max_size=60), st.sampled_from([None, "gs", "cp", "6e", "cap", "ulis"]))
def test_tout_texte_a_une_reponse_qui_se_tient(texte: str, niveau: str | None) -> None:
    trouve = resoudre(texte, REPERTOIRE, LES_DEUX, niveau)
    assert 0 <= trouve.confiance <= 1
    assert (trouve.uai is not None) == (trouve.motif.code == "certain")
    notes = [c.confiance for c in trouve.candidats]
    assert notes == sorted(notes, reverse=True)
    if trouve.uai:
        assert (trouve.uai, trouve.confiance) == (trouve.candidats[0].uai, notes[0])
        assert notes[0] >= CERTITUDE


@given(st.permutations(CONNUS))
def test_l_ordre_de_la_liste_ne_compte_pas(melange: list[EtablissementConnu]) -> None:
    autre = Repertoire.de(melange)
    for texte in ("EE P. Langevin", "Paul Langevin", "A. France", "Joliot Curie 2"):
        assert resoudre(texte, autre, ICI) == resoudre(texte, REPERTOIRE, ICI)


def test_un_seul_mot_mal_ecrit_ne_suffit_pas_s_il_est_court() -> None:
    assert ici("collège Triollet").uai is None
    assert ici("lycée Sager").uai is None
    assert ici("EE Cosmonotes").uai == uai_de("Les Cosmonautes")


@pytest.fixture(scope="module")
def livres() -> tuple[EtablissementConnu, ...]:
    octets = resources.files("maillage.territoire").joinpath("data/etablissements.csv").read_bytes()
    return tuple(
        EtablissementConnu(e.uai, e.nom, e.nature, e.code_commune, e.localite)
        for e in lire_etablissements(octets).lignes
        if e.uai.startswith("093")
    )


ABREGES = {"ecole_elementaire": "EE", "ecole_primaire": "école", "college": "clg", "lycee": "LYC"}


def ecritures(connu: EtablissementConnu) -> list[str]:
    """Ways to write a school: whole, by its initial, by its last word, with a letter lost."""
    lu, abrege = lire(connu.nom), ABREGES[connu.nature]
    mots, rang = list(lu.mots), lu.rang.upper()
    longue = max(mots, key=len)
    return [
        connu.nom.upper(),
        f"{abrege} {' '.join(mots).title()} {rang}",
        f"{abrege} {mots[0][0].upper()}. {' '.join(mots[1:])} {rang}",
        f"{abrege} {mots[-1]} {rang}",
        f"{abrege} {' '.join(m.replace(longue, longue[:-2] + longue[-1]) for m in mots)} {rang}",
        f"{' '.join(mots)} {rang}",
    ]


@pytest.mark.lent
def test_aucun_etablissement_livre_n_est_pris_pour_un_autre(
    livres: tuple[EtablissementConnu, ...],
) -> None:
    repertoire = Repertoire.de(livres)
    essais = [
        (connu, texte, resoudre(texte, repertoire, frozenset({connu.code_commune})))
        for connu in livres
        for texte in ecritures(connu)
    ]
    faux = [(texte, r.libelle) for connu, texte, r in essais if r.uai not in {None, connu.uai}]
    assert faux == []
    certains = sum(r.uai is not None for _, _, r in essais)
    assert certains >= 0.88 * len(essais)


@pytest.mark.lent
def test_trois_mille_cinq_cents_textes_abimes_ne_donnent_un_uai_que_certain(
    livres: tuple[EtablissementConnu, ...],
) -> None:
    repertoire = Repertoire.de(livres)
    textes = [f"{livres[i % len(livres)].nom[:-2]}{chr(97 + i % 26)} {i}" for i in range(3500)]
    rendus = [resoudre(texte, repertoire, ICI) for texte in textes]
    assert all(r.uai is None or r.confiance >= CERTITUDE for r in rendus)
