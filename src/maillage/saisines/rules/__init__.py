"""States of a saisine, by which way it came, kinds of links: the vocabulary of the room."""

from __future__ import annotations

from enum import StrEnum


class Voie(StrEnum):
    """By which way a saisine arrived."""

    COMPTE = "compte"  # a professional signed in
    LIEN = "lien"  # a professional without account, by a link of the coordination
    FAMILLE = "famille"  # the family itself, by the link of the programme
    SAISIE = "saisie"  # typed by the secretariat or the coordination: telephone, paper, a visit

    @property
    def libelle(self) -> str:
        return {
            Voie.COMPTE: "Par un compte",
            Voie.LIEN: "Par un lien",
            Voie.FAMILLE: "Par la famille",
            Voie.SAISIE: "Saisie par l’équipe",
        }[self]


class EtatDeSaisine(StrEnum):
    """Life of a saisine. Once received, the life of the child's parcours tells the rest."""

    DEPOSEE = "deposee"
    RATTACHEE = "rattachee"  # a parcours was opened for it
    JOINTE = "jointe"  # given to a parcours that was already running
    NON_RETENUE = "non_retenue"  # refused before any dossier

    @property
    def libelle(self) -> str:
        return {
            EtatDeSaisine.DEPOSEE: "À recevoir",
            EtatDeSaisine.RATTACHEE: "Parcours ouvert",
            EtatDeSaisine.JOINTE: "Jointe à un parcours en cours",
            EtatDeSaisine.NON_RETENUE: "Non retenue",
        }[self]


class NatureDeLien(StrEnum):
    """Whom a link is for."""

    INSTITUTION = "institution"
    UNIQUE = "unique"
    FAMILLE = "famille"

    @property
    def libelle(self) -> str:
        return {
            NatureDeLien.INSTITUTION: "Une structure, plusieurs demandes",
            NatureDeLien.UNIQUE: "Une seule demande",
            NatureDeLien.FAMILLE: "Les familles",
        }[self]

    @property
    def voie(self) -> Voie:
        return Voie.FAMILLE if self is NatureDeLien.FAMILLE else Voie.LIEN
