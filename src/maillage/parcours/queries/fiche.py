"""The page of one child: the policy first, then the journal of accesses, then only what is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from maillage.accords.rules.voile import Voile
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.rules import Acteur
from maillage.dossiers import queries as dossiers
from maillage.dossiers.models import Cercle
from maillage.dossiers.rules import VOLETS_DU_DOSSIER, Faits, Volet
from maillage.eligibilite.queries.sortie import sortie_annoncee
from maillage.eligibilite.queries.verdicts import VerdictLu, verdict_de
from maillage.enfants import queries as enfants
from maillage.enfants.queries import ResponsableLu, ScolariteLue
from maillage.enfants.queries.accords import AccordsLus, accords_lus, voiles_de
from maillage.notions.decision import Decision
from maillage.notions.nomenclatures import charger
from maillage.parcours.models import Brouillon, Parcours, PassageEnEps
from maillage.parcours.queries import brouillons, conservation
from maillage.parcours.queries.fil import fil
from maillage.parcours.queries.projections import Fiche, MembreDuCercle, ParcoursLu
from maillage.parcours.queries.syntheses import derniere_synthese
from maillage.parcours.queries.taches import taches_de
from maillage.parcours.rules.etapes import Etape
from maillage.parcours.rules.individualise import ACCORDS_REPRIS, Preuves, criteres_manquants
from maillage.parcours.rules.mots import age_en_mots, date_en_mots
from maillage.partage.queries import exiger, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.partage.rules.decision import decide
from maillage.partage.rules.projection import decisions
from maillage.territoire.queries import reseaux_suivis
from maillage.tracabilite import services as tracabilite

# a tracker that says «oui» and no more is read so
SANS_PRECISION = "Oui, à l’oral ou sans précision"


def fiche(
    acteur: Acteur,
    dossier_id: UUID,
    *,
    at: date,
    demande: Volet | None = None,
    details: Collection[Volet] = VOLETS_DU_DOSSIER,
    avec_brouillon: bool = False,
) -> Fiche:
    """Return what this acteur may see of this child today; `Introuvable` otherwise.

    `demande` is the volet that was asked by name: knocking at a closed one leaves its trace. `details`: the volets
    whose own panel is drawn; homes, family and réseau of the others are not read. `avec_brouillon`: with the text that
    she was typing.
    """
    faits, _ = exiger(acteur, Acte.LISTER, Volet.IDENTITE, dossier_id, at)
    prises = decisions(acteur, faits, at)
    _noter(acteur, dossier_id, prises, demande)
    tape = brouillons.tape(acteur, dossier_id) if avec_brouillon else None
    return assembler(
        acteur, faits, prises, at=at, details=details, tape=tape, avec_synthese=avec_brouillon
    )


def assembler(
    acteur: Acteur,
    faits: Faits,
    prises: Mapping[Volet, Decision],
    *,
    at: date,
    details: Collection[Volet] = VOLETS_DU_DOSSIER,
    tape: Brouillon | None = None,
    avec_synthese: bool = True,
) -> Fiche:
    """Open what these decisions open, and what she was typing. The reading was noted first."""
    dossier_id, ouverts = faits.dossier, [v for v, d in prises.items() if d]
    dessines = {v for v in details if v in ouverts}
    cles = trousseau(faits.programme, [dossier_id], [*ouverts, *([tape.volet] if tape else ())])
    lus, passages, cercle = _suivi(dossier_id, cles) if Volet.PARCOURS in ouverts else ((), (), ())
    identite = enfants.identites([dossier_id], cles)[dossier_id]
    famille, accords, voiles = _famille(acteur, dossier_id, cles, ouverts, at, dessines)
    return Fiche(
        dossier=dossier_id,
        identite=identite,
        age=age_en_mots(identite.naissance, at),
        decisions=prises,
        domiciles=_domiciles(dossier_id, cles, dessines, tue=bool(voiles) and accords is None),
        responsables=famille,
        fratrie=_fratrie(acteur, dossier_id, at) if Volet.FAMILLE in dessines else (),
        scolarites=_scolarites(dossier_id, cles, at, ouverts, dessines),
        parcours=lus,
        passages_eps=tuple(date_en_mots(p) for p in passages),
        manquants=_manquants(lus, passages, cercle, accords),
        cercle=cercle,
        **_journal(acteur, faits, ouverts, cles, at, avec_synthese=avec_synthese),
        taches=taches_de(dossier_id, cles, at) if Volet.PARCOURS in ouverts else (),
        **_gestes(acteur, faits, at),
        accords=accords,
        voiles=voiles,
        urgences=_urgences(acteur, faits, prises, at),
        conservation=conservation.phrase(acteur, faits, at),
        eligibilite=_verdict(dossier_id, cles, ouverts),
        brouillon=brouillons.texte(tape, cles) if tape else "",
    )


def _journal(acteur, faits: Faits, ouverts, cles, at: date, *, avec_synthese: bool) -> dict:
    """The timeline, the synthesis pinned on it, and the volets where this acteur writes."""
    ecrits = tuple(v for v in VOLETS_DU_DOSSIER if decide(acteur, Acte.ECRIRE, v, faits, at))
    montree = avec_synthese and Volet.PARCOURS in ouverts
    return {
        "inscriptibles": ecrits,
        "fil": fil(faits.dossier, ouverts, cles, pour=acteur, ecrits=ecrits),
        "synthese": derniere_synthese(faits.dossier, cles) if montree else None,
    }


def _verdict(dossier_id: UUID, cles: Trousseau, ouverts: Collection[Volet]) -> VerdictLu | None:
    """The verdict of eligibility, told to whoever reads the volet identité."""
    return verdict_de(dossier_id, cles) if Volet.IDENTITE in ouverts else None


def _gestes(acteur: Acteur, faits: Faits, at: date) -> dict[str, Any]:
    """What this acteur may do here, beside writing; and the exit that she prepares."""
    gestes = {
        "planifiable": (Acte.PLANIFIER, Volet.PARCOURS),
        "designable": (Acte.DESIGNER, Volet.PARCOURS),
        "acces_lisibles": (Acte.VOIR_LES_ACCES, Volet.IDENTITE),
    }
    permis = {n: bool(decide(acteur, acte, v, faits, at)) for n, (acte, v) in gestes.items()}
    return permis | {"sortie": sortie_annoncee(acteur, faits, at)}


def _urgences(
    acteur: Acteur, faits: Faits, prises: Mapping[Volet, Decision], at: date
) -> tuple[Volet, ...]:
    """Closed volets that may be opened in an emergency."""
    fermes = (v for v, d in prises.items() if not d)
    return tuple(v for v in fermes if decide(acteur, Acte.OUVRIR_EN_URGENCE, v, faits, at))


def _famille(
    acteur: Acteur,
    dossier_id: UUID,
    cles: Trousseau,
    ouverts: list[Volet],
    at: date,
    dessines: Collection[Volet],
) -> tuple[tuple[ResponsableLu, ...], AccordsLus | None, tuple[Voile, ...]]:
    """The adults, what they agreed to and the cloaks, which the banner shows; cloaks alone when the volet is closed."""
    if Volet.FAMILLE not in ouverts:
        return (), None, voiles_de([dossier_id], at).get(dossier_id, ())
    famille, entier = enfants.responsables(dossier_id, cles), Volet.FAMILLE in dessines
    accords = accords_lus(acteur, dossier_id, cles, famille, at=at, partages=entier)
    return famille, accords, accords.voiles


def _domiciles(dossier_id: UUID, cles: Trousseau, dessines: set[Volet], *, tue: bool):
    """The homes, unless they are protected and the acteur cannot read from whom."""
    return enfants.domiciles(dossier_id, cles) if Volet.IDENTITE in dessines and not tue else ()


def _noter(acteur: Acteur, dossier_id: UUID, prises, demande: Volet | None) -> None:
    """One event for each volet opened; a closed volet that was not asked for is not an event."""
    tracabilite.noter(
        *(
            tracabilite.Fait(
                acte=Acte.LIRE,
                acteur=acteur.id,
                programme=acteur.programme_id,
                regle=d.motif.code,
                accorde=d.accordee,
                volet=v,
                dossier=dossier_id,
            )
            for v, d in prises.items()
            if d or v is demande
        )
    )


def _suivi(
    dossier_id: UUID, cles: Trousseau
) -> tuple[tuple[ParcoursLu, ...], tuple[str, ...], tuple[MembreDuCercle, ...]]:
    rangs = Parcours.objects.filter(dossier_id=dossier_id).order_by("-created_at")
    lus = tuple(_parcours(p, cles) for p in rangs)
    return lus, _passages(dossier_id), _cercle(dossier_id)


def _parcours(rang: Parcours, cles: Trousseau) -> ParcoursLu:
    c = rang.ouvrir(cles)
    accord = c.get("accord") or "non_sollicite"
    return ParcoursLu(
        etape=Etape(rang.etape).libelle,
        etape_code=rang.etape,
        recue=date_en_mots(rang.recue),
        entree=date_en_mots(rang.entree),
        sortie=date_en_mots(rang.sortie),
        origine=_libelle("n07", c.get("origine")),
        motifs=tuple(_libelle("n08", m) for m in c.get("motifs") or ()),
        accord=SANS_PRECISION if accord == "oral_trace" else _libelle("n28", accord),
        accord_code=accord,
        motif_sortie=_libelle("n12", c.get("motif_sortie")),
        motif_non_prise_en_charge=_libelle("n13", c.get("motif_non_prise_en_charge")),
        actions=tuple(c.get("actions") or ()),
        sortie_prevue=date_en_mots(c.get("sortie_prevue") or ""),
        entree_iso=rang.entree,
        sortie_iso=rang.sortie,
        motif_sortie_code=c.get("motif_sortie") or "",
        actions_du_plan=rang.actions_du_plan,
        a_preciser=tuple(
            (a["colonne"], a["valeur"], a["message"]) for a in c.get("a_preciser") or ()
        ),
    )


def _libelle(nomenclature: str, code: str | None) -> str:
    return charger(nomenclature).libelle(code) if code else ""


def _passages(dossier_id: UUID) -> tuple[str, ...]:
    rangs = PassageEnEps.objects.filter(dossier_id=dossier_id).order_by("le")
    return tuple(rangs.values_list("le", flat=True))


def _cercle(dossier_id: UUID) -> tuple[MembreDuCercle, ...]:
    rangs = Cercle.objects.filter(dossier_id=dossier_id).order_by("-depuis", "-id")
    return tuple(
        MembreDuCercle(*ligne)
        for ligne in rangs.values_list("poste__libelle", "qualite", "depuis", "jusqu_au")
    )


def _manquants(
    lus: tuple[ParcoursLu, ...],
    passages: tuple[str, ...],
    cercle: tuple[MembreDuCercle, ...],
    accords: AccordsLus | None,
) -> tuple[str, ...] | None:
    """Names of the missing criteria of a «parcours individualisé»; None when there is no parcours to judge."""
    if not lus:
        return None
    preuves = Preuves(
        passages_eps=len(passages),
        accord=_accord_connu(lus[0], accords),
        referent=bool(cercle),
        actions=len(lus[0].actions) + lus[0].actions_du_plan,
    )
    return tuple(c.dans_une_phrase for c in criteres_manquants(preuves))


def _accord_connu(lu: ParcoursLu, accords: AccordsLus | None) -> bool:
    """As the figures count it: what was asked here, else the former tracker. A closed volet is not spoken of."""
    if accords is None:
        return True
    return accords.accepte if accords.demande else lu.accord_code in ACCORDS_REPRIS


def _scolarites(
    dossier_id: UUID, cles: Trousseau, at: date, ouverts: Collection[Volet], dessines: set[Volet]
) -> tuple[ScolariteLue, ...]:
    """School years; on their own panel, with the réseau of that year: it follows the school, not the child."""
    if Volet.SCOLARITE not in ouverts:
        return ()
    lues = enfants.scolarites([dossier_id], cles).get(dossier_id, ())
    if Volet.SCOLARITE not in dessines:
        return lues
    lieux = [(s.uai or "", min(at, date(s.rentree or at.year, 12, 31))) for s in lues]
    connus = reseaux_suivis(lieux)
    return tuple(
        replace(s, reseau=connus[lieu].intitule) if lieu in connus else s
        for s, lieu in zip(lues, lieux, strict=True)
    )


def _fratrie(acteur: Acteur, dossier_id: UUID, at: date) -> tuple[tuple[UUID, str], ...]:
    """Siblings whom the acteur may know of; the others do not exist for her."""
    visibles = [
        f.dossier
        for f in dossiers.faits_de(enfants.fratrie(dossier_id))
        if decide(acteur, Acte.LISTER, Volet.IDENTITE, f, at)
    ]
    if not visibles:
        return ()
    noter_liste(acteur, Acte.LISTER, Volet.IDENTITE, sorted(visibles), "fratrie")
    cles = trousseau(acteur.programme_id, visibles, [Volet.IDENTITE])
    return tuple((d, i.nom_complet) for d, i in enfants.identites(visibles, cles).items())
