"""Every file and paper that the house makes: whom it is for, and that no paper for a family tells a protected place.

The text is read out of the real file: the PDF as the site sends it, the form as a browser prints it, with their metadata
and their names (property P-20, and §8.9 of the plan of tests).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from maillage.accords.models import SituationDUnAdulte, VoilePose
from maillage.accords.rules.autorite import Exercice
from maillage.comptes.models import Institution
from maillage.comptes.rules import Mission
from maillage.dossiers.models import Cercle
from maillage.dossiers.rules import Volet
from maillage.enfants.models import Responsable
from maillage.parcours.exportation import exporter, fichier
from maillage.tracabilite.services import Fait, noter
from tests.enfants.test_destinataire import FamilleTiree, fuites, tirer
from tests.factories.dossiers import sceller
from tests.factories.monde import BASES, Monde
from tests.factories.personnes import OccupationFactory, PosteFactory, personne
from tests.parcours.test_exports import ouvrir

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Connexion = Callable[[str], Client]
pytestmark = BASES
SOURCES = Path(__file__).resolve().parents[2] / "src" / "maillage"
FAMILLES = 12
# file of the source -> for whom its outputs are. A new output fails the test until somebody says for whom it is.
PRODUISENT = {
    "partage/documents.py": "the machine that prints; its callers are below",
    "parcours/views/acces.py": "FAMILLE: the account of accesses, handed over at the desk",
    "enfants/views/accords.py": "ADULTE: the form to sign; and the scan that came back, for the team",
    "partage/views/charte.py": "team: charte, matrix; whoever asks: refusal sheet. No child in any of them",
    "parcours/exportation.py": "team: encrypted list, neither address nor school",
    "parcours/views/exports.py": "team: the same",
    "statistiques/tableur.py": "team: figures",
    "statistiques/views/annuelles.py": "team: the same",
    "publications/tableur.py": "élus, pilots, partners: released figures only (tests/publications/test_pages.py)",
    "publications/views/lecture.py": "the same: as xlsx, as JSON, and reports joined to a release",
    "bilans/rapport_xlsx.py": "readers of a release: its figures, made from the store alone (tests/bilans/test_recalcul.py)",
    "bilans/views/rapports.py": "coordination: the documents of a report before they are joined to a release",
    "bilans/tableur_enquete.py": "coordination: the annual survey, children without names (tests/bilans/test_pages_enquete.py)",
    "bilans/views/enquete.py": "coordination: the same, its reason noted",
    "bilans/views/rep.py": "coordination: an empty model of file",
    "eligibilite/tableur.py": "coordination: counts of scenarios",
    "eligibilite/views/scenarios.py": "coordination: the same, and as JSON",
    "eligibilite/views/campagne.py": "ADULTE: letters of exits, each written for one adult (tests/eligibilite/test_campagne_pages.py)",
    "eligibilite/urls_campagne.py": "an address only",
    "parcours/views/notes.py": "team: a file attached to a note, to whoever reads its volet (tests/parcours/test_notes.py)",
    "parcours/views/sortie.py": "ADULTE: the letter of an exit, written for one adult (tests/parcours/test_sortie.py)",
    "eps/queries/convocations.py": "members of the EPS: day, place, a number; no child (tests/eps/test_pages.py)",
    "eps/views/documents.py": "members of the EPS: relevé and each one's own part, by the policy (tests/eps/test_pages.py)",
    "plans/views/plan.py": "ADULTE: the plan as one adult reads it (tests/plans/test_pages.py)",
    "passations/views/suivi.py": "ADULTE: letters that say who takes over (tests/passations/test_pages.py)",
    "passations/urls.py": "an address only",
    "syntheses/views/syntheses.py": "the recipient whom the family accepted: sections that may leave (tests/syntheses/test_pages.py)",
    "config/versement.py": "public archives: encrypted, whole by law",
    "tracabilite/export.py": "DPO: events, without a name",
}
MARQUES = re.compile(
    r"reponse_pdf\(|write_pdf|xlsxwriter\.Workbook|Content-Disposition|FileResponse|zipfile\.ZipFile\(\w+, .w|"
    r"EmailMessage|send_mail|icalendar|docxtpl|courriers/"
)  # fmt: skip


def test_chaque_fichier_qui_sort_dit_pour_qui_il_est() -> None:
    produisent = {
        str(p.relative_to(SOURCES)).replace("\\", "/")
        for p in SOURCES.rglob("*.py")
        if not {"migrations", "settings"} & set(p.parts) and MARQUES.search(p.read_text("utf-8"))
    }
    lus = {
        p for p in produisent if not p.startswith("reprise/")
    }  # reads trackers, gives nothing out
    assert lus - set(PRODUISENT) == set(), "dites pour qui est cette sortie, et couvrez-la ici"


def titres(plan: Iterable[Any]) -> Iterator[str]:
    """The titles of an outline, at every depth: printing a list of them would print addresses of this machine's memory."""
    for entree in plan:
        yield from titres(entree) if isinstance(entree, list) else [str(entree.title)]


def texte(octets: bytes) -> str:
    """All that a PDF says: its pages, its metadata (both kinds), the titles of its outline."""
    lu = PdfReader(BytesIO(octets))
    pages = "\n".join(p.extract_text() for p in lu.pages)
    infos = " ".join(f"{k} {v}" for k, v in (lu.metadata or {}).items())
    xmp = lu.trailer["/Root"].get("/Metadata")
    plan = " ".join(titres(lu.outline))
    return f"{pages}\n{infos}\n{xmp.get_object().get_data().decode() if xmp else ''}\n{plan}"


@pytest.fixture
def auteur(monde: Monde):
    compte = monde.personnes["leila"]
    compte.jour = monde.aujourd_hui
    return compte


def voiler(famille: FamilleTiree, auteur, jour: date) -> None:
    dit = {"reference": "JAF 24/0123", "decision_le": "", "motif": "", "levee": ""}
    sceller(VoilePose, famille.dossier, dit, adulte=famille.ecarte, depuis=jour, auteur=auteur)


def lire(monde: Monde, famille: FamilleTiree, directrice) -> None:
    """The head of the very school reads, and so does a member of the team."""
    for qui in (directrice, monde.personnes["amina"]):
        noter(
            Fait(
                acte="lire", acteur=qui.pk, programme=monde.programme.pk, regle="r", volet="parcours",
                dossier=famille.dossier.pk,
            )
        )  # fmt: skip


def test_le_compte_des_acces_ne_dit_ni_l_ecole_ni_la_ville_protegees(
    monde: Monde, connexion: Connexion, auteur
) -> None:
    hasard, dites = Random(20), 0  # noqa: S311 - a drawing that can be drawn again
    client = connexion("leila")
    for rang in range(FAMILLES):
        famille = tirer(hasard, monde.programme, rang % 2 == 0, auteur)
        ecole, ville = famille.caches[5], famille.caches[1].split()[1]
        monde.programme.nom = f"PRE de {ville}"
        monde.programme.save(update_fields=["nom"])
        poste = PosteFactory(
            programme=monde.programme,
            institution=Institution.objects.create(nom=ecole, nature="cmp"),
        )
        directrice = personne(
            f"Mme {ecole.split()[1]}", monde.programme, Mission.ECOLE, poste=poste
        )
        lire(monde, famille, directrice)
        adresse = f"/enfants/{famille.dossier.pk}/acces/pdf/"
        dites += bool(fuites(texte(client.get(adresse).content), famille.caches))
        voiler(famille, auteur, monde.aujourd_hui)
        reponse = client.get(adresse)
        lu = texte(reponse.content) + reponse["Content-Disposition"]
        assert fuites(lu, famille.caches) == set()
        assert "Amina Haddad" in lu
        assert "Une personne extérieure à l’équipe" in " ".join(lu.replace("'", "’").split())
        ecran = client.get(f"/enfants/{famille.dossier.pk}/acces/").content.decode()
        assert "Une adresse est protégée" in ecran
        assert directrice.nom in ecran  # the team still knows who opened
    assert dites == FAMILLES  # without the cloak the same paper says it: the search would find it


@pytest.mark.parametrize(
    ("exercice", "dit_l_ecole"),
    [(Exercice.CONJOINT, True), (Exercice.SANS_EXERCICE, True), (Exercice.INCONNU, False),
     (Exercice.RETIRE, False), (Exercice.TIERS, False)],
)  # fmt: skip
def test_tant_qu_un_adulte_est_a_verifier_le_compte_ne_nomme_aucun_etablissement(
    exercice: Exercice, monde: Monde, connexion: Connexion, *, dit_l_ecole: bool
) -> None:
    adulte = Responsable.objects.get(dossier=monde.karthik)
    sceller(
        SituationDUnAdulte, monde.karthik, {"exercice": exercice}, adulte=adulte.pk,
        depuis=monde.aujourd_hui, a_deux=False, effet=timezone.now(),
    )  # fmt: skip
    ecole = Institution.objects.create(nom="Collège Zakouwa", nature="cmp")
    OccupationFactory(
        poste=PosteFactory(programme=monde.programme, institution=ecole),
        utilisateur=monde.personnes["bruno"],
    )
    noter(
        Fait(
            acte="lire", acteur=monde.personnes["bruno"].pk, programme=monde.programme.pk, regle="r",
            volet="parcours", dossier=monde.karthik.pk,
        )
    )  # fmt: skip
    lu = texte(connexion("leila").get(f"/enfants/{monde.karthik.pk}/acces/pdf/").content)
    assert ("Zakouwa" in lu) is dit_l_ecole
    assert "Bruno Lefèvre" in lu
    assert "PRE de Saint-Denis" in lu


@pytest.mark.navigateur
def test_le_papier_a_signer_imprime_par_un_navigateur_ne_dit_rien_de_ce_qui_est_protege(
    monde: Monde, connexion: Connexion, auteur, chromium_ouvert: Browser
) -> None:
    hasard, dites = Random(7), 0  # noqa: S311 - a drawing that can be drawn again
    client, onglet = connexion("leila"), chromium_ouvert.new_page()
    for rang in range(FAMILLES):
        famille = tirer(hasard, monde.programme, rang % 2 == 0, auteur)
        monde.programme.nom = f"PRE de {famille.caches[1].split()[1]}"
        monde.programme.save(update_fields=["nom"])
        voiler(famille, auteur, monde.aujourd_hui)
        lus = {}
        for adulte in (famille.ecarte, famille.protege):
            page = client.get(
                f"/enfants/{famille.dossier.pk}/famille/accords/{famille.demande}/imprimer/{adulte}/"
            )
            assert page.status_code == 200
            onglet.set_content(page.content.decode(), wait_until="domcontentloaded")
            entetes = " ".join(f"{k} {v}" for k, v in page.headers.items())
            lus[adulte] = texte(onglet.pdf(display_header_footer=True)) + entetes
        assert "Inès" in lus[famille.ecarte]
        assert fuites(lus[famille.ecarte], famille.caches) == set()
        dites += bool(fuites(lus[famille.protege], famille.caches))
    onglet.close()
    assert dites > FAMILLES / 2


def test_les_papiers_de_l_equipe_ne_portent_aucune_coordonnee(
    monde: Monde, connexion: Connexion, auteur
) -> None:
    """Lists, figures, charte, matrix and refusals: no address, telephone or school of anybody, protected or not."""
    famille = tirer(Random(3), monde.programme, institution=True, auteur=auteur)  # noqa: S311 - drawn again
    Cercle.objects.create(
        dossier=famille.dossier, poste=monde.poste_amina, depuis=monde.aujourd_hui
    )
    voiler(famille, auteur, monde.aujourd_hui)
    fait = exporter(
        acteur=monde.acteur("leila"), destinataire_id=monde.personnes["amina"].pk, raison="Préparer",
        formulaire=uuid4(), at=monde.aujourd_hui,
    )  # fmt: skip
    liste = ouvrir(fichier(monde.acteur("leila"), fait.id, at=monde.aujourd_hui)[1], fait.phrase)
    assert "Karthik" in liste
    lieux = {"adresse", "ville", "telephone", "ecole", "classe", *(v.value for v in Volet)}
    marques = {m for lot in monde.marques.values() for c, m in lot.items() if c in lieux}
    client = connexion("leila")
    imprimes = [
        texte(client.get(f"/{quoi}/imprimer/").content) for quoi in ("charte", "habilitations")
    ]
    for lu in (liste, *imprimes):
        assert fuites(lu, famille.caches) == set()
        assert not [m for m in marques if m in lu]
