"""The annual report of the demonstration: figures written for the survey, words of the team, approved as the coordination does it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from maillage.bilans.queries.rapports import rapports
from maillage.bilans.services import enquete
from maillage.bilans.services import rapports as services
from maillage.comptes.rules import Acteur
from maillage.notions.temps import AnneeScolaire

ECRITES = {
    "equipe.coordonnateur": "1", "equipe.referent_de_parcours": "3.5", "equipe.agent_administratif": "0.5",
    "ressources.etat": "98000", "ressources.commune": "41000", "ressources.caf": "6000",
    "contributions.mise_a_disposition_de_personnel": "18000", "contributions.mise_a_disposition_de_locaux": "9000",
}  # fmt: skip
# Words of an invented team: they name nobody and give no figure.
TEXTES = {
    "edito": "Cette année, les écoles et le programme se sont parlé plus tôt.\n"
    "Il reste à trouver des places de soin : c’est la première demande des familles.",
    "public": "Nous avons accueilli des familles de toute la ville.",
    "motifs": "Beaucoup d’enfants viennent pour plusieurs raisons à la fois : aucune n’est alors choisie pour eux.",
    "actions": "Ateliers de langage le mercredi, groupe de parents une fois par mois, accompagnement vers les loisirs.",
    "manques": "L’attente est longue chez l’orthophoniste et au centre médico-psychologique.",
    "gouvernance": "Le comité de pilotage s’est réuni deux fois, le comité de suivi trois fois.",
    "contact": "Vous pouvez venir nous voir à la mairie.",
}  # fmt: skip


def approuver_l_exemple(acteur: Acteur, parution: int, at: date) -> int:
    """Write the report of this release and approve it, once; returns how many documents were deposited now."""
    deja = next((r for r in rapports(acteur, at=at) if r.parution.numero == parution), None)
    if deja is None or deja.approuve_le is not None:
        return 0
    connues = {c: Decimal(v) for c, v in ECRITES.items()}
    annee = AnneeScolaire(deja.parution.annee)
    enquete.ecrire_valeurs(acteur=acteur, annee=annee, valeurs=connues, lu=0, at=at)
    ident = services.commencer(acteur=acteur, parution=parution, at=at)
    for rubrique, texte in TEXTES.items():
        services.commenter(
            acteur=acteur, rapport_id=ident, rubrique=rubrique, texte=texte, rang_lu=0, confirme=True, at=at
        )  # fmt: skip
    return services.approuver(acteur=acteur, rapport_id=ident, at=at)
