"""Refusals of the territory."""

from __future__ import annotations

from maillage.notions.erreurs import ErreurMetier


class FichierIllisible(ErreurMetier):
    """A reference file that is not what it should be."""

    a_faire = "Téléchargez de nouveau le fichier officiel, au format CSV, puis recommencez."


class EtablissementInconnu(ErreurMetier):
    """An UAI that is not in the list."""

    a_faire = "Choisissez un établissement de la liste."


class ReseauImpossible(ErreurMetier):
    """A réseau that cannot be: no collège at its head, or something else than écoles around it."""


class AdressesRefusees(ErreurMetier):
    """A file of addresses that is not one of the BAN, by département."""

    rien_perdu = "Les adresses déjà chargées restent en service."
    a_faire = (
        "Prenez le fichier du département sur adresse.data.gouv.fr, au format CSV, "
        "compressé ou non, et recommencez."
    )


class GeocodeurMuet(ErreurMetier):
    """The outside geocoder is off, did not answer, or answered something else. Never says which address."""

    a_faire = "Choisissez l’adresse dans le fichier local, ou placez le point vous-même."


class AdresseProtegee(ErreurMetier):
    """A cloaked address is never sent out."""

    a_faire = "Placez le point vous-même : rien ne sort de la machine."


class FichierDeZonesIllisible(ErreurMetier):
    """A file of zones that cannot be read at all."""

    a_faire = "Téléchargez de nouveau le fichier officiel (GeoJSON en degrés, ou liste CSV), puis recommencez."


class ImportDeZonesRefuse(ErreurMetier):
    """A file or a date that may not become a map."""


class CarteInconnue(ErreurMetier):
    """No map bears this code, or none was in force or known that day."""

    statut = 404
