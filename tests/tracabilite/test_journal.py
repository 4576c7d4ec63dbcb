"""The journal in the database: written in order, verified, and closed to whoever would correct it."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection
from django.db.transaction import atomic

from maillage.tracabilite.models import Evenement, Tete
from maillage.tracabilite.queries import rupture
from maillage.tracabilite.services import SANS_PROGRAMME, Fait, noter
from tests.factories.monde import BASES

pytestmark = BASES
CHAINE, AUTRE = UUID(int=1), UUID(int=2)


def fait(**champs: object) -> Fait:
    simple = {"acte": "lire", "acteur": uuid4(), "programme": CHAINE, "regle": "referent_dossier"}
    return Fait(**{**simple, **champs})


@pytest.fixture
def chaine() -> UUID:
    for _ in range(6):
        noter(fait(dossier=uuid4(), volet="parcours"), fait(dossiers=(uuid4(), uuid4()), nombre=2))
    noter(fait(programme=AUTRE), fait(programme=None, acteur=None))
    assert rupture(CHAINE) is None
    return CHAINE


def sql(ordre: str, *parametres: object) -> None:
    with connection.cursor() as curseur:
        curseur.execute(ordre, parametres)


@pytest.fixture
def sans_gardes(chaine: UUID) -> UUID:
    """The attacker owns the database: the triggers are gone. Only the chain remains."""
    ouvrir_les_gardes()
    return chaine


def ouvrir_les_gardes() -> None:
    if connection.vendor == "sqlite":
        for nom in noms_des_gardes():
            sql(f"DROP TRIGGER {nom}")
    else:
        for table in ("evenement", "mention", "segment", "ancre"):
            sql(f"ALTER TABLE tracabilite_{table} DISABLE TRIGGER USER")


def noms_des_gardes() -> list[str]:
    with connection.cursor() as curseur:
        curseur.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return [nom for (nom,) in curseur.fetchall()]


def test_les_rangs_se_suivent_dans_chaque_chaine(chaine: UUID) -> None:
    for programme, nombre in ((CHAINE, 12), (AUTRE, 1), (SANS_PROGRAMME, 1)):
        rangs = Evenement.objects.filter(chaine=programme).order_by("rang")
        assert list(rangs.values_list("rang", flat=True)) == list(range(1, nombre + 1))
        assert rupture(programme) is None


def test_un_fait_s_ecrit_en_identifiants_seulement() -> None:
    qui, dossier = uuid4(), uuid4()
    noter(fait(acteur=qui, dossier=dossier, volet="sante", accorde=False, objet="note", nombre=3))
    contenu = dict(Evenement.objects.get().contenu)
    assert contenu.pop("instant")
    assert contenu == {
        "acte": "lire",
        "acteur": str(qui),
        "regle": "referent_dossier",
        "issue": "refuse",
        "volet": "sante",
        "dossier": str(dossier),
        "objet": "note",
        "nombre": 3,
    }


INTERDITS = {
    "modifier": "UPDATE tracabilite_evenement SET created_at = created_at",
    "modifier une colonne": "UPDATE tracabilite_evenement SET dossier_id = NULL WHERE rang = 1",
    "supprimer": "DELETE FROM tracabilite_evenement WHERE rang = 2",
    "tout supprimer": "DELETE FROM tracabilite_evenement",
}
REMPLACER = """INSERT OR REPLACE INTO tracabilite_evenement
    (id, chaine, rang, contenu, precedent, empreinte, created_at)
    SELECT {}, chaine, rang, '{{}}', precedent, empreinte, created_at
    FROM tracabilite_evenement WHERE rang = 3 LIMIT 1"""
SELON_LA_BASE = {
    "sqlite": {
        "remplacer": REMPLACER.format("id"),
        "remplacer par le rang": REMPLACER.format("NULL"),
    },
    "postgresql": {
        "vider": "TRUNCATE tracabilite_evenement",
        "remplacer": """INSERT INTO tracabilite_evenement SELECT * FROM tracabilite_evenement
            ON CONFLICT (id) DO UPDATE SET contenu = '{}'""",
    },
}


def test_la_base_refuse_de_changer_un_evenement(chaine: UUID) -> None:
    avant = list(Evenement.objects.order_by("id").values())
    for geste, ordre in {**INTERDITS, **SELON_LA_BASE[connection.vendor]}.items():
        with pytest.raises(DatabaseError, match="Le journal ne se modifie pas"), atomic():
            sql(ordre)
        assert list(Evenement.objects.order_by("id").values()) == avant, geste


def test_l_orm_aussi_est_refuse(chaine: UUID) -> None:
    premier = Evenement.objects.first()
    for geste in (
        premier.delete,
        lambda: Evenement.objects.update(dossier_id=None),
        lambda: Evenement.objects.bulk_update([premier], ["empreinte"]),
    ):
        with pytest.raises(DatabaseError), atomic():
            geste()


ALTERATIONS = {
    "contenu": """UPDATE tracabilite_evenement SET contenu = '{"acte": "lister"}' WHERE rang = @""",
    "dossier effacé": "UPDATE tracabilite_evenement SET dossier_id = NULL WHERE rang IN (@, @ + 1)",
    "acteur effacé": "UPDATE tracabilite_evenement SET acteur_id = NULL WHERE rang = @",
    "acteur changé": "UPDATE tracabilite_evenement SET acteur_id = chaine WHERE rang = @",
    "date": "UPDATE tracabilite_evenement SET created_at = '2020-01-01 00:00:00+00' WHERE rang = @",
    "précédent": "UPDATE tracabilite_evenement SET precedent = 'aaaa' WHERE rang = @",
    "empreinte": "UPDATE tracabilite_evenement SET empreinte = 'bbbb' WHERE rang = @",
    "rang": "UPDATE tracabilite_evenement SET rang = 99 WHERE rang = @",
    "supprimé": "DELETE FROM tracabilite_evenement WHERE rang = @",
    "fin coupée": "DELETE FROM tracabilite_evenement WHERE rang >= @",
    "tête supprimée": "DELETE FROM tracabilite_tete",
    "tête et fin supprimées": "DELETE FROM tracabilite_evenement WHERE rang > @; DELETE FROM tracabilite_tete",
    "tête reculée": "UPDATE tracabilite_tete SET rang = @ - 1",
    "tête changée": "UPDATE tracabilite_tete SET empreinte = 'cccc'",
    "tout supprimé sauf la tête": "DELETE FROM tracabilite_evenement",
}


@pytest.mark.parametrize("geste", ALTERATIONS)
def test_ce_que_la_base_laisserait_passer_la_chaine_le_voit(sans_gardes: UUID, geste: str) -> None:
    n = Random(geste).randrange(1, 12)  # noqa: S311 - an example that can be played again
    for ordre in ALTERATIONS[geste].replace("@", str(n)).split("; "):
        sql(ordre)
    assert rupture(sans_gardes) is not None


def test_un_evenement_recopie_d_une_autre_chaine_est_vu(sans_gardes: UUID) -> None:
    Evenement.objects.filter(chaine=AUTRE).update(chaine=sans_gardes, rang=13)
    assert rupture(sans_gardes) == rupture(sans_gardes)
    assert rupture(sans_gardes).rang == 13
    assert rupture(AUTRE) is not None


def test_deux_chaines_echangees_en_entier_sont_vues(sans_gardes: UUID) -> None:
    relais = uuid4()
    for table in (Evenement, Tete):
        for de, vers in ((CHAINE, relais), (AUTRE, CHAINE), (relais, AUTRE)):
            table.objects.filter(chaine=de).update(chaine=vers)
    assert rupture(CHAINE) is not None
    assert rupture(AUTRE) is not None


def test_un_evenement_suit_le_sort_de_sa_transaction(chaine: UUID) -> None:
    avant = Evenement.objects.count()
    with suppress(ZeroDivisionError), atomic():
        noter(fait())
        raise ZeroDivisionError
    assert Evenement.objects.count() == avant
    noter(fait())
    assert Evenement.objects.count() == avant + 1
    assert rupture(CHAINE) is None
