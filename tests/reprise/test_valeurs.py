"""Sex, telephone, motives, names, référents: normalised when it is sure, left to a person when it is not."""

from __future__ import annotations

import pytest

from maillage.reprise.lexiques import charger
from maillage.reprise.rules.noms import couper
from maillage.reprise.rules.referents import personne_de_la_feuille, reunir
from maillage.reprise.rules.valeurs import (
    coche,
    lire_code,
    lire_motifs,
    lire_oui_non,
    lire_sexe,
    lire_telephones,
)

LEXIQUES = charger()


@pytest.mark.parametrize(
    ("ecrit", "code"),
    [("m", "M"), ("Garçon", "M"), ("G", "M"), ("Féminin", "F"), ("FILLE", "F"), ("f.", "F")],
)
def test_le_sexe_se_lit_sous_toutes_ses_ecritures(ecrit: str, code: str) -> None:
    assert lire_sexe(ecrit).valeur == code


def test_un_sexe_inconnu_n_est_pas_devine() -> None:
    assert lire_sexe("Camille").valeur is None


@pytest.mark.parametrize(
    ("ecrit", "numeros"),
    [
        ("06 39 98 45 60", ("+33639984560",)),
        ("0033639984560", ("+33639984560",)),
        (639984560.0, ("+33639984560",)),
        ("0639984560 / 01.99.00.43.32", ("+33639984560", "+33199004332")),
        ("01 99 00 73 79 (mère)", ("+33199007379",)),
    ],
)
def test_les_telephones_prennent_leur_forme_internationale(
    ecrit: str | float, numeros: tuple[str, ...]
) -> None:
    assert lire_telephones(ecrit).valeur == numeros


@pytest.mark.parametrize(
    ("ecrit", "codes"),
    [
        (
            "pb de langage;dossier MDPH;primo-arrivant",
            ("difficultes_de_langage", "handicap_suspecte_ou_reconnu", "allophonie"),
        ),
        ("bagarres + pas de copains", ("comportement", "isolement_social")),
        ("sommeil / écrans", ("usage_des_ecrans",)),
        ("absentéisme et agitation", ("absenteisme", "comportement")),
        ("lien famille-école\nmoqueries", ("relation_famille_ecole", "harcelement")),
        ("attention / concentration, anxiété", ("difficultes_de_concentration", "mal_etre")),
        ("Accès aux loisirs, à la culture, au sport", ("acces_aux_loisirs_a_la_culture_au_sport",)),
    ],
)
def test_plusieurs_motifs_tiennent_dans_une_cellule(ecrit: str, codes: tuple[str, ...]) -> None:
    assert lire_motifs(ecrit, LEXIQUES).valeur == codes


def test_un_motif_inconnu_est_laisse_a_une_personne() -> None:
    lu = lire_motifs("bagarres; à préciser", LEXIQUES)
    assert lu.valeur == ("comportement",)
    assert "à préciser" in lu.avertissement


@pytest.mark.parametrize(
    ("table", "ecrit", "code"),
    [
        ("sorties", "CLAS + club de foot, relais fait", "relais_vers_le_droit_commun"),
        ("sorties", "prise en charge ortho en libéral", "relais_vers_un_suivi_de_soin"),
        ("sorties", "mesure AEMO, on passe la main", "relais_vers_la_protection_de_l_enfance"),
        ("sorties", "n'est plus en QPV", "sortie_de_la_geographie_prioritaire"),
        ("sorties", "le jeune ne veut plus venir", "refus_du_jeune"),
        ("sorties", "ça va mieux, fin de parcours", "objectifs_atteints"),
        ("sorties", "partis en province", "demenagement"),
        ("refus", "LA - plus de place", "liste_d_attente"),
        ("refus", "désaccord du père", "accord_non_obtenu"),
        ("refus", "la mère ne veut pas", "refus_de_la_famille"),
        ("accords", "OUI - signé", "ecrit_signe"),
        ("classes", "4eme B", "4e"),
        ("classes", "5ème segpa", "segpa"),
        ("classes", "Gde section", "gs"),
        ("classes", "1ère année CAP", "cap"),
        ("origines", "maman (appel direct)", "famille"),
        ("origines", "assistante sociale du collège", "service_social_scolaire"),
        ("origines", "directrice maternelle", "ecole_maternelle"),
    ],
)
def test_les_mots_des_equipes_trouvent_leur_code(table: str, ecrit: str, code: str) -> None:
    assert lire_code(ecrit, getattr(LEXIQUES, table), "Valeur").valeur == code


def test_oui_non_et_cases() -> None:
    assert lire_oui_non("O").valeur is True
    assert lire_oui_non("Non").valeur is False
    assert lire_oui_non("en attente").valeur is None
    assert [coche(v) for v in ("x", 1.0, "oui", "✓", "0", "bof")] == [
        True,
        True,
        True,
        True,
        False,
        None,
    ]


@pytest.mark.parametrize(
    ("ecrit", "nom", "prenom"),
    [
        ("AYDIN, Noémie", "AYDIN", "Noémie"),
        ("SAÏD ALI Leïla", "SAÏD ALI", "Leïla"),
        ("Noémie AYDIN", "AYDIN", "Noémie"),
        ("Le Goff Marie", "Le Goff", "Marie"),
        ("D'ALMEIDA  Kacper", "D'ALMEIDA", "Kacper"),
    ],
)
def test_le_nom_et_le_prenom_d_une_colonne_unique_se_separent(
    ecrit: str, nom: str, prenom: str
) -> None:
    assert couper(ecrit).valeur == (nom, prenom)


def test_les_ecritures_d_un_referent_se_rejoignent() -> None:
    formes = [
        "Karim Haddad",
        "HADDAD K.",
        "K.H.",
        "Élodie Martin-Lopes",
        "Élodie M-L",
        "E. Martin-Lopes",
        "Sophie Le Goff",
        "S. LEGOFF",
    ]
    lues = reunir(formes)
    assert {f: p for f, (p, _) in lues.items()} == {
        **dict.fromkeys(formes[:3], "Karim Haddad"),
        **dict.fromkeys(formes[3:6], "Élodie Martin-Lopes"),
        **dict.fromkeys(formes[6:], "Sophie Le Goff"),
    }


def test_des_initiales_qui_conviennent_a_deux_personnes_sont_demandees() -> None:
    personne, doute = reunir(["Karim Haddad", "Kenza Hamdi", "K.H."])["K.H."]
    assert personne is None
    assert "Karim Haddad" in doute


def test_la_feuille_porte_le_nom_entier_que_donne_son_titre() -> None:
    assert (
        personne_de_la_feuille("ML Caron", ["PRE – Marie-Laure Caron – suivi 2014/2015"])
        == "Marie-Laure Caron"
    )
    assert personne_de_la_feuille("Yasmina F. (remplacement)", []) == "Yasmina F."
