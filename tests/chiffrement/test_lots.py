"""Lots: a whole programme opened by lots says what opening one value at a time says, refusals too."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from maillage.chiffrement import enveloppe, lots, rotation
from maillage.chiffrement.enveloppe import Illisible, Place, cle_neuve, sceller, sceller_octets
from maillage.chiffrement.lots import Chiffres, ClesDuLot, dans, lot_du_programme, tirets, tranches
from maillage.chiffrement.models import CleDeVolet
from maillage.chiffrement.services import CleOuverte, Trousseau, detruire, trousseau_du_programme
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Identite
from maillage.parcours.models import Parcours
from tests.factories.monde import BASES, Monde

DOSSIERS = [uuid4() for _ in range(3)]
VOLETS = ("identite", "parcours")
# what a volet may hold: no key, one of the time before versions, one, two generations
CLES = {
    (dossier, volet): {g: cle_neuve() for g in range(1, combien + 1)}
    for (dossier, volet), combien in zip(
        [(d, v) for d in DOSSIERS for v in VOLETS], (2, 1, 1, 1, 2, 0), strict=True
    )
}
ANCIENS = {(DOSSIERS[1], "identite"), (DOSSIERS[0], "identite")}
TOUT = (UUID(int=0), None)


def ouverte(couple: tuple[UUID, str], cle: Any) -> CleOuverte:
    return CleOuverte(cle, ouvre_sans_version=couple in ANCIENS)


TROUSSEAU = Trousseau(
    uuid4(), {c: {g: ouverte(c, k) for g, k in lus.items()} for c, lus in CLES.items() if lus}
)
LOT = ClesDuLot(
    {
        volet: {
            d.hex: (str(d), {g: ouverte((d, v), enveloppe.AESGCM(k)) for g, k in lus.items()})
            for (d, v), lus in CLES.items()
            if v == volet and lus
        }
        for volet in VOLETS
    }
)
LIGNES = [uuid4() for _ in range(2)]
lieux = st.builds(
    Place, st.sampled_from(["a", "b"]), st.sampled_from(LIGNES), st.sampled_from(DOSSIERS),
    st.sampled_from(VOLETS), st.integers(0, 2),
)  # fmt: skip


@st.composite
def rangees(draw: st.DrawFn) -> tuple[Place, bytes]:
    """A value, closed here or elsewhere, by this key or another, whole or damaged; and where it is found."""
    ou = draw(lieux)
    d_ou = ou if draw(st.booleans()) else draw(lieux)
    generation = draw(st.integers(1, 3))
    cle = CLES[d_ou.dossier, d_ou.volet].get(generation) or cle_neuve()
    if draw(st.booleans()):
        scelle = sceller(cle, draw(st.text(max_size=5) | st.integers()), d_ou, generation)
    else:
        scelle = sceller_octets(cle, '"é"'.encode(), d_ou.octets_sans_version())
    abime = draw(st.sampled_from(["", "", "", "coupe", "bit", "vide"]))
    if abime == "coupe":
        scelle = scelle[: draw(st.integers(0, 30))]
    elif abime == "bit":
        octets = bytearray(scelle)
        octets[draw(st.integers(0, len(octets) - 1))] ^= 1
        scelle = bytes(octets)
    return ou, b"" if abime == "vide" else scelle


def dit(ouvrir: Any) -> Any:
    try:
        return ("lu", ouvrir())
    except Illisible:
        return "illisible"


@given(st.lists(rangees(), min_size=1, max_size=8))
def test_un_lot_dit_de_chaque_valeur_ce_que_dit_un_trousseau(
    lus: list[tuple[Place, bytes]],
) -> None:
    for ou, scelle in lus:
        attendu = dit(lambda: TROUSSEAU.ouvrir(scelle, ou))  # noqa: B023 - called at once
        rang = (ou.dossier.hex, ou.ligne.hex, ou.version, scelle, "suite")
        assert dit(lambda: LOT.ouvrir(scelle, ou)) == attendu  # noqa: B023
        en_lot = dit(lambda: list(LOT.ouvrir_rangs(ou.table, ou.volet, [rang])))  # noqa: B023
        vu = ("lu", [(ou.dossier.hex, attendu[1], "suite")])
        assert en_lot == ("illisible" if attendu == "illisible" else vu)


def test_ces_valeurs_tirees_s_ouvrent_et_ne_s_ouvrent_pas() -> None:
    """The law above is not kept by refusing everything."""
    ou = Place("a", LIGNES[0], DOSSIERS[0], "identite", 2)
    for generation in (1, 2):
        scelle = sceller(CLES[ou.dossier, ou.volet][generation], "x", ou, generation)
        assert LOT.ouvrir(scelle, ou) == TROUSSEAU.ouvrir(scelle, ou) == "x"
        rang = (ou.dossier.hex, ou.ligne.hex, 1, scelle)
        with pytest.raises(Illisible):
            next(LOT.ouvrir_rangs("a", "identite", [rang]))


@given(st.uuids())
def test_un_numero_ecrit_lie_comme_le_numero(numero: UUID) -> None:
    assert tirets(numero.hex) == str(numero)
    place, ecrite = (Place("t", n, n, "v", 4) for n in (numero, tirets(numero.hex)))
    assert place.octets() == ecrite.octets()
    assert place.octets_sans_version() == ecrite.octets_sans_version()


@given(st.integers(0, 50_000), st.uuids())
def test_chaque_numero_est_dans_une_tranche_et_une_seule(combien: int, numero: UUID) -> None:
    faites = tranches(combien)
    assert len(faites) == max(1, -(-combien // lots.LOT))
    assert sum(d <= numero and (a is None or numero < a) for d, a in faites) == 1


@BASES
def test_les_lots_d_un_programme_ouvrent_tout_ce_qui_est_a_lui(
    monde: Monde, monkeypatch: pytest.MonkeyPatch
) -> None:
    couples = [(monde.programme.pk, monde.karthik.pk, Volet.IDENTITE)]
    rotation.tourner_volets(couples, timezone.now())
    Identite.objects.get(dossier=monde.ines)  # of the programme, not turned
    un_par_un = trousseau_du_programme(monde.programme.pk, [Volet.IDENTITE, Volet.PARCOURS])
    monkeypatch.setattr(lots, "LOT", 2)
    faites = tranches(Dossier.objects.count())
    assert len(faites) > 1
    for table in (Identite, Parcours):
        lus: Counter[str] = Counter()
        for tranche in faites:
            lot = lot_du_programme(monde.programme.pk, [table.volet], tranche)
            rangs = table.objects.filter(
                dans("dossier_id", tranche), dossier__programme=monde.programme
            )
            colonnes = (Chiffres("dossier_id"), Chiffres("id"), "version", "scelle", Chiffres("id"))
            bruts = rangs.values_list(*colonnes)
            for dossier, contenu, ligne in lot.ouvrir_rangs(
                table._meta.db_table, table.volet, bruts
            ):
                rang = table.objects.get(pk=ligne)
                assert rang.dossier_id.hex == dossier
                assert contenu == rang.ouvrir(un_par_un)
                lus[ligne] += 1
        siens = table.objects.filter(dossier__programme=monde.programme)
        assert lus == Counter({r.pk.hex: 1 for r in siens})
        assert lus


@BASES
def test_un_lot_n_a_ni_les_cles_d_un_autre_ni_celles_qui_sont_detruites(monde: Monde) -> None:
    ici, ailleurs = monde.programme.pk, monde.autre_programme.pk
    rang = Identite.objects.get(dossier=monde.karthik)
    place = Identite.place(rang.pk, rang.dossier_id, rang.version)
    ouvert = lot_du_programme(ici, [Volet.IDENTITE], TOUT).ouvrir(rang.scelle, place)
    assert ouvert["prenom"] == "Karthik"
    etroits = [
        lot_du_programme(ailleurs, [Volet.IDENTITE], TOUT),
        lot_du_programme(ici, [Volet.PARCOURS], TOUT),
        lot_du_programme(ici, [Volet.IDENTITE], (UUID(int=0), monde.karthik.pk)),
    ]
    detruire(monde.karthik.pk)
    etroits.append(lot_du_programme(ici, [Volet.IDENTITE], TOUT))
    for lot in etroits:
        with pytest.raises(Illisible):
            lot.ouvrir(rang.scelle, place)


@BASES
def test_une_cle_deplacee_n_ouvre_aucun_lot(monde: Monde) -> None:
    autre = CleDeVolet.objects.get(dossier_id=monde.ines.pk, volet="identite")
    CleDeVolet.objects.filter(dossier_id=monde.karthik.pk, volet="identite").update(
        scellee=autre.scellee
    )
    with pytest.raises(Illisible):
        lot_du_programme(monde.programme.pk, [Volet.IDENTITE], TOUT)
