"""Nothing addressed to an adult tells where those protected from her are (property P-20), over a thousand families."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags

from maillage.accords.models import DemandeDAccord, SituationDUnAdulte, VoilePose
from maillage.accords.rules.natures import Finalite, Nature
from maillage.accords.rules.numeros import LETTRES, numero_complet
from maillage.comptes.models import Institution
from maillage.comptes.rules import Acteur, Mission, ObligationDeSecret
from maillage.dossiers.models import Dossier
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Domicile, Identite, Responsable, Scolarite
from maillage.enfants.queries.destinataire import Courrier, destinataire, formulaire_d_accord
from maillage.notions.erreurs import Introuvable
from maillage.tracabilite.models import Evenement
from tests.factories.dossiers import DossierFactory, sceller
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import ProgrammeFactory, UtilisateurFactory

pytestmark = BASES


@dataclass(frozen=True, slots=True)
class FamilleTiree:
    """A drawn family: the adult from whom it is hidden, the other one, what is hidden, what was asked."""

    dossier: Dossier
    ecarte: UUID
    protege: UUID
    demande: UUID
    caches: tuple[str, ...]


def mot(hasard: Random) -> str:
    """A word that no French page holds, so that a piece of it found anywhere is a leak."""
    return "".join(
        hasard.choice("kwxz") + hasard.choice("aou") for _ in range(hasard.randint(2, 4))
    )


def chiffres(hasard: Random, combien: int) -> str:
    return "".join(hasard.choice("3456789") for _ in range(combien))


def deguiser(hasard: Random, cache: str) -> str:
    """A piece of a hidden value as somebody would type it in a sentence."""
    morceau = hasard.choice([cache, cache[-6:], cache.rsplit(maxsplit=1)[-1]])
    forme = hasard.choice([str.upper, str.lower, str.title, lambda m: m.replace("a", "à")])
    return hasard.choice(["Rendez-vous : {}.", "vers {}", "({})"]).format(forme(morceau))


def tirer(hasard: Random, programme, institution: bool, auteur) -> FamilleTiree:  # noqa: FBT001
    rue, ville, ecole, travail = (mot(hasard).capitalize() for _ in range(4))
    adresse = f"{chiffres(hasard, 2)} rue {rue}"
    commune = f"{chiffres(hasard, 5)} {ville}"
    telephone = f"06{chiffres(hasard, 8)}"
    courriel = f"{mot(hasard)}@{mot(hasard)}.fr"
    dossier = DossierFactory(programme=programme, identite=None)
    sceller(Identite, dossier, {"nom": "Morel", "prenom": "Inès", "naissance": None, "sexe": None})
    sceller(Domicile, dossier, {"adresse": adresse, "ville": commune, "quartier": rue})
    nom_ecole = f"École {ecole}"
    sceller(
        Scolarite, dossier, {"etablissement": nom_ecole, "uai": None, "classe": ""}, rentree=2025
    )
    coordonnees = {"telephones": [telephone], "courriel": courriel, "travail": f"Atelier {travail}"}
    protege = sceller(Responsable, dossier, {"nom": "Mme Morel", "adresse": adresse, **coordonnees})
    sait = {"exercice": "conjoint"}
    sceller(
        SituationDUnAdulte, dossier, sait, adulte=protege.pk, depuis=auteur.jour, a_deux=False,
        effet=timezone.now(),
    )  # fmt: skip
    sienne = hasard.choice([adresse, "", "2 place du Port"])
    ecarte = sceller(Responsable, dossier, {"nom": "M. Petit", "adresse": sienne, "telephones": []})
    caches = (adresse, commune, rue, telephone, courriel, nom_ecole, coordonnees["travail"])
    a_qui = Institution.objects.create(nom=hasard.choice([nom_ecole, "CMP du Port"]), nature="cmp")
    partage = {"nature": Nature.PARTAGE, "cible": Volet.SCOLARITE, "institution": a_qui,
               "finalite": Finalite.POINT_ECOLE}  # fmt: skip
    jour = auteur.jour
    demande = sceller(
        DemandeDAccord, dossier,
        {"libelle": deguiser(hasard, hasard.choice(caches)) if hasard.random() < 0.8 else "Suivre un atelier",
         "langue": "fr"},
        depuis=jour, jusqu_au=jour + timedelta(days=90),
        numero=numero_complet("".join(hasard.choice(LETTRES) for _ in range(8))),
        **(partage if institution else {"nature": Nature.ACTE_USUEL}),
    )  # fmt: skip
    return FamilleTiree(dossier, ecarte.pk, protege.pk, demande.pk, caches)


def plat(texte: str) -> str:
    nu = "".join(c for c in unicodedata.normalize("NFKD", texte) if not unicodedata.combining(c))
    return nu.lower()


def fuites(sortie: str, caches: tuple[str, ...]) -> set[str]:
    """Pieces of four characters of a hidden word or number found in an output. Says the rule again, otherwise."""
    lu = plat(sortie)
    serres = re.sub(r"(?<=\d)[ .\-/]+(?=\d)", "", lu)
    trouvees = set()
    for cache in caches:
        for brut in re.findall(r"[a-z]{4,}|\d{4,}", plat(cache)):
            if brut in ("ecole", "atelier"):
                continue
            morceaux = {brut[i : i + 4] for i in range(len(brut) - 3)}
            trouvees |= {m for m in morceaux if m in (serres if m.isdigit() else lu)}
    return trouvees


def imprime(courrier: Courrier) -> str:
    return render_to_string("enfants/courriers/accord.html", {"courrier": courrier})


@pytest.mark.lent
@pytest.mark.parametrize("familles", [100, pytest.param(1_000, marks=pytest.mark.campagne)])
def test_mille_familles_n_ecrivent_rien_de_ce_qui_est_protege(monde: Monde, familles: int) -> None:
    hasard = Random(93)  # noqa: S311 - a drawing that can be drawn again
    programme = ProgrammeFactory(nom="PRE du Port")
    compte = UtilisateurFactory()
    compte.jour = monde.aujourd_hui
    leila = Acteur(
        compte.pk, "Leïla", programme.pk, frozenset({Mission.COORDINATION}),
        obligations=frozenset({ObligationDeSecret.MISSION}), charte_signee=True,
    )  # fmt: skip
    trouvees, dites_a_l_autre = set(), 0
    for rang in range(familles):
        famille = tirer(hasard, programme, rang % 2 == 0, compte)
        programme.nom = f"PRE de {famille.caches[1].split()[1]}"  # named after the very town
        programme.save(update_fields=["nom"])
        VoilePose.objects.create(
            dossier=famille.dossier, adulte=famille.ecarte, depuis=monde.aujourd_hui, auteur=compte,
            scelle=b"", echeance=monde.aujourd_hui - timedelta(days=1),
        )  # fmt: skip
        sorties = {}
        for adulte in (famille.ecarte, famille.protege):
            courrier = formulaire_d_accord(
                leila, famille.dossier.pk, famille.demande, adulte, at=monde.aujourd_hui,
                jusqu_au="31 août 2027",
            )  # fmt: skip
            sorties[adulte] = imprime(courrier) + courrier.titre
        trouvees |= fuites(sorties[famille.ecarte], famille.caches)
        dites_a_l_autre += bool(fuites(sorties[famille.protege], famille.caches))
    assert trouvees == set()
    assert (
        dites_a_l_autre > familles / 2
    )  # the same papers, to the other parent, do say it: the search would find it


def test_sans_voile_un_adulte_a_verifier_ne_lit_aucune_coordonnee(monde: Monde) -> None:
    adulte = Responsable.objects.get(dossier=monde.ines)
    autre = sceller(Responsable, monde.ines, {"nom": "M. Petit", "adresse": "", "telephones": []})
    marques = monde.marques["ines"]
    textes = {"libelle": f"chez {marques['telephone']}", "a_qui": marques["ecole"]}
    leila = monde.acteur("leila")
    qui = destinataire(leila, monde.ines.pk, autre.pk, textes, at=monde.aujourd_hui)
    assert qui.fermeture.decision.motif.code == "coordonnees_reservees"
    assert not [m for m in marques.values() if m in str(qui.textes)]
    connu = destinataire(leila, monde.ines.pk, adulte.pk, textes, at=monde.aujourd_hui)
    assert connu.textes == textes


def test_un_ecrit_adresse_laisse_son_evenement_et_ne_s_ecrit_pas_pour_un_inconnu(
    monde: Monde,
) -> None:
    adulte = Responsable.objects.get(dossier=monde.karthik)
    avant = Evenement.objects.count()
    destinataire(monde.acteur("amina"), monde.karthik.pk, adulte.pk, {}, at=monde.aujourd_hui)
    assert Evenement.objects.count() == avant + 1
    for qui, dossier, cible in (
        ("amina", monde.karthik, uuid4()),
        ("amina", monde.ines, adulte.pk),
        ("sylvie", monde.karthik, adulte.pk),
    ):
        with pytest.raises(Introuvable):
            destinataire(monde.acteur(qui), dossier.pk, cible, {}, at=monde.aujourd_hui)


def test_un_papier_ne_contient_ni_adresse_du_site_ni_nom_de_qui_l_imprime(monde, connexion) -> None:
    demande = DemandeDAccord.objects.get(dossier=monde.karthik)
    adulte = Responsable.objects.get(dossier=monde.karthik)
    base = f"/enfants/{monde.karthik.pk}/famille/accords/{demande.pk}/"
    page = connexion("amina").get(f"{base}imprimer/{adulte.pk}/").content.decode()
    assert "Karthik" in strip_tags(page)
    assert "Amina" not in page
    assert str(monde.karthik.pk) not in page
    assert re.search(r"<title>Accord [A-Z-]{11}</title>", page)
