"""From a plan to rows: everything is prepared and sealed in memory, then written in one short transaction."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from maillage.accords.services.ecriture import revoir
from maillage.chiffrement.services import Trousseau, empreinte
from maillage.dossiers.models import Cercle, Dossier, EnregistrementScelle
from maillage.enfants.models import Domicile, Identite, Responsable, Scolarite
from maillage.notions.temps import DatePartielle
from maillage.parcours.models import NoteParcours, NoteScolarite, Parcours, PassageEnEps
from maillage.reprise.models import EtatDuTexte, Reprise, TexteRepris, TraceDeReprise
from maillage.reprise.rules.contenus import Contenu, ContenusRepris
from maillage.reprise.rules.differences import completer, differences
from maillage.reprise.rules.plan import TexteLu

TABLES: dict[str, type[EnregistrementScelle]] = {
    t.__name__: t
    for t in (
        Identite,
        Domicile,
        Responsable,
        Scolarite,
        Parcours,
        NoteParcours,
        NoteScolarite,
        TexteRepris,
    )
}
CLAIRS = {"Parcours": ("etape", "recue", "entree", "sortie"), "Scolarite": ("rentree",)}


class Ecrivain:
    """Gathers the rows of an import. `connus` are the rows already in the base, opened by the caller."""

    def __init__(self, reprise: Reprise, cles: Trousseau, aujourd_hui: date) -> None:
        self.reprise = reprise
        self.cles = cles
        self.aujourd_hui = aujourd_hui
        self.dossiers: list[Dossier] = []
        self.nouveaux: dict[str, list[EnregistrementScelle]] = {nom: [] for nom in TABLES}
        self.changes: dict[str, list[EnregistrementScelle]] = {nom: [] for nom in TABLES}
        self.passages: list[PassageEnEps] = []
        self.cercles: list[Cercle] = []
        self.traces: list[TraceDeReprise] = []
        self.modifies: set[UUID] = set()
        self._ouverts: set[UUID] = set()

    def ouvrir_dossier(self) -> UUID:
        """Prepare a new dossier and return its identifier."""
        dossier = Dossier(programme_id=self.reprise.programme_id)
        self.dossiers.append(dossier)
        self._tracer(dossier.id, "Dossier", str(dossier.id))
        self._ouverts.add(dossier.id)
        return dossier.id

    def creer(self, table: str, dossier: UUID, contenu: Contenu, **clairs: object) -> None:
        """Prepare a new sealed row."""
        rang = TABLES[table](dossier_id=dossier, **clairs)
        rang.sceller(contenu, self.cles)
        self.nouveaux[table].append(rang)
        self._tracer(dossier, table, str(rang.id))

    def completer(
        self, table: str, rang: EnregistrementScelle, contenu: Contenu, **clairs: object
    ) -> None:
        """Prepare the change of a row, keeping what it was; do nothing when nothing changes."""
        avant = rang.ouvrir(self.cles)
        change = differences(avant, contenu)
        clairs = {c: v for c, v in clairs.items() if v not in (None, "") and v != getattr(rang, c)}
        if not change and not clairs:
            return
        self._tracer(rang.dossier_id, table, str(rang.id), _memoire(table, rang))
        for champ, valeur in clairs.items():
            setattr(rang, champ, valeur)
        rang.updated_at = timezone.now()
        rang.sceller(completer(avant, contenu), self.cles)
        self.changes[table].append(rang)
        self.modifies.add(rang.dossier_id)

    def passage(self, dossier: UUID, le: str) -> None:
        """Prepare a passage en EPS."""
        self.passages.append(PassageEnEps(dossier_id=dossier, le=le))
        self._tracer(dossier, "PassageEnEps", le)
        self.modifies.add(dossier)

    def texte(self, dossier: UUID, lu: TexteLu, connus: set[str]) -> None:
        """Prepare a text to sort, unless this very text was already taken over."""
        marque = self.marque(lu.texte)
        if marque in connus:
            return
        connus.add(marque)
        contenu = {
            "texte": lu.texte,
            "colonne": lu.colonne,
            "source": str(lu.lieu),
            "compartiment": lu.compartiment,
        }
        self.creer("TexteRepris", dossier, contenu, empreinte=marque, etat=EtatDuTexte.A_TRIER)
        self.modifies.add(dossier)

    def marque(self, texte: str) -> str:
        """Keyed digest under which a text is recognised."""
        return empreinte(self.reprise.programme_id, texte)

    def referent(self, dossier: UUID, poste: UUID, contenus: ContenusRepris) -> None:
        """Prepare the référent of a new dossier, for the time that the file says."""
        depuis, jusqu_au = _duree(contenus, self.aujourd_hui)
        self.cercles.append(
            Cercle(
                dossier_id=dossier,
                poste_id=poste,
                depuis=depuis,
                jusqu_au=jusqu_au,
                motif="reprise",
            )
        )

    def _tracer(self, dossier: UUID, table: str, ligne: str, avant: object = None) -> None:
        """Remember a row for the undo. The rows of a new dossier go with it: they need no memory."""
        if dossier in self._ouverts:
            return
        self.traces.append(
            TraceDeReprise(
                reprise=self.reprise, dossier_id=dossier, table=table, ligne=ligne, avant=avant
            )
        )

    def ecrire(self) -> None:
        """Write everything. The caller holds the transaction."""
        Dossier.objects.bulk_create(self.dossiers, batch_size=500)
        for nom, rangs in self.nouveaux.items():
            TABLES[nom].objects.bulk_create(rangs, batch_size=200)
        for nom, rangs in self.changes.items():
            champs = ["scelle", "version", "updated_at", *CLAIRS.get(nom, ())]
            if rangs:
                TABLES[nom].objects.bulk_update(rangs, champs, batch_size=100)
        adultes = {r.dossier_id for r in self.nouveaux["Responsable"]} - self._ouverts
        revoir(dossier_ids=adultes, at=self.aujourd_hui)  # a new adult may have her word to say
        PassageEnEps.objects.bulk_create(self.passages, batch_size=500)
        Cercle.objects.bulk_create(self.cercles, batch_size=500)
        TraceDeReprise.objects.bulk_create(self.traces, batch_size=200)


def _memoire(table: str, rang: EnregistrementScelle) -> dict[str, object]:
    """What a row was, sealed content as it is: no clear value is kept."""
    clairs = {c: getattr(rang, c) for c in CLAIRS.get(table, ())}
    scelle = base64.b64encode(bytes(rang.scelle)).decode()
    return {"scelle": scelle, "version": rang.version, **clairs}


def contenu_garde(
    rang: EnregistrementScelle, avant: Mapping[str, Any], cles: Trousseau
) -> dict[str, Any]:
    """Open what `_memoire` kept of a row."""
    place = rang.place(rang.id, rang.dossier_id, avant.get("version", 0))
    return cles.ouvrir(base64.b64decode(str(avant["scelle"])), place)


def restaurer(
    table: str, rang: EnregistrementScelle, avant: Mapping[str, Any], cles: Trousseau
) -> None:
    """Put a row back as `_memoire` kept it, as a new version of it (the row is not saved)."""
    contenu = contenu_garde(rang, avant, cles)
    for champ in CLAIRS.get(table, ()):
        setattr(rang, champ, avant[champ])
    rang.sceller(contenu, cles)


def _duree(contenus: ContenusRepris, aujourd_hui: date) -> tuple[date, date | None]:
    """From entry (else demand) to exit when their days are known, else from and to today: no day is invented."""

    def lire(champ: str) -> DatePartielle | None:
        texte = contenus.dates.get(champ)
        return DatePartielle.lire(texte) if texte else None

    entree = lire("entree") or lire("recue")
    complete = entree is not None and entree.complete
    depuis = min(entree.premier_jour, aujourd_hui) if entree and complete else aujourd_hui
    if contenus.dates["etape"] != "sortie":
        return depuis, None
    sortie = lire("sortie")
    fin = sortie.premier_jour if sortie and sortie.complete else aujourd_hui
    return min(depuis, fin), fin


def premiers(rangs: Iterable[EnregistrementScelle]) -> dict[UUID, EnregistrementScelle]:
    """The latest row of each dossier (rows come in order of creation)."""
    return {r.dossier_id: r for r in rangs}
