"""The chain: nothing is changed, removed, added or moved without being seen."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.tracabilite.rules.chaine import Maillon, Rupture, empreinte, origine, verifier

CHAINE = UUID(int=7)
CONTENUS = st.lists(
    st.dictionaries(
        st.sampled_from(["acte", "acteur", "regle", "nombre"]), st.text() | st.integers()
    ),
    max_size=8,
)


def enchainer(contenus: list[dict[str, object]], chaine: UUID = CHAINE) -> list[Maillon]:
    maillons, precedent = [], origine(chaine)
    for rang, contenu in enumerate(contenus, 1):
        tampon = empreinte(rang, contenu, precedent)
        maillons.append(Maillon(rang, contenu, precedent, tampon))
        precedent = tampon
    return maillons


def rupture(maillons: list[Maillon], tete: tuple[int, str]) -> Rupture | None:
    """As the queries do it: the chain, then its tail against the head."""
    cassee = verifier(maillons, origine(CHAINE))
    fin = (maillons[-1].rang, maillons[-1].empreinte) if maillons else (0, origine(CHAINE))
    return cassee or (None if fin == tete else Rupture(tete[0], "tête"))


@given(contenus=CONTENUS)
def test_une_chaine_intacte_tient(contenus: list[dict[str, object]]) -> None:
    assert verifier(enchainer(contenus), origine(CHAINE)) is None


@given(contenus=CONTENUS.filter(bool), autre=st.uuids())
def test_une_chaine_pretee_a_un_autre_programme_ne_tient_pas(
    contenus: list[dict[str, object]], autre: UUID
) -> None:
    if autre != CHAINE:
        assert verifier(enchainer(contenus), origine(autre)) == Rupture(
            1, "l'événement précédent n'est pas celui qui est annoncé"
        )


def retoucher(hasard: Random, vise: Maillon, geste: str) -> Maillon:
    """One event changed where it stands."""
    contenu = dict(vise.contenu)
    if geste == "contenu":
        return replace(vise, contenu={**contenu, "acte": f"faux {hasard.random()}"})
    if geste == "champ en plus":
        return replace(vise, contenu={**contenu, f"x{hasard.random()}": 1})
    if geste == "champ en moins":
        contenu.pop(hasard.choice(sorted(contenu)))
        return replace(vise, contenu=contenu)
    if geste == "rang":
        return replace(vise, rang=vise.rang + hasard.choice([-1, 1, 7]))
    texte, place = getattr(vise, geste), hasard.randrange(64)
    autre = hasard.choice([c for c in "0123456789abcdef" if c != texte[place]])
    return replace(vise, **{geste: texte[:place] + autre + texte[place + 1 :]})


RETOUCHES = ("contenu", "champ en plus", "champ en moins", "rang", "precedent", "empreinte")


def alterer(hasard: Random, maillons: list[Maillon]) -> tuple[str, list[Maillon]]:
    """One tampering at random, in a copy."""
    faux, n = list(maillons), hasard.randrange(len(maillons))
    vise = faux[n]
    deplacements = ("supprimer", "inserer", "doubler", "permuter", "couper", "rechainer")
    geste = hasard.choice((*RETOUCHES, *deplacements))
    if geste in RETOUCHES:
        faux[n] = retoucher(hasard, vise, geste)
    elif geste == "supprimer":
        del faux[n]
    elif geste == "inserer":
        contenu = {"acte": "inventé"}
        juste = empreinte(vise.rang, contenu, vise.precedent)
        faux.insert(n, Maillon(vise.rang, contenu, vise.precedent, juste))
    elif geste == "doubler":
        faux.insert(n, vise)
    elif geste == "permuter":
        m = hasard.choice([i for i in range(len(faux)) if i != n])
        faux[n], faux[m] = faux[m], faux[n]
    elif geste == "couper":
        del faux[n:]
    else:  # the whole tail is written again, digests and all, without the head
        contenus = [dict(m.contenu) for m in faux]
        contenus[n] = {"acte": "réécrit"}
        faux = enchainer(contenus)
    return geste, faux


@pytest.mark.parametrize("graine", range(300))
def test_toute_alteration_est_vue(graine: int) -> None:
    hasard = Random(graine)  # noqa: S311 - examples that can be played again
    contenus = [
        {"acte": "lire", "acteur": str(uuid4()), "regle": f"r{n}", "instant": str(n)}
        for n in range(hasard.randrange(2, 9))
    ]
    maillons = enchainer(contenus)
    tete = (maillons[-1].rang, maillons[-1].empreinte)
    assert rupture(maillons, tete) is None
    geste, faux = alterer(hasard, maillons)
    assert rupture(faux, tete) is not None, geste


def test_l_empreinte_ne_depend_pas_de_l_ordre_des_champs() -> None:
    assert empreinte(1, {"a": 1, "b": "é"}, "x") == empreinte(1, {"b": "é", "a": 1}, "x")
    assert empreinte(1, {"a": 1}, "x") != empreinte(1, {"a": "1"}, "x")
