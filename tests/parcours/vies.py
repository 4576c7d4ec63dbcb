"""Lives of parcours, any way they go, on the real services: what a machine draws and what never happens.

The machine keeps its own small idea of the law (who agreed from when to when, who leads, what was passed), written apart
from the services, and compares. `VUS` counts what was really met: an empty life proves nothing.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from maillage.accords.rules.autorite import Exercice
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.natures import Nature, Objet
from maillage.accords.services import autorite, demandes
from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Mission
from maillage.dossiers import services as dossiers
from maillage.dossiers.models import Cercle
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Responsable
from maillage.notions.erreurs import ErreurMetier
from maillage.parcours import services
from maillage.parcours.models import Parcours, PassageEnEps, PassageFait, Tache
from maillage.parcours.rules.etapes import AVANT_LE_DEBUT, FINIES, SORTIES, SUIVIES, Etape
from maillage.parcours.rules.passages import TABLE, Garde, MotifDemande, Passage
from maillage.parcours.rules.rectification import RECTIFIER, RaisonDeRectifier, gardes_de
from maillage.parcours.services import passages
from maillage.partage import chartes
from tests.factories.dossiers import DossierFactory, sceller
from tests.factories.personnes import PosteFactory, ProgrammeFactory, UtilisateurFactory, personne
from tests.parcours.familles import NATURES, Demande, Enfant

DEPART = datetime(2026, 1, 5, 11, tzinfo=UTC)
LANGUES = {"support": "oral", "langue": "fr", "interprete": "", "paroles": ""}
DECISION = {"reference": "JAF 24/0123", "decision_le": "2025-11-03", "precision": ""}
MOTIFS = {
    MotifDemande.SORTIE: "objectifs_atteints",
    MotifDemande.NON_PRISE_EN_CHARGE: "refus_de_la_famille",
}
SANS_ACCORD = {
    Etape.REPEREE,
    Etape.SOLLICITATION,
    Etape.FAMILLE_CONTACTEE,
    Etape.ACCORD_EPS,
    *FINIES,
}
EXAMENS = (Passage.EXAMINER, Passage.AJOURNER)
QUI = st.integers(0, 2)
VUS: Counter[str] = Counter()


class Vies(RuleBasedStateMachine):
    """Three families, a coordinator, and time."""

    def __init__(self) -> None:
        super().__init__()
        self.instant = DEPART
        self.programme = ProgrammeFactory()
        self.postes = [PosteFactory(programme=self.programme) for _ in range(2)]
        leila = personne("Leïla", self.programme, Mission.COORDINATION, poste=self.postes[0])
        self.acteur = chartes.acteur(leila.pk, au=self.at)
        self.touches = {0, 1, 2}
        self.enfants = [
            self._enfant(e) for e in (Etape.REPEREE, Etape.SOLLICITATION, Etape.EN_COURS)
        ]

    def _enfant(self, etape: Etape) -> Enfant:
        dossier = DossierFactory(programme=self.programme)
        sceller(Parcours, dossier, {"motifs": [], "actions": []}, etape=etape)
        contenu = {"nom": "Adulte", "lien": "", "telephones": [], "exercice": "a_verifier"}
        adulte = sceller(Responsable, dossier, contenu).pk
        rang = autorite.declarer(
            dossier_id=dossier.pk, adulte=adulte, exercice=Exercice.EXCLUSIF, contenu=DECISION,
            echeance=None, auteur_id=self.acteur.id, at=self.at,
        )  # fmt: skip
        if rang.a_deux:
            autorite.trancher(
                dossier_id=dossier.pk, situation_id=rang.pk, retenu=True, at=self.at,
                auteur_id=UtilisateurFactory().pk,
            )  # fmt: skip
        return Enfant(dossier, adulte, {n: [] for n in NATURES.values()})

    def _toucher(self, i: int) -> Enfant:
        self.touches.add(i)
        return self.enfants[i]

    @property
    def at(self) -> date:
        return timezone.localtime(self.instant).date()

    # --- what the world does

    @rule(heures=st.sampled_from([1, 6, 20, 30, 24 * 9, 24 * 45]))
    def attendre(self, heures: int) -> None:
        self.instant += timedelta(hours=heures)

    @rule(
        i=QUI, nature=st.sampled_from(list(NATURES.values())), jours=st.sampled_from([0, 20, 400])
    )
    def accorder(self, i: int, nature: Nature, jours: int) -> None:
        e = self._toucher(i)
        vivantes = [d for d in e.demandes[nature] if d.depuis <= self.at <= d.jusqu_au]
        if not vivantes:
            fin = self.at + timedelta(days=jours)
            rang = demandes.demander(
                dossier_id=e.dossier.pk, objet=Objet(nature), institution_id=None, poste_id=None,
                contenu={"libelle": "", "langue": "fr"}, depuis=self.at, jusqu_au=fin,
                auteur_id=self.acteur.id, formulaire=uuid4(),
            )  # fmt: skip
            vivantes = [Demande(rang.pk, self.at, fin)]
            e.demandes[nature] += vivantes
        self._dire(e, vivantes[0], Sens.ACCORD)

    @rule(i=QUI, nature=st.sampled_from(list(NATURES.values())), sens=st.sampled_from(list(Sens)))
    def revenir_sur_sa_parole(self, i: int, nature: Nature, sens: Sens) -> None:
        e = self._toucher(i)
        if e.demandes[nature]:
            self._dire(e, e.demandes[nature][-1], sens)
            VUS["retraits"] += sens is not Sens.ACCORD

    def _dire(self, e: Enfant, demande: Demande, sens: Sens) -> None:
        demandes.repondre(
            dossier_id=e.dossier.pk, demande_id=demande.id, adulte=e.adulte, sens=sens, le=self.at,
            contenu=LANGUES, auteur_id=self.acteur.id, at=self.at, formulaire=uuid4(),
        )  # fmt: skip
        demande.mots.append((self.at, sens))

    @rule(i=QUI)
    def designer(self, i: int) -> None:
        e = self._toucher(i)
        if e.referents and e.referents[-1][1] is None:
            return
        dossiers.designer_referent(
            dossier_id=e.dossier.pk, poste_id=self.postes[1].pk, depuis=self.at
        )
        e.referents.append([self.at, None])

    @rule(i=QUI)
    def perdre_le_referent(self, i: int) -> None:
        e = self._toucher(i)
        if not e.referents or e.referents[-1][1] is not None or e.referents[-1][0] == self.at:
            return
        e.referents[-1][1] = self.at - timedelta(days=1)
        ouverts = Cercle.objects.filter(dossier=e.dossier, jusqu_au=None)
        ouverts.update(jusqu_au=e.referents[-1][1])

    @rule(i=QUI)
    def ecrire(self, i: int) -> None:
        services.ecrire_note(
            acteur=self.acteur, dossier_id=self._toucher(i).dossier.pk, volet=Volet.PARCOURS,
            texte="vu la famille", le=self.at, formulaire=uuid4(), at=self.at,
        )  # fmt: skip

    # --- passages

    @rule(i=QUI, passage=st.sampled_from(Passage), recul=st.sampled_from([0, 0, 0, 1, 30, -1]))
    def passer_au_hasard(self, i: int, passage: Passage, recul: int) -> None:
        self._passer(self._toucher(i), passage, recul, motif=True)

    @rule(i=QUI, rang=st.integers(0, 9), motif=st.booleans())
    def passer_comme_la_table(self, i: int, rang: int, motif: bool) -> None:  # noqa: FBT001 - drawn
        e = self._toucher(i)
        suites = [p for p, ligne in TABLE.items() if self._etape(e) in ligne.depuis]
        self._passer(e, suites[rang % len(suites)], 0, motif=motif)

    @rule(i=QUI, rang=st.integers(0, 9))
    def avancer_avec_la_famille(self, i: int, rang: int) -> None:
        """What most families do: whatever the next passage asks for is there."""
        e = self._toucher(i)
        suites = [p for p, ligne in TABLE.items() if self._etape(e) in ligne.depuis]
        passage = suites[rang % len(suites)]
        gardes = TABLE[passage].gardes
        for garde, nature in NATURES.items():
            if garde in gardes:
                self.accorder(i, nature, 400)
        if Garde.REFERENT in gardes:
            self.designer(i)
        self._passer(e, passage, 0, motif=True)

    @rule(i=QUI, rang=st.integers(0, 9), heures=st.sampled_from([0, 0, 23, 25]))
    def avancer_puis_se_raviser(self, i: int, rang: int, heures: int) -> None:
        self.avancer_avec_la_famille(i, rang)
        self.instant += timedelta(hours=heures)
        self.annuler(i, 1)

    def _passer(self, e: Enfant, passage: Passage, recul: int, *, motif: bool) -> None:
        le, avant, formulaire = self.at - timedelta(days=recul), self.photo(e), uuid4()
        liste = TABLE[passage].motif
        permis = self._permis(e, passage, le) and (motif or liste is None)
        envoi = {
            "acteur": self.acteur, "dossier_id": e.dossier.pk, "passage": passage, "le": le,
            "motif": MOTIFS[liste] if motif and liste else "", "formulaire": formulaire,
            "at": self.at,
        }  # fmt: skip
        try:
            fait = passages.passer(**envoi)
        except ErreurMetier:
            assert not permis, (passage, avant)
            assert self.photo(e) == avant, "un passage refusé a changé quelque chose"
            VUS["refusés"] += 1
            return
        assert permis, (passage, avant)
        VUS[passage] += 1
        VUS["faits"] += 1
        self._garder(e, fait, avant, e.tenues(self.at, le))
        apres = self.photo(e)
        assert passages.passer(**envoi).pk == fait.pk
        assert self.photo(e) == apres, "le même envoi a passé deux fois"

    def _permis(self, e: Enfant, passage: Passage, le: date) -> bool:
        rang, ligne = self._rang(e), TABLE[passage]
        faits = PassageFait.objects.filter(parcours=rang, annule_le=None)
        tenues = e.tenues(self.at, le)
        deja = (
            Etape(rang.etape) in SUIVIES
            or bool(rang.entree)
            or faits.filter(de__in=SUIVIES).exists()
        )
        tenues.add(Garde.COMMENCE if deja else Garde.PAS_COMMENCE)
        jours = [f.le for f in faits.exclude(passage=RECTIFIER)]
        jours += [date.fromisoformat(t) for t in (rang.recue, rang.entree, rang.sortie) if t]
        en_ordre = le <= self.at and all(j <= le for j in jours)
        return rang.etape in ligne.depuis and set(ligne.gardes) <= tenues and en_ordre

    @rule(i=QUI, vers=st.sampled_from(Etape))
    def rectifier(self, i: int, vers: Etape) -> None:
        e = self._toucher(i)
        avant = self.photo(e)
        tenues = e.tenues(self.at)
        permis = vers not in FINIES and vers != self._etape(e) and set(gardes_de(vers)) <= tenues
        try:
            fait = passages.rectifier(
                acteur=self.acteur, dossier_id=e.dossier.pk, vers=vers,
                raison=RaisonDeRectifier.FAIT_APPRIS, precision="vu au dossier papier",
                formulaire=uuid4(), at=self.at,
            )  # fmt: skip
        except ErreurMetier:
            assert not permis, (vers, avant)
            assert self.photo(e) == avant
            return
        assert permis, (vers, avant)
        VUS["rectifiés"] += 1
        self._garder(e, fait, avant, tenues)

    def _garder(self, e: Enfant, fait: PassageFait, avant: Any, tenues: set[Garde]) -> None:
        self.instant += timedelta(seconds=1)
        PassageFait.objects.filter(pk=fait.pk).update(created_at=self.instant)
        e.faits.append((fait.pk, avant, self.instant))
        e.prouves[fait.pk] = tenues

    @rule(i=QUI, recul=st.sampled_from([1, 1, 1, 2]))
    def annuler(self, i: int, recul: int) -> None:
        e = self._toucher(i)
        if len(e.faits) < recul:
            return
        fait, photo, quand = e.faits[-recul]
        avant, permis = self.photo(e), recul == 1 and self.instant - quand <= timedelta(hours=24)
        try:
            passages.annuler(
                acteur=self.acteur, dossier_id=e.dossier.pk, passage_id=fait, instant=self.instant,
                at=self.at,
            )  # fmt: skip
        except ErreurMetier:
            assert not permis, avant
            assert self.photo(e) == avant
            VUS["annulations refusées"] += 1
            return
        assert permis, avant
        assert self.photo(e) == photo, "une annulation rend exactement ce qui était"
        assert PassageFait.objects.get(pk=fait).annule_le == self.instant, "sa trace reste"
        e.faits.pop()
        VUS["annulés"] += 1

    # --- what is looked at

    def _rang(self, e: Enfant) -> Parcours:
        return Parcours.objects.filter(dossier=e.dossier).order_by("-created_at")[0]

    def _etape(self, e: Enfant) -> Etape:
        return Etape(self._rang(e).etape)

    def photo(self, e: Enfant) -> Any:
        """Everything that a passage may change, opened."""
        cles = trousseau(self.programme.pk, [e.dossier.pk], [Volet.PARCOURS])
        rangs = Parcours.objects.filter(dossier=e.dossier).order_by("created_at")
        faits = PassageFait.objects.filter(dossier=e.dossier, annule_le=None)
        return (
            [(r.pk, r.etape, r.recue, r.entree, r.sortie, r.ouvrir(cles)) for r in rangs],
            sorted(PassageEnEps.objects.filter(dossier=e.dossier).values_list("le", flat=True)),
            set(Tache.objects.filter(dossier=e.dossier).values_list("pk", flat=True)),
            set(faits.values_list("pk", flat=True)),
        )

    @invariant()
    def tenir(self) -> None:
        """The child that was touched; at the end, all of them."""
        VUS["pas"] += 1  # once after each step
        touches, self.touches = self.touches, set()
        for i in touches:
            self._tenir(self.enfants[i])

    def teardown(self) -> None:
        self.touches = {0, 1, 2}
        self.tenir()

    def _tenir(self, e: Enfant) -> None:
        rangs, eps, _, vivants = self.photo(e)
        assert vivants == {f for f, _, _ in e.faits}
        assert sum(etape not in FINIES for _, etape, *_ in rangs) <= 1, "deux parcours ouverts"
        lus = PassageFait.objects.filter(dossier=e.dossier, annule_le=None)
        faits = list(lus.order_by("created_at"))
        for pk, etape, _, entree, sortie, contenu in rangs:
            siens = [f for f in faits if f.parcours_id == pk]
            self._un_chemin(siens, Etape(etape))
            self._une_sortie_dit_quand_et_pourquoi(siens, Etape(etape), sortie, contenu)
            if etape == Etape.SANS_SUITE:
                assert contenu["pris_en_charge"] is False
                assert contenu["motif_non_prise_en_charge"]
            assert not (
                entree and etape in AVANT_LE_DEBUT and not any(f.de in SUIVIES for f in siens)
            )
        self._jamais_sans_accord(e, faits)
        issues = {f.le.isoformat(): f.passage for f in faits if f.passage in EXAMENS}
        assert {d for d, issue in issues.items() if issue == Passage.EXAMINER} == set(eps)

    def _un_chemin(self, faits: list[PassageFait], etape: Etape) -> None:
        """The passages of a parcours follow each other along the table, up to where it stands; days go forward."""
        for avant, apres in pairwise(faits):
            assert avant.vers == apres.de
        for fait in faits:
            if fait.passage != RECTIFIER:
                ligne = TABLE[Passage(fait.passage)]
                assert fait.de in ligne.depuis
                assert fait.vers == ligne.vers
        jours = [f.le for f in faits if f.passage != RECTIFIER]
        assert jours == sorted(jours)
        assert not faits or faits[-1].vers == etape

    def _une_sortie_dit_quand_et_pourquoi(
        self, faits: list[PassageFait], etape: Etape, sortie: str, contenu: dict[str, Any]
    ) -> None:
        if etape in SORTIES:
            assert sortie
            assert contenu["motif_sortie"]
            assert any(f.passage == Passage.SORTIR for f in faits)
        else:
            assert not sortie

    def _jamais_sans_accord(self, e: Enfant, faits: list[PassageFait]) -> None:
        """A situation at or after «Inscrite en EPS» came there while the family agreed (an old file apart)."""
        for fait in faits:
            gardes = (
                gardes_de(Etape(fait.vers))
                if fait.passage == RECTIFIER
                else TABLE[Passage(fait.passage)].gardes
            )
            assert {*gardes} - {Garde.COMMENCE, Garde.PAS_COMMENCE} <= e.prouves[fait.pk]
        rang = self._rang(e)
        siens = [f for f in faits if f.parcours_id == rang.pk]
        reprise = not siens or Etape(siens[0].de) not in SANS_ACCORD
        if Etape(rang.etape) not in SANS_ACCORD and not reprise:
            assert any(
                Garde.ACCORD_EPS in e.prouves[f.pk] for f in siens if f.vers not in SANS_ACCORD
            )
