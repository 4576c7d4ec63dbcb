"""To whom a synthesis may be addressed: those whom an agreement names first, then the others, then the family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords.queries import partages_en_vigueur
from maillage.accords.rules.natures import Finalite
from maillage.chiffrement.services import trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Faits, Volet
from maillage.enfants import queries as enfants
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide


@dataclass(frozen=True, slots=True)
class DestinatairePossible:
    """`cle` says which kind and which number; `detail` what the family shares with it, in words."""

    cle: str
    libelle: str
    detail: str
    groupe: str


def possibles(acteur: Acteur, dossier_id: UUID, *, at: date) -> tuple[DestinatairePossible, ...]:
    """Every addressee that the acteur may choose for this child."""
    faits, _ = exiger(acteur, Acte.LIRE, Volet.PARCOURS, dossier_id, at)
    consentis = partages_en_vigueur([dossier_id], at).get(dossier_id, ())
    details: dict[str, list[str]] = {}
    for p in consentis:
        cle = f"poste:{p.poste}" if p.poste else f"institution:{p.institution}"
        details.setdefault(cle, []).append(f"{p.volet.libelle} ({Finalite(p.finalite).libelle})")
    institutions = {f"institution:{i}": n for i, n in comptes.institutions()}
    postes = {
        f"poste:{p}": n for p, n in comptes.postes_nommes({p.poste for p in consentis if p.poste}).items()
    }  # fmt: skip
    noms = {**postes, **institutions}
    avec = [
        DestinatairePossible(c, noms[c], ", ".join(sorted(d)), "La famille partage avec")
        for c, d in details.items()
        if c in noms
    ]
    sans = [
        DestinatairePossible(c, n, "", "Sans accord de partage aujourd’hui")
        for c, n in institutions.items()
        if c not in details
    ]
    return (*sorted(avec, key=lambda d: d.libelle), *_adultes(acteur, faits, at), *sans)


def _adultes(acteur: Acteur, faits: Faits, at: date) -> list[DestinatairePossible]:
    dossier_id = faits.dossier
    decision = decide(acteur, Acte.ECRIRE, Volet.FAMILLE, faits, at)
    if not decision:
        return []
    noter(
        acteur, Acte.LIRE, decision, volet=Volet.FAMILLE, dossier=dossier_id, objet="destinataires"
    )
    cles = trousseau(faits.programme, [dossier_id], [Volet.FAMILLE])
    return [
        DestinatairePossible(f"adulte:{r.id}", r.nom or "Adulte sans nom", r.lien, "La famille")
        for r in enfants.responsables(dossier_id, cles)
    ]


def lire_la_cle(cle: str) -> tuple[str, UUID] | None:
    """The kind and the number, or None when it is not a key of ours."""
    sorte, _, numero = cle.partition(":")
    try:
        return (sorte, UUID(numero)) if sorte in {"institution", "poste", "adulte"} else None
    except ValueError:
        return None
