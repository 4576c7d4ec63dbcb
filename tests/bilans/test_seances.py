"""Séances and institutions in a report: no house is seen through one person, no person through her house."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from maillage.bilans.documents import imprimer_pour_les_elus
from maillage.bilans.models import EtatDeRapport, RapportAnnuel
from maillage.bilans.queries.rapports import composer
from maillage.bilans.queries.seances import premier_rapport, seances_de_l_annee
from maillage.bilans.rules.bloc_des_seances import BARRES_AU_PLUS, BARRES_COURTES, INCOMPLETES
from maillage.bilans.rules.seances import (
    PERSONNES_AU_MOINS,
    RESTE,
    SEANCES_AU_MOINS,
    PresenceDInstitution,
    SeancesDeLAnnee,
    rassembler,
    seances_dicibles,
)
from maillage.bilans.rules.sections_ecrites import section_de_la_gouvernance
from maillage.comptes.models import Institution
from maillage.eps.models import Participation, Seance
from maillage.notions.temps import AnneeScolaire
from maillage.publications.queries import lecture
from tests.bilans.parutions import dessinee, rapport_de
from tests.factories.monde import BASES, Monde

ANNEE = AnneeScolaire(2024)
PARIS = ZoneInfo("Europe/Paris")
SIX = SeancesDeLAnnee(6)


def gens(*numeros: int) -> frozenset[UUID]:
    return frozenset(UUID(int=n) for n in numeros)


def maison(nom: str, conviee: int, presente: int, *numeros: int) -> PresenceDInstitution:
    """The persons who came, by number: the same number is the same person."""
    return PresenceDInstitution(nom, conviee, presente, gens(*numeros))


def dites(*maisons: PresenceDInstitution) -> SeancesDeLAnnee:
    return seances_dicibles(replace(SIX, institutions=maisons), 25)


def noms(lues: SeancesDeLAnnee) -> list[str]:
    return [i.institution for i in lues.institutions]


CMPP = maison("CMPP", 6, 4, 1, 2, 3)
RESTANTES = (
    maison("Association", 6, 5, 11), maison("École", 6, 6, 12, 13), maison("Mairie", 3, 3, 14, 15, 16, 17),
)  # fmt: skip


def test_une_institution_dont_une_ou_deux_personnes_sont_venues_n_est_pas_nommee() -> None:
    lues = dites(RESTANTES[0], CMPP, *RESTANTES[1:])
    assert noms(lues) == ["CMPP", RESTE]
    bloc = section_de_la_gouvernance({}, {}, lues).blocs[0]
    assert bloc.lignes == (("CMPP", "4", "6"), (RESTE, "14", "15"), ("Ensemble", "18", "21"))
    assert "s’est réunie 6 fois" in bloc.phrases[0]
    assert bloc.dessin
    assert "CMPP : 4 sur 6" in bloc.dessin.description
    assert "comptent des séances, et aucun enfant" in bloc.source


def test_une_institution_qui_n_est_jamais_venue_n_est_ni_nommee_ni_dite_avoir_envoye_quelqu_un() -> (
    None
):
    assert noms(dites(maison("CMPP", 6, 0))) == []
    bloc = section_de_la_gouvernance({}, {}, dites(maison("CMPP", 6, 0))).blocs[0]
    assert not bloc.lignes
    assert "CMPP" not in " ".join(bloc.phrases)


def test_le_reste_ne_dit_pas_a_une_institution_ce_qu_a_fait_la_seule_autre() -> None:
    deux = (maison("Association", 4, 1, 1), maison("École", 3, 3, 2, 3, 4))
    assert noms(dites(*deux)) == []
    trois = (*deux, maison("Mairie", 4, 2, 5))  # without École, two persons are left
    assert noms(dites(*trois)) == []
    assert noms(dites(*trois, maison("PMI", 4, 4, 6))) == [RESTE]


def test_une_maison_ou_personne_n_est_venu_ne_cache_pas_les_autres_du_reste() -> None:
    lues = (
        maison("Association", 4, 4, 1, 2, 3, 4),
        maison("Mairie", 3, 2, 5, 6, 7),
        maison("PMI", 5, 0),
    )
    assert noms(dites(*(replace(m, conviee=3, presente=min(3, m.presente)) for m in lues))) == []


def test_qui_siege_pour_deux_institutions_est_une_seule_personne() -> None:
    doubles = (
        maison("Association", 6, 4, 1, 2),
        maison("École", 6, 4, 1, 2),
        maison("Mairie", 6, 4, 1, 3),
    )
    assert rassembler(doubles, RESTE).personnes == gens(1, 2, 3)
    assert noms(dites(*doubles)) == []


def test_quand_trop_de_presences_ne_sont_pas_notees_rien_n_est_dit_des_institutions() -> None:
    for non_notees, dicible in ((2, True), (3, False)):
        lues = replace(SIX, institutions=(CMPP,), places=20, non_notees=non_notees)
        dite = seances_dicibles(lues, 25)
        assert bool(dite.institutions) is dicible
        phrases = section_de_la_gouvernance({}, {}, dite).blocs[0].phrases
        assert (INCOMPLETES in phrases) is not dicible


def test_une_longue_liste_d_institutions_n_est_pas_dessinee_et_les_quatre_pages_la_disent_en_mots() -> (
    None
):
    def blocs(combien: int) -> tuple[object, ...]:
        lues = tuple(
            maison(f"École {n:02}", 6, 4, 3 * n, 3 * n + 1, 3 * n + 2) for n in range(combien)
        )
        section = section_de_la_gouvernance({}, {}, dites(*lues))
        return section.blocs[0], section.courts[0]

    long, court = blocs(BARRES_AU_PLUS + 25)
    assert (long.dessin, court.dessin, len(long.lignes)) == (None, None, BARRES_AU_PLUS + 26)
    moyen, court = blocs(BARRES_COURTES + 1)
    assert (bool(moyen.dessin), court.dessin) == (True, None)
    assert all(b.dessin for b in blocs(BARRES_COURTES))


def test_une_institution_nommee_ensemble_n_est_pas_prise_pour_le_total() -> None:
    seule = (maison("Ensemble scolaire Sud", 6, 4, 1, 2, 3), maison("PMI", 2, 0))
    bloc = section_de_la_gouvernance({}, {}, dites(*seule)).blocs[0]
    assert [x[0] for x in bloc.lignes] == ["Ensemble scolaire Sud"]
    assert not bloc.a_un_total
    assert section_de_la_gouvernance({}, {}, dites(CMPP)).blocs[0].a_un_total


@pytest.mark.parametrize(
    ("seances", "examines"), [(6, None), (6, 0), (SEANCES_AU_MOINS - 1, 25), (0, 25)]
)
def test_rien_n_est_dit_de_peu_de_seances_ni_quand_personne_n_a_peut_etre_ete_examine(
    seances: int, examines: int | None
) -> None:
    assert seances_dicibles(SeancesDeLAnnee(seances, (CMPP,)), examines).seances == 0
    assert [b.titre for b in section_de_la_gouvernance({}, {}).blocs] == ["Instances"]


MAISONS = st.builds(
    lambda nom, conviee, part, qui: maison(nom, conviee, min(conviee, part) if qui else 0, *qui),
    st.text("abcd", min_size=1, max_size=3), st.integers(1, 9), st.integers(1, 9),
    st.sets(st.integers(1, 12), max_size=5),
)  # fmt: skip


@given(
    maisons=st.lists(MAISONS, max_size=6, unique_by=lambda m: m.institution),
    seances=st.integers(0, 9),
)
def test_ni_une_ligne_ni_ce_qui_reste_ne_parle_de_quelques_personnes(
    maisons: list[PresenceDInstitution], seances: int
) -> None:
    """What a reader who knows who was invited can take off: each line, her own house, all but the lines when it is told."""
    lues = seances_dicibles(SeancesDeLAnnee(seances, tuple(maisons)), 25)
    for ligne in lues.institutions:
        assert len(ligne.personnes) >= PERSONNES_AU_MOINS
        assert ligne.conviee >= SEANCES_AU_MOINS
        assert 0 < ligne.presente <= ligne.conviee
    nommees = set(noms(lues))
    reste = [m for m in maisons if m.institution not in nommees]
    if RESTE in nommees:
        assert rassembler(reste, RESTE) in lues.institutions
        for sienne in (m for m in reste if m.personnes):
            autres = [m for m in reste if m.personnes and m is not sienne]
            assert len(autres) > 1
            assert (
                len({p for m in autres for p in m.personnes} - sienne.personnes)
                >= PERSONNES_AU_MOINS
            )
    elif lues.ensemble:
        assert not reste


Tenir = Callable[..., None]


@pytest.fixture
def tenir(monde: Monde) -> Tenir:
    """Hold a séance: whom the house sends, in the order of the accounts, and what was noted of each."""
    ecole = Institution.objects.create(nom="École du Parc", nature="education_nationale")
    membres = [monde.acteur(nom).id for nom in ("leila", "amina", "karim")]

    def seance(
        le: date, *presences: str, etat: str = "close", close: datetime | None = None
    ) -> None:
        rang = Seance.objects.create(
            programme=monde.programme, auteur_id=membres[0], formulaire=uuid4(), le=le,
            debut=time(14), duree=60, lieu="Salle", etat=etat, close_le=close,
        )  # fmt: skip
        for qui, presence in zip(membres, presences, strict=False):
            Participation.objects.create(
                seance=rang, utilisateur_id=qui, institution=ecole, presence=presence
            )

    return seance


TOT, TARD = (datetime(2025, m, 1, tzinfo=PARIS) for m in (1, 6))


@BASES
def test_seules_les_seances_closes_de_l_annee_comptent_et_une_institution_une_fois_par_seance(
    monde: Monde, tenir: Tenir
) -> None:
    leila = monde.acteur("leila").id
    tenir(date(2024, 10, 1), "present", "absent", close=TOT)
    tenir(date(2024, 11, 1), "absent", "absent", close=TARD)
    tenir(date(2024, 12, 1), "present", "absent", etat="annulee")
    tenir(date(2025, 9, 1), "present", "absent", close=TARD)
    lues = seances_de_l_annee(monde.programme.pk, ANNEE)
    venue = frozenset({leila})
    attendue = PresenceDInstitution("École du Parc", 2, 1, venue)
    assert lues == SeancesDeLAnnee(2, (attendue,), places=4)
    alors = seances_de_l_annee(monde.programme.pk, ANNEE, au=datetime(2025, 3, 1, tzinfo=PARIS))
    assert alors.institutions == (PresenceDInstitution("École du Parc", 1, 1, venue),)


@BASES
def test_une_contribution_ecrite_est_une_part_prise_et_ce_qui_n_est_pas_note_n_est_pas_une_absence(
    monde: Monde, tenir: Tenir
) -> None:
    tenir(date(2024, 10, 1), "contribution_ecrite", "excuse", close=TOT)
    tenir(date(2024, 11, 1), "", "", close=TOT)
    tenir(date(2024, 12, 1), "excuse", "", close=TOT)
    lues = seances_de_l_annee(monde.programme.pk, ANNEE)
    attendue = PresenceDInstitution("École du Parc", 2, 1, frozenset({monde.acteur("leila").id}))
    assert (lues.institutions, lues.places, lues.non_notees) == ((attendue,), 6, 3)


@BASES
def test_un_second_rapport_de_l_annee_dit_les_seances_du_premier_et_son_jour(
    monde: Monde, tenir: Tenir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The difference of two reports would be one evening: who was there is known of those who sat."""
    leila, programme = monde.acteur("leila").id, monde.programme.pk
    for mois in (9, 10, 11, 12):
        tenir(date(2024, mois, 3), "present", close=TOT)
    tenir(date(2025, 5, 3), "present", close=TARD)
    avril, juillet = (datetime(2025, m, 1, tzinfo=PARIS) for m in (4, 7))
    for parution, quand in ((1, datetime(2024, 11, 20, tzinfo=PARIS)), (2, avril), (3, juillet)):
        RapportAnnuel.objects.create(
            programme=monde.programme, rentree=2024, parution=parution, etat=EtatDeRapport.APPROUVE,
            auteur_id=leila, approuve_par_id=leila, approuve_le=quand,
        )  # fmt: skip
    autres = {1, 2, 3}
    assert premier_rapport(programme, ANNEE, autres, None) == avril, (
        "the first told nothing: too few"
    )
    assert premier_rapport(programme, ANNEE, autres, juillet) == avril
    assert premier_rapport(programme, ANNEE, autres, avril) is None
    assert premier_rapport(programme, ANNEE, {1, 3}, juillet) is None, (
        "a part of the year tells nothing"
    )
    assert premier_rapport(programme, AnneeScolaire(2025), autres, None) is None
    lue = dessinee()  # the third
    du_magasin = tuple(replace(lue.parution, numero=n) for n in autres)
    monkeypatch.setattr(lecture, "publications", lambda _, **__: du_magasin)
    r = composer(programme, lue, {}, at=date(2025, 9, 1), au=datetime(2025, 9, 1, tzinfo=PARIS))
    (bloc,) = [b for s in r.sections for b in s.blocs if b.titre.startswith("L’équipe pluri")]
    assert (
        "réunie 4 fois dans l’année, au 1er avril 2025, jour du premier rapport" in bloc.phrases[0]
    )


@pytest.mark.parametrize("combien", [BARRES_COURTES, 40])
def test_les_institutions_ne_chassent_des_quatre_pages_ni_l_editorial_ni_les_commentaires(
    combien: int,
) -> None:
    textes = {"edito": "Une phrase entière. " * 30 + "Fin.", "gouvernance": "Un mot de l’équipe."}
    lues = tuple(maison(f"École {n:02}", 6, 4, 3 * n, 3 * n + 1, 3 * n + 2) for n in range(combien))
    r = rapport_de(dessinee(), textes)
    tenues = section_de_la_gouvernance({}, textes, dites(*lues))
    r = replace(r, sections=(*r.sections[:-1], tenues))
    pages = [p.extract_text() for p in PdfReader(io.BytesIO(imprimer_pour_les_elus(r))).pages]
    assert len(pages) == 4
    assert "Fin." in pages[0]
    assert "Un mot de l’équipe." in pages[3]
    assert "s’est réunie 6 fois" in re.sub(r"\s+", " ", pages[3])
