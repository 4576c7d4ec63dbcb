"""A hand-over is decided, in one transaction: cercle, next steps, first meeting; or given up before its first day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes import queries as comptes
from maillage.comptes.rules import Acteur
from maillage.dossiers.errors import DesignationAnterieure
from maillage.dossiers.models import Cercle, Dossier
from maillage.dossiers.rules import Qualite, Volet
from maillage.dossiers.services import designer_referent
from maillage.parcours.models import Tache
from maillage.partage.queries import dossiers_visibles, noter, noter_liste
from maillage.partage.rules.actes import Acte
from maillage.passations.errors import PassationChangee, PassationRefusee
from maillage.passations.models import EnfantConfie, Passation
from maillage.passations.queries.postes import titulaires
from maillage.passations.rules.passations import (
    EtatDePassation,
    FaitsDeLaPassation,
    Issue,
    MotifDePassation,
    decider,
    passe,
)
from maillage.passations.rules.passations import (
    abandonner as peut_abandonner,
)
from maillage.passations.services.preparation import accorder, exiger_la_tenue, verrouiller

PREMIERE = "Rencontrer la famille"
DELAI = timedelta(days=14)  # of the first meeting


def executer(*, acteur: Acteur, passation_id: UUID, at: date) -> Passation:
    """Decide a hand-over. Twice is once. `PassationRefusee` says what is missing, and for how many children.

    A child who left meanwhile (archived, given to another by another page) is put aside, not forced.
    """
    decision = exiger_la_tenue(acteur, at)
    with transaction.atomic():
        passation = verrouiller(acteur, passation_id)
        if passation.etat == EtatDePassation.FAITE:
            return passation
        if passation.etat != EtatDePassation.EN_PREPARATION:
            raise PassationChangee
        ids = passation.enfants.values_list("dossier_id", flat=True)
        _attendre(ids)
        noter(acteur, Acte.TENIR_LES_PASSATIONS, decision, objet="passation_decidee")
        accorder(acteur, passation, at)
        rangs = list(passation.enfants.filter(issue=Issue.ATTEND).order_by("dossier_id"))
        confies = [r for r in rangs if r.receveur_id]
        _exiger(acteur, passation, rangs, confies, at)
        noter_liste(
            acteur, Acte.DESIGNER, Volet.PARCOURS, [r.dossier_id for r in confies], "passation"
        )
        cles = trousseau(passation.programme_id, ids, [Volet.PARCOURS])
        passation.parts = dict(Counter(str(r.receveur_id) for r in confies))
        for rang in rangs:
            _confier(acteur, passation, rang, cles, at)
        passation.etat = EtatDePassation.FAITE
        passation.decidee_le, passation.decidee_par_id = at, acteur.id
        passation.save()
    return passation


def _attendre(dossiers: Iterable[UUID]) -> None:
    """Hold these dossiers, then their open steps, before the journal and the cercle.

    Everyone takes them in this order, or two pages would wait for each other without end.
    """
    list(Dossier.objects.select_for_update().filter(pk__in=dossiers).order_by("pk"))
    ouvertes = Tache.objects.select_for_update().filter(dossier_id__in=dossiers, faite_le=None)
    list(ouvertes.order_by("pk"))


def _exiger(
    acteur: Acteur,
    passation: Passation,
    rangs: list[EnfantConfie],
    confies: list[EnfantConfie],
    at: date,
) -> None:
    receveurs = {r.receveur_id for r in confies if r.receveur_id}
    tenus = set(titulaires(passation.programme_id, passation.depuis, at=at))
    noms = comptes.postes_nommes(receveurs - tenus)
    faits = FaitsDeLaPassation(
        EtatDePassation(passation.etat), MotifDePassation(passation.motif), passation.depuis,
        len(rangs), len(confies), tuple(sorted(noms.values())),
    )  # fmt: skip
    decision = decider(faits, at)
    if not decision:
        raise PassationRefusee(decision)
    dossiers = [r.dossier_id for r in confies]
    permis = dossiers_visibles(acteur, Acte.DESIGNER, Volet.PARCOURS, at).filter(pk__in=dossiers)
    if permis.count() != len(dossiers):  # the table of rights changed under the page
        raise PassationChangee


def _confier(
    acteur: Acteur, passation: Passation, rang: EnfantConfie, cles: Trousseau, at: date
) -> None:
    """One child: who follows, whose the next steps are, the first meeting."""
    if rang.receveur_id is None:
        rang.issue = Issue.RESTE
        rang.save(update_fields=["issue", "updated_at"])
        return
    motif = f"passation_{passation.motif}"
    contenu = rang.ouvrir(cles)
    if MotifDePassation(passation.motif).effet.change_de_referent:
        try:
            designer_referent(
                dossier_id=rang.dossier_id, poste_id=rang.receveur_id, depuis=passation.depuis,
                motif=motif,
            )  # fmt: skip
        except DesignationAnterieure:  # `accorder` put those aside: never here, and never half done
            raise PassationChangee from None
        rang.premiere_id = _premiere_rencontre(acteur, passation, rang, cles)
    else:
        Cercle.objects.create(
            dossier_id=rang.dossier_id, poste_id=rang.receveur_id, qualite=Qualite.RELAIS,
            depuis=passation.depuis, jusqu_au=passation.jusqu_au, motif=motif,
        )  # fmt: skip
    contenu["etapes"] = [str(t) for t in _passer_les_etapes(passation, rang, at)]
    rang.issue = Issue.CONFIE
    rang.sceller(contenu, cles)
    rang.save()


def _premiere_rencontre(
    acteur: Acteur, passation: Passation, rang: EnfantConfie, cles: Trousseau
) -> UUID:
    tache = Tache(
        dossier_id=rang.dossier_id, poste_id=rang.receveur_id, echeance=passation.depuis + DELAI,
        auteur_id=acteur.id, formulaire=uuid5(passation.id, str(rang.dossier_id)),
    )  # fmt: skip
    tache.sceller({"libelle": PREMIERE}, cles)
    tache.save(force_insert=True)
    return tache.id


def _passer_les_etapes(passation: Passation, rang: EnfantConfie, at: date) -> Iterable[UUID]:
    siennes = Tache.objects.filter(
        dossier_id=rang.dossier_id, poste_id=passation.poste_id, faite_le=None
    )
    ids = [t.id for t in siennes if passe(t.echeance, passation.depuis, passation.jusqu_au, at)]
    Tache.objects.filter(pk__in=ids).update(poste_id=rang.receveur_id)
    return ids


def abandonner(*, acteur: Acteur, passation_id: UUID, at: date) -> Passation:
    """Give up a hand-over: one that is prepared, or one decided whose first day has not come. Twice is once."""
    decision = exiger_la_tenue(acteur, at)
    with transaction.atomic():
        passation = verrouiller(acteur, passation_id)
        if passation.etat == EtatDePassation.ABANDONNEE:
            return passation
        permis = peut_abandonner(EtatDePassation(passation.etat), passation.depuis, at)
        if not permis:
            raise PassationRefusee(permis)
        _attendre(passation.enfants.values_list("dossier_id", flat=True))
        noter(acteur, Acte.TENIR_LES_PASSATIONS, decision, objet="passation_abandonnee")
        if passation.etat == EtatDePassation.FAITE:
            _defaire(acteur, passation, at)
        passation.etat, passation.abandonnee_le, passation.parts = (
            EtatDePassation.ABANDONNEE, at, {},
        )  # fmt: skip
        passation.save()
    return passation


def _defaire(acteur: Acteur, passation: Passation, at: date) -> None:
    """Give back what nobody has changed since: the cercle as it was, the next steps, no first meeting."""
    ecrivables = dossiers_visibles(acteur, Acte.DESIGNER, Volet.PARCOURS, at)
    rangs = list(
        passation.enfants.filter(
            issue=Issue.CONFIE, dossier_id__in=ecrivables.values("pk")
        ).order_by("dossier_id")
    )
    dossiers = [r.dossier_id for r in rangs]
    noter_liste(acteur, Acte.DESIGNER, Volet.PARCOURS, dossiers, "passation_abandonnee")
    cles = trousseau(passation.programme_id, dossiers, [Volet.PARCOURS])
    for rang in rangs:
        contenu = rang.ouvrir(cles)
        if _rendre_le_cercle(passation, rang):
            siennes = Tache.objects.filter(
                dossier_id=rang.dossier_id, poste_id=rang.receveur_id, faite_le=None
            )
            siennes.filter(pk__in=contenu["etapes"]).update(poste_id=passation.poste_id)
            if rang.premiere_id:
                siennes.filter(pk=rang.premiere_id).delete()
                rang.premiere_id = None
        rang.issue = Issue.ATTEND
        rang.sceller(contenu | {"etapes": []}, cles)
        rang.save()


def _rendre_le_cercle(passation: Passation, rang: EnfantConfie) -> bool:
    """Take the recipient out of the cercle and bring the former référent back, when no other act came between."""
    du_dossier = Cercle.objects.select_for_update().filter(dossier_id=rang.dossier_id)
    pose = du_dossier.filter(
        poste_id=rang.receveur_id, depuis=passation.depuis, jusqu_au=passation.jusqu_au,
        motif=f"passation_{passation.motif}",
    ).first()  # fmt: skip
    if pose is None:
        return False
    pose.delete()
    if MotifDePassation(passation.motif).effet.change_de_referent:
        veille = passation.depuis - timedelta(days=1)
        avant = du_dossier.filter(
            poste_id=passation.poste_id, qualite=Qualite.REFERENT, jusqu_au=veille
        )
        if not avant.update(
            jusqu_au=None
        ):  # it began on the very day: `designer_referent` removed it
            Cercle.objects.create(
                dossier_id=rang.dossier_id, poste_id=passation.poste_id, depuis=passation.depuis
            )
    return True
