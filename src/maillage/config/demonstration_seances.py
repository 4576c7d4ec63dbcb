"""Séances of the demonstration's last school year: who was invited, which institutions came. No situation: they were not taken over."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID, uuid5

from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.config.demonstration_eps import MEMBRES, Membre, asseoir
from maillage.eps.models import Seance
from maillage.eps.rules.seances import Mode
from maillage.eps.services import cloture, seances
from maillage.notions.temps import AnneeScolaire

CMPP = "CMPP des Tilleuls"
COLLEGUES = (
    Membre("lou", "Lou Martin", "Orthophoniste", "psychologue", CMPP, "cmpp"),
    Membre("ines", "Inès Roche", "Assistante sociale du CMPP", "psychologue", CMPP, "cmpp"),
    Membre("paul", "Paul Girard", "Directeur d’école", "enseignant", "École du Parc", "education_nationale"),
    Membre("zoe", "Zoé Lambert", "Assistante sociale scolaire", "travailleur_social", "Santé scolaire", "education_nationale"),
)  # fmt: skip
EQUIPE = (*MEMBRES, *COLLEGUES)
# rank of the séance -> members who were not there
ABSENTS: tuple[tuple[str, ...], ...] = (
    ("nour", "lou", "hugo", "ines"), ("ana",), (), ("bruno", "paul"), ("nour",), ("lou",),
)  # fmt: skip
SEMAINES = 6


def tenir_l_annee(programme: Programme, coordination: Acteur, at: date) -> int:
    """Hold the séances of the past year, once; returns how many were held now."""
    annee = AnneeScolaire(AnneeScolaire.du(at).rentree - 1)
    if Seance.objects.filter(programme=programme, le__lte=annee.fin).exists():
        return 0
    membres = {m.cle: asseoir(programme, m) for m in EQUIPE}
    for rang, absents in enumerate(ABSENTS):
        le = annee.debut + timedelta(weeks=SEMAINES * (rang + 1))
        _tenir(coordination, programme, membres, absents, le)
    return len(ABSENTS)


def _tenir(
    acteur: Acteur,
    programme: Programme,
    membres: dict[str, UUID],
    absents: tuple[str, ...],
    le: date,
) -> None:
    voulue = seances.SeanceVoulue(le, time(14), 120, "Salle 2, maison des parents", Mode.NOMINATIVE)
    ident = seances.creer(
        acteur=acteur, voulue=voulue, formulaire=uuid5(programme.pk, le.isoformat()), at=le
    )
    commun = {"acteur": acteur, "seance_id": ident, "at": le}
    for personne in membres.values():
        seances.ajouter_un_membre(
            **commun, personne=personne, qualite="", participation="permanent"
        )
    seances.commencer(**commun, version=Seance.objects.get(pk=ident).version)
    partis = {membres[c] for c in absents}
    places = Seance.objects.get(pk=ident).participations.all()
    seances.noter_les_presences(
        **commun,
        presences={p.pk: "absent" if p.utilisateur_id in partis else "present" for p in places},
    )
    cloture.clore(**commun, version=None)
