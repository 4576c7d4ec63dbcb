"""The command line twin: files in, report out, no base. Columns and output are those of the contract."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from maillage.config import ligne_de_commande

COLONNES = "id;commune;lon;lat;incertitude_m;score;type_position;scolarise;uai;parcours_ouvert;poste_referent"
ECOLES = """uai;nom;commune;label;reseau
0930001A;Collège des Ormes;93050;REP+;Ormes
0930002B;École du Parc;93050;;Ormes
0930003C;École des Lilas;93050;;
0930004D;École à vérifier;93050;inconnu;
"""
REGLES = """
[[regle]]
id = "domicile"
texte = "Domicile en quartier prioritaire."
critere = { type = "domicile_en_zone" }

[[regle]]
id = "rep"
texte = "Scolarisé en REP ou REP+."
critere = { type = "ecole_en_reseau", labels = ["REP", "REP+"] }

[[regle]]
id = "suite"
texte = "Parcours commencé avant le changement de carte."
critere = { type = "continuite", jusqu_au = 2015-12-31, parcours_ouvert = true }
"""


def carre(code: str, ouest: float, sud: float, cote: float = 0.01) -> dict:
    est, nord = ouest + cote, sud + cote
    tour = [[ouest, sud], [est, sud], [est, nord], [ouest, nord], [ouest, sud]]
    return {
        "type": "Feature",
        "properties": {"code_qp": code, "lib_qp": f"Quartier {code}", "lib_com": "Ville inventée"},
        "geometry": {"type": "MultiPolygon", "coordinates": [[tour]]},
    }


def carte(*zones: dict) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(zones)})


AVANT = carte(carre("INV-1", 2.50, 48.86), carre("INV-2", 2.53, 48.86))
APRES = carte(carre("INV-1", 2.50, 48.86))


class Bureau:
    """A folder with the five files, and the command run on them."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.fichiers = {"E.csv": ECOLES, "A.geojson": AVANT, "B.geojson": APRES, "R.toml": REGLES}

    def simuler(self, lignes: str, *options: str, **fichiers: str) -> dict:
        assert self.lancer(lignes, *options, **fichiers) == 0
        return json.loads((self.dossier / "S.json").read_text("utf-8"))

    def lancer(self, lignes: str, *options: str, **fichiers: str) -> int:
        noms = {"regles": "R.toml", "ecoles": "E.csv", "avant": "A.geojson", "apres": "B.geojson"}
        contenus = self.fichiers | {noms[k]: v for k, v in fichiers.items()}
        for nom, texte in (contenus | {"S.csv": lignes}).items():
            (self.dossier / nom).write_bytes(texte.encode("utf-8"))
        chemins = {"situations": "S.csv", "ecoles": "E.csv", "avant": "A.geojson", "apres": "B.geojson",
                   "regles": "R.toml", "json": "S.json"}  # fmt: skip
        arguments = [x for o, n in chemins.items() for x in (f"--{o}", str(self.dossier / n))]
        return ligne_de_commande.lancer(["zonage", "simuler", *arguments, *options])


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


def cas(sortie: dict) -> dict[str, tuple[str, str, str]]:
    return {s["id"]: (s["avant"], s["apres"], s["cas"]) for s in sortie["situations"]}


def test_chaque_cas_sort_avec_ses_faits_et_les_sommes_tombent_juste(bureau: Bureau) -> None:
    sortie = bureau.simuler(
        f"""{COLONNES}
A;93050;2.505;48.865;15;0.95;housenumber;oui;0930003C;oui;R1
B;93050;2.535;48.865;15;0.95;housenumber;oui;0930003C;oui;R1
C;93050;2.535;48.865;15;0.95;housenumber;oui;0930003C;non;R2
D;93050;2.52;48.865;15;0.95;housenumber;oui;0930001A;non;R2
E;93050;2.52;48.865;15;0.95;housenumber;oui;0930003C;non;
F;93050;;;;;;;;;R2
G;93050;2.51005;48.865;15;0.95;housenumber;oui;0930003C;oui;R2
""",
        "--bascule",
        "2015-01-01",
    )
    assert cas(sortie) == {
        "A": ("eligible", "eligible", "garde"),
        "B": ("eligible", "eligible", "garde"),  # continuity: her parcours is open
        "C": ("eligible", "non_eligible", "perdu"),
        "D": ("eligible", "eligible", "garde"),
        "E": ("non_eligible", "non_eligible", "hors"),
        "F": ("a_examiner", "a_examiner", "a_examiner"),
        "G": (
            "a_examiner",
            "a_examiner",
            "a_examiner",
        ),  # four metres from the border, known to fifteen
    }
    assert [sortie[c] for c in ("garde", "perdu", "gagne", "a_examiner", "hors")] == [3, 1, 0, 2, 1]
    for coupe in ("par_regle", "par_ecole", "par_zone", "par_referent"):
        assert sum(sum(c.values()) for c in sortie[coupe].values()) == 7
    assert sortie["par_regle"]["suite"]["garde"] == 1
    assert sortie["par_regle"]["domicile"]["perdu"] == 1
    assert sortie["par_zone"]["INV-2"] == {
        "garde": 1, "perdu": 1, "gagne": 0, "a_examiner": 0, "hors": 0,
    }  # fmt: skip
    assert sortie["par_referent"]["R2"]["a_examiner"] == 2
    b = sortie["situations"][1]["faits"]
    assert b["avant"]["zone"] == "INV-2"
    assert b["avant"]["distance_m"] > 300
    assert (b["apres"]["zone"], b["apres"]["regle"]) == (None, "suite")


def test_la_continuite_s_arrete_apres_sa_date(bureau: Bureau) -> None:
    ligne = f"{COLONNES}\nB;93050;2.535;48.865;15;0.9;housenumber;oui;0930003C;oui;R1\n"
    assert cas(bureau.simuler(ligne, "--bascule", "2015-12-31"))["B"][2] == "garde"
    sortie = bureau.simuler(ligne, "--bascule", "2016-01-01")
    assert cas(sortie)["B"][2] == "perdu"
    assert any("continuité finit" in a for a in sortie["avertissements"])


@pytest.mark.parametrize(
    ("lon", "lat"), [(2.50, 48.865), (2.505, 48.86), (2.51, 48.87), (2.505, 48.87)]
)
def test_sur_la_limite_est_dedans(bureau: Bureau, lon: float, lat: float) -> None:
    ligne = f"{COLONNES}\nA;93050;{lon};{lat};0;0.9;housenumber;oui;0930003C;oui;R1\n"
    assert cas(bureau.simuler(ligne))["A"][2] == "garde"


def test_le_fichier_est_lu_comme_les_gens_l_ecrivent(bureau: Bureau) -> None:
    """BOM, commas, decimal comma, other order of columns, Oui/1/vrai, blanks, a missing column."""
    lignes = (
        "\ufeffID,Poste_referent,lon,lat,Scolarisé,UAI,parcours_ouvert,score,incertitude_m,type_position\r\n"
        'A,R1,"2,535"," 48,865 ",Oui,0930003c,VRAI,"0,9","15,0",housenumber\r\n'
        "B,R1,2.535,48.865,1,0930003C,0,.9,15,\r\n"
        ",,,,,,,,,\r\n"
    )
    sortie = bureau.simuler(lignes)
    assert {k: v[2] for k, v in cas(sortie).items()} == {"A": "garde", "B": "perdu"}
    assert any("commune" in a for a in sortie["avertissements"])


def test_une_ligne_abimee_est_dite_et_jamais_oubliee(bureau: Bureau) -> None:
    sortie = bureau.simuler(
        f"""{COLONNES}
A;93050;deux;48.865;15;0.9;housenumber;oui;0930003C;oui;R1
B;93050;48.865;2.535;15;0.9;housenumber;oui;0930003C;oui;R1
C;93050;2.505;48.865;beaucoup;0.9;housenumber;oui;0930003C;oui;R1
D;93050
A;93050;2.505;48.865;15;0.9;housenumber;oui;0930003C;oui;R1
;93050;2.505;48.865;15;0.9;housenumber;peut-être;0930003C;oui;R1
E;93050;2.505;48.865;-4;0.9;housenumber;oui;0930003C;oui;R1;en trop
"""
    )
    lus = {s["id"]: s for s in sortie["situations"]}
    assert set(lus) == {"A", "B", "C", "D", "ligne 7", "E"}
    assert {i for i, s in lus.items() if s["cas"] == "a_examiner"} == {"A", "B", "C", "D", "E"}
    assert all(s["faits"]["a_verifier"] for s in lus.values())
    assert "inversée" in lus["B"]["faits"]["a_verifier"][0]
    assert [(r["ligne"], r["id"]) for r in sortie["lignes_refusees"]] == [(6, "A")]


@pytest.mark.parametrize(
    ("uai", "scolarise", "attendu"),
    [
        ("0930001A", "oui", "eligible"),
        ("0930002B", "oui", "eligible"),  # of the réseau of the collège
        ("0930003C", "oui", "non_eligible"),
        ("0930004D", "oui", "a_examiner"),
        ("0939999Z", "oui", "a_examiner"),
        ("", "oui", "a_examiner"),
        ("0930003C", "", "a_examiner"),
        ("", "non", "non_eligible"),
    ],
)
def test_l_ecole_inconnue_est_a_examiner(
    bureau: Bureau, uai: str, scolarise: str, attendu: str
) -> None:
    ligne = f"{COLONNES}\nA;93050;2.58;48.9;15;0.9;housenumber;{scolarise};{uai};non;R1\n"
    assert cas(bureau.simuler(ligne))["A"][1] == attendu


@pytest.mark.parametrize(
    ("regles", "dit"),
    [
        ("", "au moins une règle"),
        ("[[regle]", "TOML"),
        ('[[regle]]\nid="a"\ntexte="b"\ncritere={type="domicile"}', "n'est pas un type de critère"),
        ('[[regle]]\nid="a"\ntexte="b"\ncritere={type="commune", ville="x"}', "« ville » n'est pas une clé"),
        ('[[regle]]\nid="a"\ntexte="b"\ncritere={type="poche", liste=[]}', "est vide"),
        ('[[regle]]\nid="a"\ntexte="b"\ncritere={type="et", de=[]}', "au moins un critère"),
        ('[[regle]]\nid="a"\ntexte="b"\ncritere={type="continuite", jusqu_au="31/12/2015"}', "AAAA-MM-JJ"),
        ('[[regle]]\nid="a"\ntexte="b"\ncritere={type="ecole_en_reseau", labels=["ZEP"]}', "n'est pas un label"),
        ('[[regle]]\ntexte="b"\ncritere={type="commune"}', "« id »"),
        ('[[regle]]\nid="a"\ntexte="b"\ncritere={type="commune"}\n[[regle]]\nid="a"\ntexte="b"\ncritere={type="commune"}', "Deux règles"),
        ('[[regle]]\nid="a"\ntexte="b"\ncritere={type="derogation", situations=["S1"]}', "son « motif »"),
    ],
)  # fmt: skip
def test_des_regles_mal_ecrites_sont_refusees_en_clair(
    bureau: Bureau, capsys: pytest.CaptureFixture[str], regles: str, dit: str
) -> None:
    assert bureau.lancer(f"{COLONNES}\nA;;;;;;;;;;\n", regles=regles) == 1
    assert dit in capsys.readouterr().err
    assert not (bureau.dossier / "S.json").exists()


def test_une_carte_inutilisable_est_refusee_et_une_carte_abimee_est_dite(
    bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    ligne = f"{COLONNES}\nA;93050;2.505;48.865;15;0.9;housenumber;oui;0930003C;oui;R1\n"
    for mauvaise in (
        "rien",
        "[]",
        carte(carre("INV-1", 48.86, 2.50)),
        carte(carre("L93", 652_000, 6_862_000)),
    ):
        assert bureau.lancer(ligne, apres=mauvaise) == 1
    assert "ne sont pas en France" in capsys.readouterr().err
    papillon = carre("INV-9", 2.6, 48.9)
    tour = papillon["geometry"]["coordinates"][0][0]
    tour[1], tour[2] = tour[2], tour[1]
    sortie = bureau.simuler(ligne, apres=carte(carre("INV-1", 2.5, 48.86), papillon))
    assert any("se croisait" in a for a in sortie["avertissements"])


def test_une_regle_qui_n_admet_personne_ou_tout_le_monde_est_dite(bureau: Bureau) -> None:
    regles = REGLES + (
        '[[regle]]\nid="p"\ntexte="Poche."\ncritere={type="poche", liste=["NULLE"]}\n'
        '[[regle]]\nid="v"\ntexte="Ville."\ncritere={type="commune"}\n'
    )
    ligne = f"{COLONNES}\nA;93050;2.6;48.9;15;0.9;housenumber;oui;0930003C;oui;R1\n"
    dits = " ".join(bureau.simuler(ligne, regles=regles)["avertissements"])
    assert "« p » n'admet personne" in dits
    assert "« v » admet tout le monde" in dits
    assert "« NULLE » n'est une zone d'aucune" in dits


def test_une_commande_mal_ecrite_sort_avec_deux(bureau: Bureau) -> None:
    with pytest.raises(SystemExit) as arret:
        bureau.lancer("id\n", "--bascule", "demain")
    assert arret.value.code == 2
