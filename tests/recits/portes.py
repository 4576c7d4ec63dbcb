"""Doors for the members of an EPS who have none in the demonstration; in service only for the story that prepares them."""

from __future__ import annotations

from django.apps import AppConfig

TEMOIN = "portes-de-l-eps"  # a file of the prepared data: the story wants these doors
# key, name, poste, trade, institution and its nature: six people, four institutions
MEMBRES = (
    ("bruno", "Bruno Lefèvre", "Enseignant", "enseignant", "École du Parc", "education_nationale"),
    ("anna", "Anna Rossi", "Directrice d’école", "enseignant", "École du Parc", "education_nationale"),
    ("nour", "Nour Azzam", "Médecin scolaire", "pedopsychiatre", "Santé scolaire", "education_nationale"),
    ("hugo", "Hugo Perrin", "Psychologue", "psychologue", "CMPP des Tilleuls", "cmpp"),
    ("ivan", "Ivan Petit", "Orthophoniste du CMPP", "psychologue", "CMPP des Tilleuls", "cmpp"),
    ("ana", "Ana Costa", "Association de quartier", "association", "Association Lire ensemble", "association"),
)  # fmt: skip
# invented: none of these names is a word that a page could say for another reason
ENFANTS = (
    ("Awa", "Abralin"), ("Bilal", "Brocavel"), ("Chloé", "Cormirand"), ("Dario", "Dunoval"),
    ("Elif", "Embrunac"), ("Farid", "Fougerat"), ("Gaël", "Garriguel"), ("Hawa", "Halagean"),
    ("Idris", "Isardel"), ("Jade", "Jonquiral"), ("Kenzo", "Kerdalec"),
)  # fmt: skip


def invites(n: int) -> tuple[int, int]:
    """The two members invited to the situation of this number: nobody is invited to more than four."""
    return n % len(MEMBRES), (n + 1 + n // len(MEMBRES)) % len(MEMBRES)


class Portes(AppConfig):
    """The members, at the door of the demonstration."""

    name = "tests.recits.portes"
    label = "portes_des_recits"
    path = __file__

    def ready(self) -> None:
        from maillage.comptes.rules import Mission, ObligationDeSecret
        from maillage.coquille import demonstration

        connus = {p.cle for p in demonstration.PERSONNAGES}
        demonstration.PERSONNAGES += tuple(
            demonstration.Personnage(
                cle, nom, poste, "Membre de l'EPS.", Mission.EPS, ObligationDeSecret.DISCRETION
            )
            for cle, nom, poste, *_ in MEMBRES
            if cle not in connus
        )
