"""Geocoding on this machine: an address as it is typed, looked for in the files of addresses in service.

Nothing is logged here, no address is quoted by an error: these texts are where children live.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from django.conf import settings

from maillage.territoire.ban import ouvrir
from maillage.territoire.rules.adresses import (
    ECART_SUR,
    SEUIL_SUR,
    AdresseProposee,
    Geocodage,
    NatureDePosition,
    Position,
    incertitude,
    juger,
    type_du_numero,
)
from maillage.territoire.rules.ecrites import (
    LETTRES,
    AdresseEcrite,
    lire_adresse,
)
from maillage.territoire.rules.ressemblance import VoieConnue, ressemblance
from maillage.territoire.rules.villes import detacher_la_ville, meme_commune
from maillage.territoire.rules.voies import recherche

A_COMPARER, MONTREES, VOISINS = 60, 5, 3
SCORE_UTILE, DE_COTE, A_LA_COMMUNE = 0.5, 0.3, 0.3
TRIGRAMME = 3


@dataclass(frozen=True, slots=True)
class _Perimetre:
    """Where to look: pairs (INSEE code, former commune); whether the town is what the text says."""

    lieux: frozenset[tuple[str, str]]
    sur: bool


class Geocodeur:
    """The files in service, opened once for many addresses. `communes`: those of the programme, for a text without town."""

    def __init__(self, communes: Collection[str]) -> None:
        self.communes = frozenset(communes)

    def __enter__(self) -> Self:
        self._pile = ExitStack()
        self._bases: list[tuple[sqlite3.Connection, str]] = []
        for chemin in sorted(Path(settings.BAN).glob("*.sqlite3")):
            try:
                base = self._pile.enter_context(closing(ouvrir(chemin)))
                au = base.execute("SELECT valeur FROM source WHERE cle = 'au'").fetchone()
            except sqlite3.DatabaseError:  # a file that does not open is not in service
                continue
            self._bases.append((base, au[0]))
        return self

    def __exit__(self, *_panne: object) -> None:
        self._pile.close()

    def geocoder(self, adresse: str, ville: str = "") -> Geocodage:
        """Find an address. The answer says whether it is sure, and offers the others."""
        ecrite = lire_adresse(adresse, ville)
        candidats, connue = [], False
        for base, au in self._bases:
            detachee = detacher_la_ville(ecrite, _noms(base))
            for lecture in filter(None, (ecrite, detachee)):
                perimetre = _perimetre(base, lecture, self.communes)
                connue = connue or bool(perimetre.lieux)
                candidats += [_date(c, au) for c in _candidats(base, lecture, perimetre)]
        candidats.sort(key=lambda c: (-c.position.score, c.cle))
        numero = ecrite.numero is not None
        trouve = juger(_sans_doublons(candidats), numero_ecrit=numero, commune_connue=connue)
        if trouve.decision or trouve.retenu is None:
            return trouve
        doute = replace(trouve.retenu.position, a_verifier=True)
        return replace(trouve, retenu=replace(trouve.retenu, position=doute))

    def voie(self, nom: str, communes: Collection[str]) -> VoieConnue | None:
        """The street of these communes that a name means, when only one does and it is sure."""
        ecrite, notees = AdresseEcrite(voie=nom), []
        for base, _ in self._bases:
            rangs = base.execute("SELECT code_insee, ancienne FROM commune").fetchall()
            ou = _Perimetre(frozenset((i, a) for i, a in rangs if i in communes), sur=True)
            if ou.lieux:
                notees += [
                    (ressemblance(ecrite, v, commune_sure=True), v)
                    for v in _voies(base, recherche(nom), ou)
                ]
        notees.sort(key=lambda n: -n[0])
        seule = len(notees) == 1 or (notees and notees[0][0] - notees[1][0] >= ECART_SUR)
        return notees[0][1] if seule and notees[0][0] >= SEUIL_SUR else None

    def retrouver(self, cle: str) -> AdresseProposee | None:
        """The candidate of this key, if the file that gave it is still in service."""
        nu, _, au = cle.rpartition("@")
        trouves = (_par_cle(base, nu) for base, d_ici in self._bases if d_ici == au)
        return next((_date(c, au) for c in trouves if c), None)


def _date(candidat: AdresseProposee, au: str) -> AdresseProposee:
    """Tie a candidate to the day of its file: the numbers of streets hold in that file only."""
    ici = replace(candidat.position, source_date=au)
    return replace(candidat, cle=f"{candidat.cle}@{au}", position=ici)


def _noms(base: sqlite3.Connection) -> set[str]:
    """Names of the communes of a file, present and former."""
    return {nom for rang in base.execute("SELECT nom, ancienne FROM commune") for nom in rang}


def _perimetre(
    base: sqlite3.Connection, ecrite: AdresseEcrite, communes: frozenset[str]
) -> _Perimetre:
    """The communes that the text names, by name and postcode; those of the programme when it names none."""
    rangs = base.execute("SELECT code_insee, nom, ancienne, codes_postaux FROM commune").fetchall()
    nommes = {
        (insee, ancienne) for insee, nom, ancienne, _ in rangs
        if ecrite.ville and (meme_commune(ecrite.ville, nom) or meme_commune(ecrite.ville, ancienne))
    }  # fmt: skip
    # «Pierrefitte» is the former commune alone; «Saint-Denis» is the whole one
    precis = {(i, a) for i, a in nommes if a and meme_commune(ecrite.ville, a)}
    nommes = precis or nommes
    postaux = {
        (i, a) for i, _, a, codes in rangs if ecrite.code_postal and ecrite.code_postal in codes
    }
    if nommes:
        return _Perimetre(frozenset(nommes), sur=True)
    if postaux:
        return _Perimetre(frozenset(postaux), sur=not ecrite.ville)
    if ecrite.ville or ecrite.code_postal:
        return _Perimetre(frozenset(), sur=False)
    return _Perimetre(frozenset((i, a) for i, _, a, _ in rangs if i in communes), sur=False)


def _candidats(
    base: sqlite3.Connection, ecrite: AdresseEcrite, ou: _Perimetre
) -> list[AdresseProposee]:
    if not ou.lieux:
        return []
    notees = [
        (ressemblance(ecrite, v, commune_sure=ou.sur), v)
        for v in _voies(base, recherche(ecrite.voie or ecrite.lieu), ou)
    ]
    bonnes = sorted(((s, v) for s, v in notees if s >= SCORE_UTILE), key=lambda n: (-n[0], n[1].id))
    trouves: list[AdresseProposee] = []
    for score, voie in bonnes[: 2 * MONTREES]:
        trouves += _sur_la_voie(base, ecrite, voie, score)
    return trouves or _a_la_commune(base, ou)


def _voies(base: sqlite3.Connection, mots: str, ou: _Perimetre) -> Iterator[VoieConnue]:
    """Streets that share three letters in a row with the text, the nearest first."""
    codes = sorted({insee for insee, _ in ou.lieux})
    dans = ",".join("?" * len(codes))
    trigrammes = {m[i : i + 3] for m in mots.split() for i in range(len(m) - TRIGRAMME + 1)}
    colonnes = "v.id, v.nom, v.code_insee, v.commune, v.ancienne, v.codes_postaux, v.lon, v.lat, v.etendue, v.lieu_dit"
    if trigrammes:
        cherche = " OR ".join(f'"{t}"' for t in sorted(trigrammes))
        rangs = base.execute(
            f"SELECT {colonnes} FROM voie_fts f JOIN voie v ON v.id = f.rowid WHERE voie_fts MATCH ?"  # noqa: S608 - names of columns and marks only
            f" AND v.code_insee IN ({dans}) ORDER BY f.rank LIMIT ?",
            (cherche, *codes, 4 * A_COMPARER),
        )
    else:
        rangs = base.execute(
            f"SELECT {colonnes} FROM voie v WHERE v.mots = ? AND v.code_insee IN ({dans})",  # noqa: S608
            (mots, *codes),
        )
    for r in rangs.fetchall():
        if (r[2], r[4]) in ou.lieux:
            yield VoieConnue(*r[:9], lieu_dit=bool(r[9]))


def _sur_la_voie(
    base: sqlite3.Connection, ecrite: AdresseEcrite, voie: VoieConnue, score: float
) -> list[AdresseProposee]:
    """The number on this street if the file has it; else the street, and the nearest numbers for whoever will choose."""
    if voie.lieu_dit:
        return [_voie(voie, score, NatureDePosition.LIEU_DIT)]
    if ecrite.numero is None:
        return [_voie(voie, score, NatureDePosition.VOIE)]
    reps = [ecrite.rep, *([LETTRES[ecrite.rep]] if ecrite.rep in LETTRES else [])]
    requete = "SELECT id, numero, rep, code_postal, lon, lat, genre FROM adresse WHERE voie = ?"
    a_ce_numero = base.execute(
        f"{requete} AND numero = ? ORDER BY id", (voie.id, ecrite.numero)
    ).fetchall()
    for rep in reps:
        exacts = [r for r in a_ce_numero if r[2] == rep]
        if exacts:
            return [_numero(voie, min(exacts, key=lambda r: incertitude(r[6])), score)]
    voisins = base.execute(
        f"{requete} ORDER BY abs(numero - ?), id LIMIT ?", (voie.id, ecrite.numero, VOISINS)
    ).fetchall()
    de_cote = max(0.0, round(score - DE_COTE, 3))
    return [
        _voie(voie, score, NatureDePosition.VOIE),
        *(_numero(voie, r, de_cote) for r in voisins),
    ]


def _ou(voie: VoieConnue, postal: str) -> str:
    ville = (
        f"{voie.commune} ({voie.ancienne})"
        if voie.ancienne and voie.ancienne != voie.commune
        else voie.commune
    )
    return f"{postal} {ville}".strip()


def _voie(voie: VoieConnue, score: float, genre: NatureDePosition) -> AdresseProposee:
    ici = Position(voie.lon, voie.lat, voie.etendue_m, score, genre)
    return AdresseProposee(
        f"v:{voie.code_insee}:{voie.id}", f"{voie.nom}, {_ou(voie, voie.codes_postaux)}", ici
    )


def _numero(voie: VoieConnue, rang: tuple, score: float) -> AdresseProposee:
    cle, numero, rep, postal, lon, lat, genre = rang
    ici = Position(lon, lat, incertitude(genre), score, type_du_numero(genre))
    porte = f"{numero} {rep}".strip()
    return AdresseProposee(f"n:{cle}", f"{porte} {voie.nom}, {_ou(voie, postal)}", ici)


def _a_la_commune(base: sqlite3.Connection, ou: _Perimetre) -> list[AdresseProposee]:
    """The town alone, when nothing else answers and the text names one town."""
    if not ou.sur or len(ou.lieux) > 1:
        return []
    ((insee, ancienne),) = ou.lieux
    nom, lon, lat, etendue = base.execute(
        "SELECT nom, lon, lat, etendue FROM commune WHERE code_insee = ? AND ancienne = ?",
        (insee, ancienne),
    ).fetchone()
    ici = Position(lon, lat, etendue, A_LA_COMMUNE, NatureDePosition.COMMUNE)
    return [AdresseProposee(f"c:{insee}:{ancienne}", ancienne or nom, ici)]


def _par_cle(base: sqlite3.Connection, cle: str) -> AdresseProposee | None:
    """A number or a street chosen in a list shown just before."""
    genre, _, reste = cle.partition(":")
    requete = (
        "SELECT v.id, v.nom, v.code_insee, v.commune, v.ancienne, v.codes_postaux, v.lon, v.lat,"
        " v.etendue, v.lieu_dit FROM voie v WHERE v.id = ? AND v.code_insee = ?"
    )
    if genre == "n":
        rang = base.execute(
            "SELECT a.voie, v.code_insee, a.id, a.numero, a.rep, a.code_postal, a.lon, a.lat, a.genre"
            " FROM adresse a JOIN voie v ON v.id = a.voie WHERE a.id = ?", (reste,),
        ).fetchone()  # fmt: skip
        if rang is None:
            return None
        v = base.execute(requete, rang[:2]).fetchone()
        return _numero(VoieConnue(*v[:9], lieu_dit=bool(v[9])), rang[2:], 1.0)
    insee, _, numero = reste.partition(":")
    if genre != "v" or not numero.isdigit():
        return None
    v = base.execute(requete, (int(numero), insee)).fetchone()
    if v is None:
        return None
    return _voie(
        VoieConnue(*v[:9], lieu_dit=bool(v[9])),
        1.0,
        NatureDePosition.LIEU_DIT if v[9] else NatureDePosition.VOIE,
    )


def _sans_doublons(candidats: Iterable[AdresseProposee]) -> list[AdresseProposee]:
    vus: dict[str, AdresseProposee] = {}
    for c in candidats:
        vus.setdefault(c.cle, c)
    return list(vus.values())[: 2 * MONTREES]


def geocoder(adresse: str, ville: str, communes: Collection[str]) -> Geocodage:
    """Find one address, with the day of the file it was found in."""
    with Geocodeur(communes) as geocodeur:
        return geocodeur.geocoder(adresse, ville)
