"""The sealed rows of the base of `bench.page`, written in bulk: a base of 100,000 children is made of more than a million."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.page_base import Enfant


def verser(table: type, rangs: Sequence[dict[str, object]], base: str = "default") -> None:
    """Insert rows as they are in SQLite, without an object for each: a base of 100,000 children is made of a million."""
    from django.db import connections
    from django.utils import timezone

    champs = [f for f in table._meta.concrete_fields if f.get_internal_type() != "BigAutoField"]  # type: ignore[attr-defined]  # noqa: SLF001
    maintenant = timezone.now()
    defauts = {
        f.attname: maintenant if f.attname in ("created_at", "updated_at") else f.get_default()
        for f in champs
    }
    noms = ", ".join(f'"{f.column}"' for f in champs)
    trous = ", ".join(["%s"] * len(champs))
    sql = f'INSERT INTO "{table._meta.db_table}" ({noms}) VALUES ({trous})'  # type: ignore[attr-defined]  # noqa: SLF001
    with connections[base].cursor() as curseur:
        curseur.executemany(sql, [[_brut(v) for v in (defauts | r).values()] for r in rangs])


def _brut(valeur: object) -> object:
    """A value as SQLite keeps it."""
    if isinstance(valeur, uuid.UUID):
        return valeur.hex
    if isinstance(valeur, datetime):
        return valeur.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return valeur.isoformat() if isinstance(valeur, date) else valeur


def forger(programme_id: uuid.UUID, couples: Sequence[tuple[uuid.UUID, str]]):
    """Fresh keys of these volets, kept in the store and returned open."""
    from maillage.chiffrement import enveloppe
    from maillage.chiffrement.models import CleDeVolet
    from maillage.chiffrement.programmes import cles_du_programme
    from maillage.chiffrement.services import CleOuverte, Trousseau, lien_volet

    programme = cles_du_programme(programme_id)
    cles, rangs = {}, []
    for dossier, volet in dict.fromkeys(couples):
        octets = enveloppe.cle_neuve()
        cles[dossier, volet] = {1: CleOuverte(octets, ouvre_sans_version=False)}
        lien = lien_volet(dossier, volet, 1)
        rangs.append(
            {
                "dossier_id": dossier, "volet": str(volet), "programme_id": programme_id,
                "emballage": programme.generation,
                "scellee": enveloppe.sceller_octets(programme.courante, octets, lien),
            }
        )  # fmt: skip
    verser(CleDeVolet, rangs, "cles")
    return Trousseau(programme_id, cles)


def sceller(programme_id: uuid.UUID, poste, gens: Sequence[Enfant], auteur) -> None:
    """The sealed records of these children."""
    from maillage.enfants.models import Domicile, Identite, Responsable, Scolarite
    from maillage.parcours.models import JOURNAL, Parcours, Tache

    fixes = ("identite", "famille", "scolarite", "parcours")
    cles = forger(
        programme_id, [(e.id, v) for e in gens for v in (*fixes, *(n.volet for n in e.notes))]
    )
    ecrits: dict[type, list[dict[str, object]]] = {}

    def ecrire(
        table: type, e: Enfant, contenu: dict[str, object], ident: uuid.UUID | None = None, **champs: object
    ) -> None:  # fmt: skip
        ident = ident or uuid.uuid4()
        scelle = cles.sceller(contenu, table.place(ident, e.id, 1))  # type: ignore[attr-defined]
        rang = {"id": ident, "dossier_id": e.id, "scelle": scelle, "version": 1, **champs}
        ecrits.setdefault(table, []).append(rang)

    for e in gens:
        ecrire(Identite, e, {"nom": e.nom, "prenom": e.prenom, "naissance": e.naissance, "sexe": e.sexe})  # fmt: skip
        ecrire(Domicile, e, {"adresse": e.adresse, "ville": "Saint-Denis", "quartier": ""})
        ecrire(Responsable, e, {"nom": e.nom, "lien": "mère", "telephones": ["+33639980000"]})
        ecole = {"etablissement": e.ecole, "uai": None, "classe": e.classe, "niveau": e.classe}
        ecrire(Scolarite, e, ecole, rentree=2025)
        suivi = {"origine": None, "motifs": [], "accord": "ecrit_signe", "actions": ["Atelier lecture"]}  # fmt: skip
        ecrire(Parcours, e, suivi, etape=e.etape, entree=e.entree)
        ecrire(Tache, e, {"libelle": "Rappeler la maman"}, poste_id=poste.id, echeance=e.echeance)
        for n in e.notes:
            contenu = {"texte": n.texte, "nature": n.nature}
            ecrire(JOURNAL[n.volet], e, contenu, n.id, le=n.le, auteur_id=auteur.id)
    for table, rangs in ecrits.items():
        verser(table, rangs)
