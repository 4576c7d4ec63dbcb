"""Run in a process of its own: kill a work before each of its writes, then look at what is left and take it up again.

`python -m tests.dossiers.coupures DOSSIER SCENARIO [PAS]` prints one JSON object: how many kills, and what was found wrong.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import psycopg

django.setup()

from django.conf import settings
from django.db import connections
from django.utils import timezone

from maillage.chiffrement import maitresse, rotation
from maillage.chiffrement.models import CleDeProgramme, CleDeVolet, Tombe
from maillage.chiffrement.services import trousseau, trousseau_du_programme
from maillage.dossiers import conservation, purge, rescellement
from maillage.dossiers.models import Bordereau, Dossier
from maillage.dossiers.rules.conservation import MotifDePurge, SortFinal
from maillage.enfants.queries import identites
from maillage.parcours.models import JOURNAL
from tests.factories.monde import Monde, creer_monde
from tests.reserve import preparer_les_bases

ECRITURES = ("INSERT", "UPDATE", "DELETE")
TERMINEE, FAUTE = 0, 3


@dataclass(frozen=True)
class Scenario:
    """`agir` is killed; `reprendre` is what is run after; both end with `verifier`. `pendant` holds right after a kill."""

    agir: Callable[[Monde], None]
    reprendre: Callable[[Monde], None]
    pendant: Callable[[Monde], None]
    verifier: Callable[[Monde], None]
    preparer: Callable[[Monde], None] = lambda _monde: None


def muet(_fait: int, _total: int) -> None:
    return


def lisibles(monde: Monde) -> None:
    """Every sealed row of every dossier opens, and the list of children shows each of them."""
    for dossier in Dossier.objects.all():
        cles = trousseau(dossier.programme_id, [dossier.pk])
        for table in (t for v in (*JOURNAL,) for t in rescellement.tables(v)):
            for rang in table.objects.filter(dossier_id=dossier.pk):
                if rang.scelle:
                    rang.ouvrir(cles)
    for programme in (monde.programme.pk, monde.autre_programme.pk):
        cles = trousseau_du_programme(programme, ["identite"])
        actifs = Dossier.objects.filter(etat="base_active", programme_id=programme)
        noms = identites(actifs.values("pk"), cles)
        assert noms
        assert all(i.nom for i in noms.values()), "la liste des enfants a un nom vide"


def rien_du_purge(monde: Monde) -> None:
    qui = monde.archive.pk
    assert not Dossier.objects.filter(pk=qui).exists()
    for volet in JOURNAL:
        for table in rescellement.tables(volet):
            assert not table.objects.filter(dossier_id=qui).exists()
    assert not CleDeVolet.objects.filter(dossier_id=qui).exists()
    tombe = Tombe.objects.get(dossier_id=qui)
    assert tombe.achevee_le
    assert Path(settings.TOMBES).read_text().count(str(qui)) == 1
    lisibles(monde)


def jamais_a_moitie(monde: Monde) -> None:
    """After a kill: the rows are all there, or none; if none, the tombstone is there to finish."""
    qui = monde.archive.pk
    nombre = sum(
        t.objects.filter(dossier_id=qui).count() for v in JOURNAL for t in rescellement.tables(v)
    )
    entier = Dossier.objects.filter(pk=qui).exists()
    assert bool(nombre) == entier
    if not entier:
        assert Tombe.objects.filter(dossier_id=qui).exists()
    elif not CleDeVolet.objects.filter(dossier_id=qui).exists():
        raise AssertionError("des rangs sans clé")
    lisibles(monde)


def ordre(monde: Monde) -> purge.Ordre:
    return purge.Ordre(
        programme=monde.programme.pk,
        dossier=monde.archive.pk,
        motif=MotifDePurge.TERME,
        le=monde.aujourd_hui,
    )


def purger(monde: Monde) -> None:
    purge.purger(ordre(monde), maintenant=timezone.now())


def finir(monde: Monde) -> None:
    """As the start of the service does; then as the person who asked again, if nothing had begun."""
    purge.reprendre(le=monde.aujourd_hui, maintenant=timezone.now())
    purger(monde)


def preparer_liste(monde: Monde) -> None:
    p, jour = monde.programme.pk, monde.aujourd_hui
    leila, sylvie = monde.personnes["leila"].pk, monde.personnes["sylvie"].pk
    ident = conservation.preparer_bordereau(
        programme_id=p,
        auteur_id=leila,
        contacts={monde.archive.pk: None},
        motif=MotifDePurge.TERME,
        sort=SortFinal.ELIMINATION,
        le=jour,
    )
    conservation.viser(programme_id=p, bordereau_id=ident, reference="AD 93", le=jour)
    conservation.valider(programme_id=p, bordereau_id=ident, auteur_id=sylvie, le=jour)


def executer(monde: Monde) -> None:
    for ident in Bordereau.objects.values_list("pk", flat=True):
        conservation.executer(ident, le=monde.aujourd_hui, maintenant=timezone.now(), avancer=muet)


def liste_executee(monde: Monde) -> None:
    rien_du_purge(monde)
    liste = Bordereau.objects.get()
    assert liste.etat == "execute"
    assert liste.lignes.get().purgee_le == monde.aujourd_hui
    assert liste.lignes.get().enregistrements > 10


def tourner_la_maitresse(_monde: Monde) -> None:
    rotation.tourner_maitresse(muet)


def maitresse_tournee(monde: Monde) -> None:
    assert not maitresse.attendue().exists()
    marque = maitresse.marque(maitresse.lire())
    assert set(CleDeProgramme.objects.values_list("maitresse", flat=True)) == {marque}
    assert not CleDeProgramme.objects.exclude(emballage_precedent=None).exists()
    lisibles(monde)


def tourner_les_volets(monde: Monde) -> None:
    maintenant = timezone.now()
    rotation.tourner_volets(rotation.couples_du_dossier(monde.karthik.pk), maintenant)
    poursuivre(monde)


def poursuivre(_monde: Monde) -> None:
    maintenant = timezone.now() + 2 * rescellement.REPIT
    rescellement.poursuivre(rotation.couples_en_cours(), muet, maintenant=maintenant)


def reprendre_les_volets(monde: Monde) -> None:
    poursuivre(monde)
    siennes = CleDeVolet.objects.filter(dossier_id=monde.karthik.pk)
    for couple in rotation.couples_du_dossier(monde.karthik.pk):
        if siennes.get(volet=couple[2]).generation == 1:  # killed before its turn
            rotation.tourner_volets([couple], timezone.now())
    poursuivre(monde)


def volets_tournes(monde: Monde) -> None:
    siennes = CleDeVolet.objects.filter(dossier_id=monde.karthik.pk)
    assert set(siennes.values_list("generation", flat=True)) == {2}
    lisibles(monde)


SCENARIOS = {
    "purge": Scenario(purger, finir, jamais_a_moitie, rien_du_purge),
    "bordereau": Scenario(executer, executer, jamais_a_moitie, liste_executee, preparer_liste),
    "maitresse": Scenario(tourner_la_maitresse, tourner_la_maitresse, lisibles, maitresse_tournee),
    "volets": Scenario(tourner_les_volets, reprendre_les_volets, lisibles, volets_tournes),
}


def couper_avant(numero: int) -> None:
    """Kill this process, without a word, before its n-th write in a base, on the disk, or move of a file."""
    compte = 0

    def point() -> None:
        nonlocal compte
        compte += 1
        if compte == numero:
            os.kill(os.getpid(), signal.SIGKILL)

    def sql(execute: Any, ordre_sql: str, params: Any, many: bool, contexte: Any) -> Any:  # noqa: FBT001
        if ordre_sql.lstrip("( ").upper().startswith(ECRITURES):
            point()
        return execute(ordre_sql, params, many, contexte)

    for alias in connections:
        connections[alias].execute_wrappers.append(sql)
    vider, remplacer = os.fsync, Path.replace

    def fsync(descripteur: int) -> None:
        point()
        vider(descripteur)
        point()

    def replace(chemin: Path, cible: Any) -> Path:
        point()
        return remplacer(chemin, cible)

    os.fsync, Path.replace = fsync, replace  # type: ignore[method-assign]


def dans_un_fils(travail: Callable[[], None]) -> int:
    """Run in a forked process; return its status: 0, FAUTE, or minus the signal that ended it."""
    fils = os.fork()
    if fils == 0:
        try:
            travail()
            connections.close_all()
            os._exit(TERMINEE)
        except BaseException:  # noqa: BLE001 - told to the parent
            traceback.print_exc()
            os._exit(FAUTE)
    return os.waitstatus_to_exitcode(os.waitpid(fils, 0)[1])


def sur_le_serveur(*ordres: str) -> None:
    """Orders about whole databases, from another one of the same server."""
    reglages = connections["default"].get_connection_params()
    utiles = {c: reglages[c] for c in ("host", "user") if c in reglages}
    with psycopg.connect(dbname="postgres", autocommit=True, **utiles) as serveur:
        for ordre_sql in ordres:
            serveur.execute(ordre_sql)


class Copie:
    """The state before the work, put back before each kill: files, and the two databases where PostgreSQL holds them."""

    def __init__(self, dossier: Path) -> None:
        self.vif, self.garde = dossier / "vif", dossier / "garde"
        ici = [c for c in connections.all() if c.vendor == "postgresql"]
        self.bases = [str(c.settings_dict["NAME"]) for c in ici]

    def creer(self) -> None:
        sur_le_serveur(*[f'CREATE DATABASE "{b}"' for b in self.bases])

    def garder(self) -> None:
        connections.close_all()
        shutil.copytree(self.vif, self.garde)
        sur_le_serveur(*[f'ALTER DATABASE "{b}" RENAME TO "{b}_garde"' for b in self.bases])

    def remettre(self) -> None:
        shutil.rmtree(self.vif)
        shutil.copytree(self.garde, self.vif)
        for b in self.bases:
            sur_le_serveur(
                f'DROP DATABASE IF EXISTS "{b}" WITH (FORCE)',
                f'CREATE DATABASE "{b}" TEMPLATE "{b}_garde" STRATEGY FILE_COPY',
            )

    def effacer(self) -> None:
        for b in self.bases:
            sur_le_serveur(f'DROP DATABASE "{b}" WITH (FORCE)', f'DROP DATABASE "{b}_garde"')


def main(dossier: Path, nom: str, pas: int = 1) -> None:
    """Kill before every write, or before one in `pas`."""
    copie = Copie(dossier)
    if copie.bases:
        copie.creer()
    preparer_les_bases()
    maitresse.creer(settings.CLE_MAITRESSE)
    scenario, monde = SCENARIOS[nom], creer_monde()
    scenario.preparer(monde)
    copie.garder()
    coupures, numero, fautes = 0, 1, []
    while True:
        copie.remettre()

        def coupe(numero: int = numero) -> None:
            couper_avant(numero)
            scenario.agir(monde)

        fin = dans_un_fils(coupe)
        if fin == TERMINEE:
            break
        if fin != -signal.SIGKILL:
            fautes.append(f"coupure {numero} : le travail a échoué")
            break
        coupures, numero = coupures + 1, numero + pas

        def suite() -> None:
            scenario.pendant(monde)
            scenario.reprendre(monde)
            scenario.verifier(monde)

        if dans_un_fils(suite) != TERMINEE:
            fautes.append(f"après la coupure {numero - pas}")
    if dans_un_fils(lambda: scenario.verifier(monde)) != TERMINEE:
        fautes.append("sans coupure")
    connections.close_all()
    if copie.bases:
        copie.effacer()
    print(json.dumps({"coupures": coupures, "fautes": fautes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
