"""Séances of the demonstration: one held last week, with its relevé; one to come, prepared. Made by the gestures of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID, uuid4

from maillage.accords.rules.autorite import Exercice
from maillage.accords.rules.examen import Sens
from maillage.accords.rules.natures import Finalite, Nature, Objet
from maillage.comptes import services as comptes
from maillage.comptes.models import Institution, Programme, Utilisateur
from maillage.comptes.rules import Acteur, Mission, ObligationDeSecret
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Responsable
from maillage.enfants.services import accords
from maillage.eps.models import Seance, SituationDeSeance
from maillage.eps.rules.preparation import Ecrit
from maillage.eps.rules.seances import Mode, Portee
from maillage.eps.services import acces, cloture, decisions, ordre, preparation, seances
from maillage.parcours.models import Parcours
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.passages import Passage
from maillage.parcours.services.passages import passer

PASSEES, A_VENIR = 3, 6
DEPUIS = date(2025, 9, 1)
AUTRE_PARENT = "L'autre parent ne vit pas ici ; la mère l'a prévenu."


@dataclass(frozen=True, slots=True)
class Membre:
    """An invented member of the EPS; without a door of her own, except Bruno."""

    cle: str
    nom: str
    poste: str
    metier: str
    institution: str
    nature: str


MEMBRES = (
    Membre("bruno", "Bruno Lefèvre", "Enseignant", "enseignant", "École du Parc", "education_nationale"),
    Membre("nour", "Nour Azzam", "Médecin scolaire", "pedopsychiatre", "Santé scolaire", "education_nationale"),
    Membre("hugo", "Hugo Perrin", "Psychologue", "psychologue", "CMPP des Tilleuls", "cmpp"),
    Membre("ana", "Ana Costa", "Association de quartier", "association", "Association Lire ensemble", "association"),
)  # fmt: skip
TEXTES = (
    Ecrit("Raconte et dessine très bien. Vient à chaque rendez-vous.", "Se tait quand une consigne change.",
          "Comment garder l’élan en lecture ?"),
    Ecrit("Aime le sport, s’entend avec son groupe.", "Arrive souvent en retard le lundi.",
          "Que proposer avant la classe, sans ajouter un soir ?"),
    Ecrit("Parle trois langues, aide sa petite sœur.", "Comprend mal les écrits longs.",
          "Quel appui au collège pour les consignes ?"),
)  # fmt: skip


def preparer(programme: Programme, coordination: Acteur, at: date) -> bool:
    """Write both séances, once; tell whether there were children enough."""
    if Seance.objects.filter(programme=programme).exists():
        return True
    dossiers = _candidats(programme)
    if len(dossiers) < PASSEES + A_VENIR:
        return False
    membres = [asseoir(programme, m) for m in MEMBRES]
    avant = at - timedelta(days=7)
    tenue = _seance(coordination, membres, avant, dossiers[:PASSEES], avant - timedelta(days=1))
    _tenir(coordination, tenue, avant)
    _seance(
        coordination, membres, at + timedelta(days=5), dossiers[PASSEES : PASSEES + A_VENIR], at
    )
    return True


def _candidats(programme: Programme) -> list[UUID]:
    """Children whose demand waits and of whom an adult is known."""
    connus = set(
        Responsable.objects.filter(dossier__programme=programme).values_list(
            "dossier_id", flat=True
        )
    )
    rangs = Parcours.objects.filter(
        dossier__programme=programme, etape__in=[Etape.SOLLICITATION, Etape.ACCORD_EPS]
    )
    dossiers = rangs.order_by("recue", "created_at").values_list("dossier_id", flat=True)
    return [d for d in dict.fromkeys(dossiers) if d in connus][: PASSEES + A_VENIR]


def asseoir(programme: Programme, m: Membre) -> UUID:
    """The account of an invented member, with her poste and her institution; made once."""
    email = f"{m.cle}@demo.example"
    compte = Utilisateur.objects.filter(email=email).first()
    if compte is None:
        compte = Utilisateur.objects.create_user(email=email, nom=m.nom, est_demo=True)
        comptes.confier_mission(
            utilisateur=compte, programme=programme, mission=Mission.EPS,
            obligation=ObligationDeSecret.DISCRETION, depuis=DEPUIS,
        )  # fmt: skip
    lieu, _ = Institution.objects.get_or_create(nom=m.institution, nature=m.nature)
    poste = comptes.ouvrir_poste(programme_id=programme.id, libelle=m.poste, metier=m.metier)
    poste.institution = lieu
    poste.save(update_fields=["institution"])
    comptes.occuper(poste=poste, utilisateur=compte, depuis=DEPUIS)
    return compte.pk


def _seance(acteur: Acteur, membres: list[UUID], le: date, dossiers: list[UUID], at: date) -> UUID:
    """A séance with its members, its situations agreed, written, read again and opened."""
    voulue = seances.SeanceVoulue(le, time(14), 120, "Salle 2, maison des parents", Mode.NOMINATIVE)
    ident = seances.creer(acteur=acteur, voulue=voulue, formulaire=uuid4(), at=at)
    for personne in membres:
        seances.ajouter_un_membre(
            acteur=acteur, seance_id=ident, personne=personne, qualite="",
            participation="permanent", at=at,
        )  # fmt: skip
    places = {p.utilisateur_id: p for p in Seance.objects.get(pk=ident).participations.all()}
    for n, dossier in enumerate(dossiers):
        _accorder(acteur, dossier, at)
        invites = [places[membres[(n + k) % len(membres)]] for k in (0, 1)]
        for place in invites:
            demander(acteur, dossier, Nature.PARTAGE, at, place.institution_id)
        situation = ordre.inscrire(
            acteur=acteur, seance_id=ident, dossier_id=dossier, formulaire=uuid4(), at=at
        )
        if n < len(dossiers) - 1:  # the last one is still to be prepared
            _ecrire(acteur, situation, n, {p.id: Portee.EXTRAIT for p in invites}, at)
    version = Seance.objects.get(pk=ident).version
    acces.ouvrir_les_acces(acteur=acteur, seance_id=ident, version=version, at=at)
    return ident


def _accorder(acteur: Acteur, dossier: UUID, at: date) -> None:
    declarer_les_parents(acteur, dossier, at)
    demander(acteur, dossier, Nature.PRESENTATION, at)
    if Parcours.objects.filter(dossier_id=dossier, etape=Etape.SOLLICITATION).exists():
        for passage in (Passage.CONTACTER, Passage.NOTER_ACCORD_EPS):
            passer(
                acteur=acteur, dossier_id=dossier, passage=passage, le=at, formulaire=uuid4(), at=at
            )


def declarer_les_parents(acteur: Acteur, dossier: UUID, at: date) -> None:
    """Parental authority is shared: the adult who is known may answer."""
    accords.declarer(
        acteur=acteur, dossier_id=dossier, adulte=adulte_connu(dossier), exercice=Exercice.CONJOINT,
        contenu={"reference": "", "decision_le": "", "precision": ""}, echeance=None, at=at,
    )  # fmt: skip


def adulte_connu(dossier: UUID) -> UUID:
    """The first adult who was written."""
    rangs = Responsable.objects.filter(dossier_id=dossier).order_by("created_at")
    return rangs.values_list("pk", flat=True)[:1].get()


def demander(
    acteur: Acteur, dossier: UUID, nature: Nature, at: date, institution: UUID | None = None
) -> None:
    """Ask, tell the other parent, note the yes."""
    partage = nature is Nature.PARTAGE
    objet = Objet(
        nature,
        Volet.PARCOURS if partage else None,
        str(institution or ""),
        Finalite.PREPARER_L_EPS if partage else None,
    )
    demande = accords.demander(
        acteur=acteur, dossier_id=dossier, objet=objet, institution=institution, poste=None,
        contenu={"libelle": "", "langue": "fr"}, jusqu_au=at + timedelta(days=300),
        formulaire=uuid4(), at=at,
    )  # fmt: skip
    accords.informer(
        acteur=acteur, dossier_id=dossier, demande_id=demande.pk, adulte=None, donnee=False, le=at,
        precision=AUTRE_PARENT, formulaire=uuid4(), at=at,
    )  # fmt: skip
    adulte = adulte_connu(dossier)
    accords.repondre(
        acteur=acteur, dossier_id=dossier, demande_id=demande.pk, adulte=adulte,
        sens=Sens.ACCORD, le=at, formulaire=uuid4(), at=at,
        contenu={"support": "oral", "langue": "fr", "interprete": "", "paroles": ""},
    )  # fmt: skip


def _ecrire(acteur: Acteur, situation: UUID, n: int, invites: dict[UUID, Portee], at: date) -> None:
    commun = {"acteur": acteur, "situation_id": situation, "at": at}
    voulue = preparation.PreparationVoulue(TEXTES[n % len(TEXTES)], at, invites)
    preparation.preparer(**commun, voulue=voulue, version=_version(situation))
    preparation.relire(**commun, version=_version(situation))


def _version(situation: UUID) -> int:
    return SituationDeSeance.objects.values_list("version", flat=True).get(pk=situation)


def _tenir(acteur: Acteur, seance: UUID, at: date) -> None:
    """Hold the past one: each situation decided, one put off, everybody's presence noted, closed."""
    commun = {"acteur": acteur, "seance_id": seance, "at": at}
    seances.commencer(**commun, version=Seance.objects.get(pk=seance).version)
    places = list(Seance.objects.get(pk=seance).participations.order_by("utilisateur__nom"))
    rangs = list(SituationDeSeance.objects.filter(seance=seance).order_by("rang"))
    for n, rang in enumerate(rangs):
        if n == 0:
            tache = decisions.TacheVoulue(
                "Proposer l’atelier lecture du mercredi",
                places[0].poste_id,
                at + timedelta(days=15),
            )
            decisions.ajouter_une_tache(
                acteur=acteur, situation_id=rang.pk, voulue=tache, formulaire=uuid4(), at=at
            )
        codes = ("ajournement",) if n == len(rangs) - 1 else ("ouverture_d_un_parcours",)
        decisions.decider(
            acteur=acteur, situation_id=rang.pk, version=_version(rang.pk), formulaire=uuid4(), at=at,
            voulue=decisions.DecisionVoulue(codes, "Reprendre contact avec la famille."),
        )  # fmt: skip
    presences = {
        p.pk: "absent" if n == len(places) - 1 else "present" for n, p in enumerate(places)
    }
    seances.noter_les_presences(**commun, presences=presences)
    cloture.clore(**commun, version=None)
