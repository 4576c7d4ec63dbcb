"""One import: children of the plan become dossiers, or complete those that are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.chiffrement.services import Trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.models import Poste
from maillage.dossiers import services as dossiers
from maillage.dossiers.models import Cercle
from maillage.dossiers.rules import Qualite, Volet
from maillage.eligibilite.services import campagne as campagnes
from maillage.reprise.base import Connu, lire_connus
from maillage.reprise.ecrivain import Ecrivain
from maillage.reprise.models import Reprise, TraceDeReprise
from maillage.reprise.rules.contenus import Contenu, ContenusRepris, contenus
from maillage.reprise.rules.ecriture import plier
from maillage.reprise.rules.plan import Avertissement, EnfantLu, Plan

VOLETS = (Volet.IDENTITE, Volet.FAMILLE, Volet.SCOLARITE, Volet.PARCOURS, Volet.QUARANTAINE)
Avancer = Callable[[int], None]
DE_LA_VIE = frozenset(
    {"etape", "entree", "sortie", "pris_en_charge", "motif_sortie", "motif_non_prise_en_charge"}
)


class Importation:
    """Prepares and writes an import. `connus` pairs children of the plan with dossiers of the base."""

    def __init__(
        self,
        reprise: Reprise,
        plan: Plan,
        enfants: Sequence[EnfantLu],
        connus: Mapping[str, UUID],
        cles: Trousseau,
        aujourd_hui: date,
    ) -> None:
        self.enfants = enfants
        self.connus = connus
        self.ecrivain = Ecrivain(reprise, cles, aujourd_hui)
        self.aujourd_hui = aujourd_hui
        self._avertissements = _par_ligne(plan.avertissements)
        self._base = lire_connus(connus.values(), cles)
        self._postes: dict[str, UUID] = {}
        self._postes_neufs: list[Poste] = []
        self._referents: list[tuple[UUID, UUID]] = []

    def preparer(self, avancer: Avancer) -> None:
        """Seal every row in memory. `avancer` is told how many children are done, and may stop it all."""
        self._preparer_les_postes()
        par_cle = {e.cle: contenus(e, self._siens(e)) for e in self.enfants}
        nouveaux = {c: self.ecrivain.ouvrir_dossier() for c in par_cle if c not in self.connus}
        self.ecrivain.cles.preparer((d, v) for c, d in nouveaux.items() for v in par_cle[c].volets)
        for rang, enfant in enumerate(self.enfants, start=1):
            lus = par_cle[enfant.cle]
            if enfant.cle in nouveaux:
                self._nouveau(nouveaux[enfant.cle], lus)
            else:
                dossier = self.connus[enfant.cle]
                self._connu(dossier, self._base[dossier], lus)
            avancer(rang)

    @transaction.atomic
    def ecrire(self) -> None:
        """Write all or nothing."""
        Poste.objects.bulk_create(self._postes_neufs)
        self.ecrivain.ecrire()
        for dossier, poste in self._referents:
            self._designer(dossier, poste)
        campagnes.accorder(
            self.ecrivain.reprise.programme_id, self.ecrivain.modifies, at=self.aujourd_hui
        )

    def _designer(self, dossier: UUID, poste: UUID) -> None:
        """Change the référent of a known dossier, keeping who it was."""
        ancien = Cercle.objects.filter(
            dossier_id=dossier, qualite=Qualite.REFERENT, jusqu_au=None
        ).first()
        memoire = ancien and {"poste": str(ancien.poste_id), "depuis": ancien.depuis.isoformat()}
        dossiers.designer_referent(
            dossier_id=dossier, poste_id=poste, depuis=self.aujourd_hui, motif="reprise"
        )
        TraceDeReprise.objects.create(
            reprise=self.ecrivain.reprise,
            dossier_id=dossier,
            table="Cercle",
            ligne=str(poste),
            avant=memoire or {},
        )

    def _preparer_les_postes(self) -> None:
        """Postes of the référents that the file names; those that do not exist yet are written with the rest."""
        programme = self.ecrivain.reprise.programme_id
        self._postes = {libelle: ident for ident, libelle in comptes.postes_de_reference(programme)}
        for nom in sorted({e.ensemble.referent for e in self.enfants if e.ensemble.referent}):
            if nom not in self._postes:
                neuf = Poste(programme_id=programme, libelle=nom, metier="referent_de_parcours")
                self._postes_neufs.append(neuf)
                self._postes[nom] = neuf.id

    def _siens(self, enfant: EnfantLu) -> list[Avertissement]:
        return [a for ligne in enfant.lignes for a in self._avertissements[str(ligne.lieu)]]

    def _nouveau(self, dossier: UUID, lus: ContenusRepris) -> None:
        e = self.ecrivain
        e.creer("Identite", dossier, lus.identite)
        if lus.domicile:
            e.creer("Domicile", dossier, lus.domicile)
        for responsable in lus.responsables:
            e.creer("Responsable", dossier, responsable)
        for rentree, scolarite in lus.scolarites:
            e.creer("Scolarite", dossier, scolarite, rentree=rentree)
        e.creer("Parcours", dossier, lus.parcours, **lus.dates)
        if lus.referent:
            e.referent(dossier, self._postes[lus.referent], lus)
        self._ajouts(dossier, Connu(), lus)

    def _connu(self, dossier: UUID, connu: Connu, lus: ContenusRepris) -> None:
        e = self.ecrivain
        if connu.identite:
            e.completer("Identite", connu.identite, lus.identite)
        if lus.domicile:
            if connu.domicile:
                e.completer("Domicile", connu.domicile, lus.domicile)
            else:
                e.creer("Domicile", dossier, lus.domicile)
        if connu.parcours:
            contenu, dates = _sans_la_vie(lus) if connu.passe else (lus.parcours, lus.dates)
            e.completer("Parcours", connu.parcours, contenu, **dates)
        else:
            e.creer("Parcours", dossier, lus.parcours, **lus.dates)
        self._responsables(dossier, connu, lus)
        self._scolarites(dossier, connu, lus)
        poste = self._postes.get(lus.referent or "")
        if poste and connu.referent != poste and lus.dates["etape"] != "sortie":
            self._referents.append((dossier, poste))
        self._ajouts(dossier, connu, lus)

    def _responsables(self, dossier: UUID, connu: Connu, lus: ContenusRepris) -> None:
        par_nom = {
            plier(str(r.ouvrir(self.ecrivain.cles).get("nom", ""))): r for r in connu.responsables
        }
        for responsable in lus.responsables:
            deja = par_nom.get(plier(str(responsable["nom"])))
            if deja:
                self.ecrivain.completer("Responsable", deja, responsable)
            else:
                self.ecrivain.creer("Responsable", dossier, responsable)

    def _scolarites(self, dossier: UUID, connu: Connu, lus: ContenusRepris) -> None:
        par_annee = {s.rentree: s for s in connu.scolarites}
        for rentree, scolarite in lus.scolarites:
            if rentree in par_annee:
                self.ecrivain.completer("Scolarite", par_annee[rentree], scolarite)
            else:
                self.ecrivain.creer("Scolarite", dossier, scolarite, rentree=rentree)

    def _ajouts(self, dossier: UUID, connu: Connu, lus: ContenusRepris) -> None:
        """What only adds up: passages, notes, texts to sort."""
        for le in lus.eps:
            if le not in connu.eps:
                self.ecrivain.passage(dossier, le)
        for table, notes in (
            ("NoteScolarite", lus.notes_scolarite),
            ("NoteParcours", lus.notes_parcours),
        ):
            deja = connu.notes.get(table, set())
            neuves = [n for n in dict.fromkeys(notes) if not any(n in d for d in deja)]
            if neuves:  # one entry of the journal for all that the file says
                self.ecrivain.creer(table, dossier, {"texte": "\n".join(neuves), "nature": ""})
                self.ecrivain.modifies.add(dossier)
        for texte_lu in lus.a_trier:
            self.ecrivain.texte(dossier, texte_lu, connu.textes)


def _sans_la_vie(lus: ContenusRepris) -> tuple[Contenu, Mapping[str, str]]:
    """What the file still says of a parcours that has passed here: a stage changes by a passage, never by a file."""
    contenu = {n: v for n, v in lus.parcours.items() if n not in DE_LA_VIE}
    return contenu, {n: v for n, v in lus.dates.items() if n not in DE_LA_VIE}


def _par_ligne(avertissements: Sequence[Avertissement]) -> dict[str, list[Avertissement]]:
    par_ligne: dict[str, list[Avertissement]] = defaultdict(list)
    for a in avertissements:
        par_ligne[str(a.lieu)].append(a)
    return par_ligne
