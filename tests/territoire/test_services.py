"""Loading of reference data and memory of decided names, on the database."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from maillage.notions.erreurs import ErreurMetier
from maillage.territoire import queries, services
from maillage.territoire.models import (
    Commune,
    Etablissement,
    LabelPrioritaire,
    NomRetenu,
    PeriodeScolaire,
    Reseau,
)
from maillage.territoire.rules.calendrier import NatureDuJour, nature_du_jour
from maillage.territoire.rules.etablissements import resoudre
from maillage.territoire.rules.memoire import rapprocher
from maillage.tracabilite.models import Evenement

pytestmark = pytest.mark.django_db

COMMUNES = (
    b"code,nom,departement,codes_postaux,anciens_codes\n"
    b"93066,Saint-Denis,93,93200 93210 93380,93059\n"
    b"93070,Saint-Ouen-sur-Seine,93,93400,\n"
)
# twin of the official layout, columns in another order, one key letter wrong, one office that is no school
ANNUAIRE = (
    "\ufeffNom_etablissement;Identifiant_de_l_etablissement;Type_etablissement;Code_commune;Nom_commune;"
    "Code_postal;Adresse_1;Statut_public_prive;Ecole_maternelle;Ecole_elementaire;code_nature;etat;position;"
    "Appartenance_Education_Prioritaire\n"
    "Collège Pablo Neruda;0931224A;Collège;93059;Pierrefitte-sur-Seine;93380;9 rue Audenet;Public;;;340;OUVERT;"
    "48.9683, 2.3675;REP\n"
    "Ecole maternelle Inventée;0930176L;Ecole;93066;Saint-Denis;93200;;Public;1;0;101;OUVERT;;\n"
    "Ecole primaire Inventée;0932444B;Ecole;93066;Saint-Denis;93200;;Privé;1;1;151;FERME;;REP+\n"
    "Collège Faux;0931224B;Collège;93066;Saint-Denis;93200;;Public;;;;OUVERT;;\n"
    "Inspection;0931229F;Service Administratif;93066;Saint-Denis;93200;;Public;;;;OUVERT;;\n"
).encode()
ZONE_EP = (
    b"uai;type_etab;nom_etablissement;adresse;code_postal;commune;voie_generale;voie_techno;nbeleves;zone_ep\n"
    b"0931224A;Coll\xc3\xa8ge;Coll\xc3\xa8ge Pablo Neruda;;93380;SAINT DENIS;;;;REP+\n"
)


@pytest.fixture
def communes() -> None:
    services.charger_communes(octets=COMMUNES)


@pytest.fixture
def annuaire(communes: None) -> services.Rapport:
    return services.charger_annuaire(octets=ANNUAIRE, source="annuaire", au=date(2024, 9, 1))


def test_l_annuaire_se_lit_par_le_nom_de_ses_colonnes(annuaire: services.Rapport) -> None:
    assert (annuaire.ajoutes, annuaire.modifies, annuaire.inchanges) == (3, 0, 0)
    assert [(r.ligne, r.raison[:12]) for r in annuaire.rejets] == [
        (5, "UAI impossib"),
        (6, "«\u00a0Service Ad"),
    ]
    college = Etablissement.objects.get(uai="0931224A")
    assert (college.nature, college.secteur, college.commune_id) == ("college", "public", "93066")
    assert (college.localite, college.lat, college.lon) == (
        "Pierrefitte-sur-Seine",
        48.9683,
        2.3675,
    )
    natures = dict(Etablissement.objects.values_list("uai", "nature"))
    assert natures["0930176L"] == "ecole_maternelle"
    assert natures["0932444B"] == "ecole_primaire"
    assert not Etablissement.objects.get(uai="0932444B").ouvert


def test_le_meme_fichier_deux_fois_ne_change_rien(annuaire: services.Rapport) -> None:
    encore = services.charger_annuaire(octets=ANNUAIRE, source="annuaire", au=date(2024, 9, 1))
    assert (encore.ajoutes, encore.modifies, encore.inchanges) == (0, 0, 3)
    assert LabelPrioritaire.objects.count() == 2


def test_un_label_qui_change_clot_le_precedent_et_un_fichier_muet_n_efface_rien(
    annuaire: services.Rapport,
) -> None:
    services.charger_zone_ep(octets=ZONE_EP, source="liste", au=date(2025, 9, 1))
    assert queries.label_au("0931224A", date(2024, 8, 31)) is None
    assert queries.label_au("0931224A", date(2025, 8, 31)) == "rep"
    assert queries.label_au("0931224A", date(2025, 9, 1)) == "rep_plus"
    assert Etablissement.objects.get(uai="0931224A").adresse == "9 rue Audenet"
    muet = ANNUAIRE.replace(b";REP\n", b";\n")
    rapport = services.charger_annuaire(octets=muet, source="annuaire", au=date(2026, 9, 1))
    assert rapport.a_verifier == ("0931224A",)
    assert queries.label_au("0931224A", date(2026, 9, 2)) == "rep_plus"


def test_une_commune_sans_code_se_retrouve_par_son_nom_et_son_code_postal(communes: None) -> None:
    entete = "uai;type_etab;nom_etablissement;adresse;code_postal;commune;zone_ep\n"
    lignes = (
        "0931224A;Collège;Collège A;;93380;ST DENIS;\n"
        "0931230G;Collège;Collège B;;93205;Saint-Denis CEDEX 2;\n"
        "0931229F;Collège;Collège C;;93480;Ville-Inconnue;\n"
    )
    rapport = services.charger_zone_ep(
        octets=(entete + lignes).encode(), source="liste", au=date(2025, 1, 8)
    )
    assert (rapport.ajoutes, rapport.sans_commune) == (3, 1)
    communes_trouvees = Etablissement.objects.order_by("nom").values_list("commune_id", flat=True)
    assert list(communes_trouvees) == ["93066", "93066", None]


def test_un_label_inconnu_n_est_pas_hors_education_prioritaire(annuaire: services.Rapport) -> None:
    assert queries.label_au("0930176L", date(2025, 1, 1)) is None


def test_une_source_plus_ancienne_ne_remplace_pas_un_label(annuaire: services.Rapport) -> None:
    labels = b"uai;label;depuis;source\n0931224A;rep_plus;2020-09-01;vieux\n"
    rapport = services.charger_labels(octets=labels)
    assert (rapport.ajoutes, rapport.a_verifier) == (0, ("0931224A",))
    assert queries.label_au("0931224A", date(2025, 1, 1)) == "rep"


def test_les_donnees_livrees_se_chargent_une_seule_fois() -> None:
    rapports = services.charger_donnees_livrees()
    assert set(rapports) == set(services.DONNEES_LIVREES)
    assert all(not r.rejets and not r.a_verifier for r in rapports.values())
    assert Commune.objects.count() > 34_000
    assert not Etablissement.objects.filter(commune__isnull=True).exists()
    assert services.charger_donnees_livrees() == {}
    assert resoudre(
        "clg Pierre de Geyter", queries.repertoire(["93059"]), frozenset({"93066"})
    ).uai == ("0931231H")
    assert queries.label_au("0931489N", date(2025, 9, 1)) == "rep_plus"
    calendrier = queries.calendrier("C")
    assert nature_du_jour(date(2026, 2, 23), calendrier) is NatureDuJour.VACANCES
    assert nature_du_jour(date(2026, 5, 8), calendrier) is NatureDuJour.FERIE


def test_le_repertoire_tient_les_ecoles_ouvertes_du_departement(annuaire: services.Rapport) -> None:
    assert queries.communes_actuelles(["93059"]) == {"93066"}
    assert queries.communes_du_code_postal("93400") == {"93070"}
    assert queries.communes_du_code_postal("") == frozenset()
    connus = queries.repertoire(["93070"]).etablissements
    assert [(e.uai, e.commune) for e in connus] == [
        ("0930176L", "Saint-Denis"),
        ("0931224A", "Pierrefitte-sur-Seine"),
    ]


def test_un_nom_decide_une_fois_n_est_plus_demande(annuaire: services.Rapport) -> None:
    programme, personne = uuid4(), uuid4()
    repertoire = queries.repertoire(["93066"])
    texte = "Neruda – annexe du parc"
    assert rapprocher(texte, repertoire, queries.noms_retenus(programme)).uai is None
    services.retenir_nom(programme=programme, texte=texte, uai="0931224A", decide_par=personne)
    trouve = rapprocher(texte.upper(), repertoire, queries.noms_retenus(programme))
    assert (trouve.uai, trouve.confiance, trouve.motif.code) == ("0931224A", 1.0, "retenu")
    assert queries.noms_retenus(uuid4()) == {}
    services.retenir_nom(programme=programme, texte=texte, uai=None, decide_par=personne)
    ecarte = rapprocher(texte, repertoire, queries.noms_retenus(programme))
    assert (ecarte.uai, ecarte.motif.code) == (None, "ecarte")
    assert NomRetenu.objects.filter(programme=programme).count() == 1
    assert Evenement.objects.filter(chaine=programme).count() == 2


def test_un_uai_hors_de_la_liste_ne_se_retient_pas(communes: None) -> None:
    with pytest.raises(ErreurMetier, match="pas dans la liste"):
        services.retenir_nom(
            programme=uuid4(), texte="Collège X", uai="0931224A", decide_par=uuid4()
        )


def test_la_base_refuse_ce_qui_ne_peut_pas_etre(annuaire: services.Rapport) -> None:
    college = Etablissement.objects.get(uai="0931224A")
    refuses = [
        Etablissement(uai="0930001A", nature="garderie", nom="X", source="x"),
        LabelPrioritaire(etablissement=college, label="rep", depuis=date(2026, 1, 1), source="x"),
        Reseau(tete=college, label="rep_plus", nom="X", depuis=date(2025, 9, 1), jusqu_au=date(2025, 8, 1)),
        PeriodeScolaire(zone="D", annee=2025, nom="X", premier_jour=date(2026, 1, 1), dernier_jour=date(2026, 1, 2)),
    ]  # fmt: skip
    for objet in refuses:
        with pytest.raises(IntegrityError), transaction.atomic():
            objet.save(force_insert=True)


def test_la_commande_charge_un_fichier_et_dit_ce_qu_elle_a_fait(
    communes: None, tmp_path: Path
) -> None:
    fichier = tmp_path / "annuaire.csv"
    fichier.write_bytes(ANNUAIRE)
    sortie = StringIO()
    call_command(
        "territoire_charger", fichier, format="annuaire", au=date(2024, 9, 1), stdout=sortie
    )
    assert "3 ajoutés, 0 modifiés, 0 inchangés, 2 lignes refusées" in sortie.getvalue()
    assert "ligne 5" in sortie.getvalue()
    with pytest.raises(CommandError, match="--au"):
        call_command("territoire_charger", fichier, format="annuaire")
    with pytest.raises(CommandError, match="colonnes attendues"):
        call_command("territoire_charger", fichier, format="communes")
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("territoire_charger", tmp_path / "absent.csv", format="communes")
