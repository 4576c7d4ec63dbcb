from __future__ import annotations

import os

import pytest

from tests.recits.regard import Regard
from tests.recits.service import preparer, servir, une_fois


@pytest.fixture(scope="session")
def departs(tmp_path_factory):
    """The folder of what stories begin with, common to the processes of the tests."""
    racine = tmp_path_factory.getbasetemp()
    return (racine.parent if os.environ.get("PYTEST_XDIST_WORKER") else racine) / "recits"


@pytest.fixture(scope="session")
def depart_vide(departs):
    """A programme on its first day: public data and team, no child."""
    return une_fois(departs / "vide", lambda ici: preparer(ici, "vide"))


@pytest.fixture(scope="session")
def depart_repris(departs, depart_vide):
    """The demonstration as it opens: the tracker of Saint-Denis taken over."""
    return une_fois(departs / "repris", lambda ici: preparer(ici, "repris", depart=depart_vide))


@pytest.fixture(scope="session")
def depart_eps(departs, depart_vide):
    """A séance of eleven situations, prepared; its six members have a door."""
    return une_fois(departs / "eps", lambda ici: preparer(ici, "eps", depart=depart_vide))


@pytest.fixture(scope="session")
def depart_neuilly(tmp_path_factory):
    """The first day of another programme, whose map is about to change."""
    return preparer(tmp_path_factory.mktemp("recits") / "neuilly", "neuilly")


@pytest.fixture
def service(request, tmp_path):
    """A product of this story alone; `@pytest.mark.parametrize("service", ["repris"], indirect=True)` begins with children."""
    import shutil

    depart = request.getfixturevalue(f"depart_{getattr(request, 'param', 'vide')}")
    shutil.copytree(depart, tmp_path / "donnees")
    with servir(tmp_path / "donnees") as en_marche:
        yield en_marche


@pytest.fixture
def regard(onglet, service):
    """A tab that judges every state shown to it; the story fails on the whole list of faults."""
    vu = Regard(onglet, service)
    yield vu
    assert vu.fautes == [], "\n".join(vu.fautes)
