"""Keys turn while the team works: everything opens before, during and after; an old copy does not."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from maillage.chiffrement import enveloppe, lots, maitresse, programmes, rotation, signature
from maillage.chiffrement.enveloppe import Illisible, Place
from maillage.chiffrement.models import CleDeProgramme, CleDeVolet
from maillage.chiffrement.services import empreinte, neuve, trousseau
from maillage.comptes.adaptateur import SecretsScelles
from maillage.dossiers import rescellement
from maillage.dossiers.models import UnsealedVersion
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Identite
from maillage.parcours.models import NoteSante, NoteSocial
from tests.factories.monde import BASES, Monde

pytestmark = BASES


def muet(_fait: int, _total: int) -> None:
    return


@pytest.fixture
def cle_du_test(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.CLE_MAITRESSE = tmp_path / "maitresse.cle"
    maitresse.creer(settings.CLE_MAITRESSE)
    return settings.CLE_MAITRESSE


@pytest.fixture
def monde_a_part(cle_du_test: Path, db: None) -> Monde:
    from tests.factories.monde import creer_monde

    return creer_monde()


def rangs(dossier: UUID) -> list[Any]:
    tables = (
        t for v in ("identite", "social", "sante", "parcours") for t in rescellement.tables(v)
    )
    return [r for t in tables for r in t.objects.filter(dossier_id=dossier)]


def contenus(monde: Monde) -> list[Any]:
    cles = trousseau(monde.programme.pk, [monde.karthik.pk])
    return [r.ouvrir(cles) for r in rangs(monde.karthik.pk)]


def test_la_cle_maitresse_tourne_et_tout_se_relit(monde_a_part: Monde, cle_du_test: Path) -> None:
    avant, ancienne = contenus(monde_a_part), cle_du_test.read_bytes()
    marque = empreinte(monde_a_part.programme.pk, "un texte")
    scellees = set(map(bytes, CleDeVolet.objects.values_list("scellee", flat=True)))
    assert rotation.tourner_maitresse(muet) == CleDeVolet.objects.count() > 30
    assert cle_du_test.read_bytes() != ancienne
    assert contenus(monde_a_part) == avant
    assert empreinte(monde_a_part.programme.pk, "un texte") == marque
    assert not scellees & set(map(bytes, CleDeVolet.objects.values_list("scellee", flat=True)))
    rang = CleDeProgramme.objects.get(programme_id=monde_a_part.programme.pk)
    with pytest.raises(Illisible):
        enveloppe.ouvrir_octets(ancienne, bytes(rang.scellee), programmes.lien_programme(rang.pk))
    assert rotation.tourner_maitresse(muet) == CleDeVolet.objects.count()  # and again
    assert contenus(monde_a_part) == avant


def test_un_second_facteur_suit_la_cle_maitresse(monde_a_part: Monde) -> None:
    from allauth.mfa.models import Authenticator

    secrets = [SecretsScelles().decrypt(a.data["secret"]) for a in Authenticator.objects.all()]
    avant = [a.data for a in Authenticator.objects.all()]
    rotation.tourner_maitresse(muet)
    assert [a.data for a in Authenticator.objects.all()] != avant
    apres = [SecretsScelles().decrypt(a.data["secret"]) for a in Authenticator.objects.all()]
    assert apres == secrets


def test_la_cle_qui_signe_le_journal_suit_la_cle_maitresse(cle_du_test: Path) -> None:
    publique, _ = signature.signer(b"tete")
    rotation.tourner_maitresse(muet)
    assert signature.signer(b"tete")[0] == publique


def test_ce_qui_est_fait_pendant_que_la_cle_tourne_survit(monde_a_part: Monde) -> None:
    """The next key waits: a programme that opens now is closed with it, and opens after the move too."""
    maitresse.lire_attendue()
    ou = Place("t", uuid4(), uuid4(), "sante")
    neuf = uuid4()
    scelle = trousseau(neuf, []).sceller("écrit pendant", ou)
    rotation.tourner_maitresse(muet)
    assert trousseau(neuf, [ou.dossier]).ouvrir(scelle, ou) == "écrit pendant"


def test_les_cles_d_un_dossier_tournent_et_l_ancienne_finit_detruite(monde: Monde) -> None:
    avant, maintenant = contenus(monde), timezone.now()
    volee = {
        (c.dossier_id, c.volet): bytes(c.scellee)
        for c in CleDeVolet.objects.filter(dossier_id=monde.karthik.pk)
    }
    couples = rotation.couples_du_dossier(monde.karthik.pk)
    assert rotation.tourner_volets(couples, maintenant) == len(couples) == 8
    assert rotation.tourner_volets(couples, maintenant) == 0, "un tour à la fois"
    assert contenus(monde) == avant, "les deux générations ouvrent"
    bilan = rescellement.poursuivre(couples, muet, maintenant=maintenant)
    assert bilan.valeurs >= 14
    assert (bilan.detruites, bilan.en_attente, bilan.illisibles) == (0, 8, 0)
    plus_tard = maintenant + rescellement.REPIT + timedelta(minutes=1)
    bilan = rescellement.poursuivre(couples, muet, maintenant=plus_tard)
    assert (bilan.valeurs, bilan.detruites, bilan.en_attente) == (0, 8, 0)
    assert contenus(monde) == avant
    restent = {bytes(s) for s in CleDeVolet.objects.values_list("scellee", flat=True)}
    assert not restent & set(volee.values())


def test_une_valeur_qui_ne_s_ouvre_pas_garde_son_ancienne_cle(monde: Monde) -> None:
    Identite.objects.filter(dossier=monde.karthik).update(scelle=b"\x02\x00\x01" + b"x" * 60)
    maintenant = timezone.now()
    rotation.tourner_volets(rotation.couples_du_dossier(monde.karthik.pk), maintenant)
    plus_tard = maintenant + 2 * rescellement.REPIT
    bilan = rescellement.poursuivre(rotation.couples_en_cours(), muet, maintenant=plus_tard)
    assert (bilan.illisibles, bilan.en_attente) == (1, 1)


def test_un_rang_ecrit_pendant_le_tour_par_une_ancienne_requete_n_est_pas_perdu(
    monde: Monde,
) -> None:
    ancien = trousseau(monde.programme.pk, [monde.karthik.pk])  # a request that began before
    maintenant = timezone.now()
    couples = rotation.couples_du_dossier(monde.karthik.pk)
    rotation.tourner_volets(couples, maintenant)
    rescellement.poursuivre(couples, muet, maintenant=maintenant)
    note = NoteSocial(dossier=monde.karthik)
    note.sceller({"texte": "écrite avec l'ancienne clé", "nature": ""}, ancien)
    note.save()
    rescellement.poursuivre(couples, muet, maintenant=maintenant + 2 * rescellement.REPIT)
    cles = trousseau(monde.programme.pk, [monde.karthik.pk])
    assert NoteSocial.objects.get(pk=note.pk).ouvrir(cles)["texte"] == "écrite avec l'ancienne clé"


def test_un_ancien_contenu_remis_dans_son_rang_ne_s_ouvre_pas(monde: Monde) -> None:
    """Roll-back of one row by whoever writes in the data base."""
    cles = trousseau(monde.programme.pk, [monde.karthik.pk])
    note = NoteSante.objects.get(dossier=monde.karthik)
    vieux = bytes(note.scelle)
    note.sceller({"texte": "corrigée", "nature": ""}, cles)
    note.save()
    assert note.version == 2
    NoteSante.objects.filter(pk=note.pk).update(scelle=vieux)
    with pytest.raises(Illisible):
        NoteSante.objects.get(pk=note.pk).ouvrir(cles)
    NoteSante.objects.filter(pk=note.pk).update(scelle=bytes(note.scelle), version=1)
    with pytest.raises(Illisible):
        NoteSante.objects.get(pk=note.pk).ouvrir(cles)


def test_une_version_changee_sans_sceau_n_est_pas_ecrite(monde: Monde) -> None:
    note = NoteSante.objects.get(dossier=monde.karthik)
    note.version += 1
    with pytest.raises(UnsealedVersion):
        note.save()


def test_toutes_les_paires_de_valeurs_echangees_sont_refusees(monde: Monde) -> None:
    """Every sealed row of two dossiers against every other: table, row, dossier, volet or version differ."""
    tous = [
        r
        for d in (monde.karthik, monde.ines)
        for v in Volet
        for t in rescellement.tables(v)
        for r in t.objects.filter(dossier=d)
    ]
    cles = trousseau(monde.programme.pk, [monde.karthik.pk, monde.ines.pk])
    refuses = 0
    for ici, la in itertools.permutations(tous, 2):
        with pytest.raises(Illisible):
            cles.ouvrir(la.scelle, ici.place(ici.id, ici.dossier_id, ici.version))
        refuses += 1
    assert refuses == len(tous) * (len(tous) - 1) > 700


def test_une_valeur_d_avant_s_ouvre_avec_une_cle_d_avant_et_elle_seule() -> None:
    """Sealed before the version was bound: opens until it is sealed again; a new key never opens such a value."""
    programme, ou = uuid4(), Place("t", uuid4(), uuid4(), "sante", 3)
    trousseau(programme, []).preparer([(ou.dossier, "sante")])
    cle = trousseau(programme, [ou.dossier])._cles[ou.dossier, "sante"][1].octets
    ancienne = enveloppe.sceller_octets(cle, b'"avant"', ou.octets_sans_version())
    with pytest.raises(Illisible):
        trousseau(programme, [ou.dossier]).ouvrir(ancienne, ou)
    CleDeVolet.objects.update(ouvre_sans_version=True)  # as the migration does
    cles = trousseau(programme, [ou.dossier])
    assert cles.ouvrir(ancienne, ou) == "avant"
    assert cles.a_resceller(ancienne, ou.dossier, "sante")
    assert not cles.a_resceller(cles.sceller("x", ou), ou.dossier, "sante")


def test_l_emballage_qui_tourne_entre_deux_lectures_se_relit(
    monde_a_part: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys read under the former wrapping, and the programme after it: they are read again, nothing is lost."""
    rang = Identite.objects.get(dossier=monde_a_part.karthik)
    lire = lots.emballees

    def et_tourner(programme_id: UUID, lire_les_rangs: Any) -> Any:
        lus = lire_les_rangs()
        for _ in range(2):  # twice: the wrapping that was read is destroyed
            rotation.tourner_maitresse(muet)
        encore = iter([lus])
        return lire(programme_id, lambda: next(encore, None) or lire_les_rangs())

    monkeypatch.setattr(lots, "emballees", et_tourner)
    lot = lots.lot_du_programme(monde_a_part.programme.pk, [Volet.IDENTITE], (UUID(int=0), None))
    place = Identite.place(rang.pk, rang.dossier_id, rang.version)
    assert lot.ouvrir(rang.scelle, place)["prenom"] == "Karthik"


@pytest.mark.lent
def test_cinquante_mille_cles_sont_remballees_en_moins_d_une_minute(cle_du_test: Path) -> None:
    programme = uuid4()
    cles = programmes.cles_du_programme(programme)
    CleDeVolet.objects.bulk_create(
        (neuve(cles, programme, uuid4(), "sante") for _ in range(50_000)), batch_size=5000
    )
    temoin = CleDeVolet.objects.order_by("-id").first()
    debut = time.monotonic()
    assert rotation.tourner_maitresse(muet) == 50_000
    assert time.monotonic() - debut < 60
    ou = Place("t", uuid4(), temoin.dossier_id, "sante")
    neuf = trousseau(programme, [temoin.dossier_id])
    assert neuf.ouvrir(neuf.sceller("lu", ou), ou) == "lu"
    assert not CleDeVolet.objects.exclude(emballage=1).exists()
