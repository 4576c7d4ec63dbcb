from __future__ import annotations

import pytest

from tests.recits.regard import Regard
from tests.recits.service import preparer, servir


@pytest.fixture(scope="session")
def depart_vide(tmp_path_factory):
    """A programme on its first day: public data and team, no child."""
    return preparer(tmp_path_factory.mktemp("recits") / "vide", "vide")


@pytest.fixture(scope="session")
def depart_repris(depart_vide):
    """The demonstration as it opens: the tracker of Saint-Denis taken over."""
    return preparer(depart_vide.parent / "repris", "repris", depart=depart_vide)


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
