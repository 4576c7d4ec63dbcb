"""Random worlds for the policy: as values for the rules, or written in the database for the queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.utils import timezone
from hypothesis import strategies as st

from maillage.comptes.models import Poste, Programme, Utilisateur
from maillage.comptes.rules import Acteur, Mission, ObligationDeSecret
from maillage.dossiers.models import Cercle, Dossier, OuvertureDeVolet
from maillage.dossiers.rules import (
    VOLETS_DU_DOSSIER,
    Appartenance,
    EtatDuDossier,
    Faits,
    NatureDOuverture,
    Ouverture,
    Qualite,
    Volet,
)
from maillage.notions.temps import Periode
from maillage.partage.rules.actes import SUR_DOSSIER
from maillage.partage.rules.charte import Clause

AUJOURD_HUI = date(2026, 1, 15)
ESPACE = UUID("6f0c5a1e-0000-4000-8000-000000000000")
PROGRAMMES = tuple(uuid5(ESPACE, f"programme {n}") for n in range(2))
POSTES = tuple((uuid5(ESPACE, f"poste {n}"), PROGRAMMES[n % 2]) for n in range(6))

jours = st.integers(-3, 3).map(lambda ecart: AUJOURD_HUI + timedelta(days=ecart))
actes_sur_dossier = st.sampled_from(sorted(SUR_DOSSIER))
volets = st.sampled_from(list(Volet))
volets_ouverts = st.sampled_from(VOLETS_DU_DOSSIER)
natures = st.sampled_from(list(NatureDOuverture))
QUELQU_UN, QUELQU_UN_D_AUTRE = uuid5(ESPACE, "quelqu'un"), uuid5(ESPACE, "quelqu'un d'autre")
qui = st.sampled_from([QUELQU_UN, QUELQU_UN_D_AUTRE])


@st.composite
def periodes(draw: st.DrawFn) -> Periode:
    depuis, duree = draw(jours), draw(st.none() | st.integers(0, 4))
    return Periode(depuis, None if duree is None else depuis + timedelta(days=duree))


@st.composite
def acteurs(draw: st.DrawFn) -> Acteur:
    """Anyone, sane or not: missions out of the secret may be mixed with others, postes held anywhere."""
    missions = draw(st.frozensets(st.sampled_from(list(Mission)), max_size=3))
    postes = draw(st.frozensets(st.sampled_from([p for p, _ in POSTES]), max_size=4))
    programme = draw(st.sampled_from([*PROGRAMMES, None]))
    return Acteur(
        QUELQU_UN,
        "Quelqu'un",
        programme,
        missions,
        postes,
        draw(st.frozensets(st.sampled_from(list(ObligationDeSecret)), max_size=2)),
        charte_signee=draw(st.sampled_from([True, True, True, False])),
        clauses=draw(st.frozensets(st.sampled_from(list(Clause)), max_size=2)),
    )


@st.composite
def faits(draw: st.DrawFn, rang: int = 0) -> Faits:
    """A dossier in any state; relais as many as one likes, one référent at most without end."""
    programme = draw(st.sampled_from(PROGRAMMES))
    membres, occupe = [], False
    for poste, _ in draw(st.lists(st.sampled_from(POSTES), max_size=3)):
        periode, qualite = draw(periodes()), draw(st.sampled_from(list(Qualite)))
        ouvert = qualite is Qualite.REFERENT and periode.jusqu_au is None
        if ouvert and occupe:
            qualite = Qualite.RELAIS
        occupe = occupe or ouvert
        membres.append(Appartenance(poste, qualite, periode))
    etat = draw(st.sampled_from([*EtatDuDossier, EtatDuDossier.ACTIF, EtatDuDossier.ACTIF]))
    ouvertures = draw(st.lists(st.builds(Ouverture, natures, qui, volets_ouverts), max_size=3))
    return Faits(
        uuid5(ESPACE, f"dossier {rang}"), programme, etat, tuple(membres), tuple(ouvertures)
    )


@dataclass(frozen=True, slots=True)
class MondeAleatoire:
    acteur: Acteur
    dossiers: tuple[Faits, ...]


@st.composite
def mondes(draw: st.DrawFn) -> MondeAleatoire:
    nombre = draw(st.integers(1, 4))
    return MondeAleatoire(draw(acteurs()), tuple(draw(faits(rang)) for rang in range(nombre)))


def ecrire(monde: MondeAleatoire) -> None:
    """Replace what the database holds by this world."""
    Cercle.objects.all().delete()
    Dossier.objects.all().delete()
    for ident in (QUELQU_UN, QUELQU_UN_D_AUTRE):
        Utilisateur.objects.get_or_create(
            id=ident,
            defaults={"nom": "Q", "email": f"{ident}@exemple.test", "jusqu_au": date(2099, 1, 1)},
        )
    for n, programme in enumerate(PROGRAMMES):
        Programme.objects.get_or_create(id=programme, defaults={"code": f"alea-{n}", "nom": "P"})
    for poste, programme in POSTES:
        Poste.objects.get_or_create(
            id=poste, defaults={"programme_id": programme, "metier": "m", "libelle": "p"}
        )
    for f in monde.dossiers:
        Dossier.objects.create(id=f.dossier, programme_id=f.programme, etat=f.etat)
        for a in f.cercle:
            Cercle.objects.create(
                dossier_id=f.dossier,
                poste_id=a.poste,
                qualite=a.qualite,
                depuis=a.periode.depuis,
                jusqu_au=a.periode.jusqu_au,
            )
        for o in f.ouvertures:
            OuvertureDeVolet.objects.create(
                dossier_id=f.dossier,
                utilisateur_id=o.utilisateur,
                volet=o.volet,
                nature=o.nature,
                depuis=timezone.now() - timedelta(hours=1),
                jusqu_a=timezone.now() + timedelta(hours=1),
                ouverte_par_id=QUELQU_UN_D_AUTRE,
            )
