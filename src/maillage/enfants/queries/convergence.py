"""Followed children in a réseau and in a zone at once: one figure, whose readings are noted. No child leaves this module."""

from __future__ import annotations

from datetime import date

from maillage.chiffrement.services import trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants.queries import scolarites
from maillage.enfants.queries.positions import situations_visibles
from maillage.notions.temps import AnneeScolaire
from maillage.partage.queries import dossiers_visibles, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.territoire.convergences import Convergence, dans_une_zone
from maillage.territoire.queries import reseaux_suivis
from maillage.territoire.rules.convergence import EnfantsDansLesDeux, enfants_dans_les_deux


def ouvrir(acteur: Acteur, *, at: date) -> None:
    """Note that the figures are looked at, before anything is counted."""
    decision = decide(acteur, Acte.VOIR_LES_CHIFFRES, None, None, at)
    noter(acteur, Acte.VOIR_LES_CHIFFRES, decision, objet="convergence")


def enfants_dans_les_deux_cartes(
    acteur: Acteur, carte: Convergence, *, at: date
) -> EnfantsDansLesDeux:
    """Home in a zone and school in a réseau, this school year, among the children whose two volets the acteur reads."""
    chez = situations_visibles(acteur, at=at)
    lisibles = dossiers_visibles(acteur, Acte.LIRE, Volet.SCOLARITE, at)
    ids = sorted(lisibles.filter(pk__in=chez).values_list("pk", flat=True))
    if not ids:
        return enfants_dans_les_deux([])
    noter_liste(acteur, Acte.LIRE, Volet.SCOLARITE, ids, "convergence")
    cles = trousseau(acteur.programme_id, ids, [Volet.SCOLARITE])
    annee = AnneeScolaire.du(at).rentree
    lues = scolarites(ids, cles)
    uais = {d: next((s.uai for s in lues.get(d, ()) if s.rentree == annee), None) for d in ids}
    suivis = reseaux_suivis((uai, at) for uai in uais.values() if uai)
    couples = []
    for d in ids:
        ici, uai = chez[d].position, uais[d]
        zone = (
            dans_une_zone(carte.carte, ici.lon, ici.lat, "", ici.incertitude_m)[0]
            if ici and not ici.a_verifier
            else None
        )
        couples.append((zone, None if uai is None else (uai, at) in suivis))
    return enfants_dans_les_deux(couples)
