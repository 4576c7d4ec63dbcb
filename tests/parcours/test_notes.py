"""The journal: what is written with an entry, what is corrected, what is kept beside it; nothing is lost."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import UUID, uuid4

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from maillage.chiffrement.services import trousseau
from maillage.dossiers.rules import Volet
from maillage.notions.erreurs import Introuvable
from maillage.parcours import services
from maillage.parcours.errors import (
    CorrectionRefusee,
    CorrigeeEntreTemps,
    PieceJointeRefusee,
    SansReferent,
)
from maillage.parcours.models import PIECES, Note, NoteSocial, Tache
from maillage.parcours.queries import notes
from maillage.parcours.queries.fiche import fiche
from maillage.parcours.queries.journee import journee
from maillage.parcours.queries.projections import EntreeDuFil
from maillage.parcours.rules.notes import Moyen
from maillage.parcours.services import Suite
from maillage.tracabilite.models import Evenement
from tests.factories.dossiers import noter as noter_du_fichier
from tests.factories.monde import BASES, Monde

pytestmark = BASES
V = Volet
LIEU = b"48.9362N 2.3574E"


def photo(*, tournee: bool = False) -> bytes:
    """A photograph of 40 × 20, red above and blue below, that tells where it was taken."""
    image = Image.new("RGB", (40, 20), "red")
    image.paste("blue", (0, 10, 40, 20))
    donnees = Image.Exif()
    donnees[0x010E] = LIEU.decode()
    if tournee:
        donnees[0x0112] = 6  # to be turned a quarter
    sortie = io.BytesIO()
    image.save(sortie, "JPEG", exif=donnees, comment=LIEU)
    return sortie.getvalue()


def pdf(**plus: object) -> bytes:
    """One page that says who made it."""
    sortie = io.BytesIO()
    with pikepdf.new() as fait:
        fait.add_blank_page()
        fait.docinfo["/Author"] = "Madame Untel"
        with fait.open_metadata() as dites:
            dites["dc:creator"] = ["Madame Untel"]
        fait.save(sortie, compress_streams=False, **plus)
    return sortie.getvalue()


def pdf_qui_agit() -> bytes:
    """A script, in objects packed together."""
    sortie = io.BytesIO()
    with pikepdf.new() as fait:
        fait.add_blank_page()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        fait.pages[0].obj.Annots = fait.make_indirect(
            pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=script)])
        )
        fait.save(sortie, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return sortie.getvalue()


def ecrire(
    monde: Monde, qui: str = "amina", volet: Volet = V.SOCIAL, texte: str = "Vu la maman.", **plus
) -> Note:
    return services.ecrire_note(
        acteur=monde.acteur(qui), dossier_id=monde.karthik.pk, volet=volet, texte=texte,
        le=plus.pop("le", monde.aujourd_hui), formulaire=plus.pop("formulaire", uuid4()),
        at=monde.aujourd_hui, **plus,
    )  # fmt: skip


def corriger(monde: Monde, note: UUID, texte: str, qui: str = "amina", volet: Volet = V.SOCIAL):
    return services.corriger(
        acteur=monde.acteur(qui), dossier_id=monde.karthik.pk, volet=volet, note_id=note,
        texte=texte, le=monde.aujourd_hui, at=monde.aujourd_hui,
    )  # fmt: skip


def lire(monde: Monde, qui: str = "amina") -> tuple[EntreeDuFil, ...]:
    return fiche(monde.acteur(qui), monde.karthik.pk, at=monde.aujourd_hui).fil


def entree(monde: Monde, ident: UUID, qui: str = "amina") -> EntreeDuFil:
    return next(e for e in lire(monde, qui) if e.id == ident)


def objets() -> list[str]:
    return [e.contenu.get("objet", "") for e in Evenement.objects.order_by("rang")]


def test_une_note_dit_le_moyen_et_prevoit_la_suite_d_un_seul_geste(monde: Monde) -> None:
    suite = Suite("Rappeler l'école", monde.aujourd_hui + timedelta(days=3))
    note = ecrire(monde, moyen=Moyen.TELEPHONE, nature="enseignants", suite=suite)
    lue = entree(monde, note.pk)
    assert (lue.moyen, lue.nature) == ("telephone", "enseignants")
    tache = Tache.objects.latest("created_at")
    assert (tache.echeance, tache.poste_id) == (suite.echeance, monde.poste_amina.pk)
    assert {"note", "tache"} <= set(objets())


def test_la_meme_page_envoyee_deux_fois_n_ecrit_qu_une_note_et_qu_une_suite(monde: Monde) -> None:
    suite, formulaire = Suite("Rappeler", monde.aujourd_hui), uuid4()
    avant = Tache.objects.count()
    notes_ecrites = {ecrire(monde, suite=suite, formulaire=formulaire).pk for _ in range(2)}
    assert (len(notes_ecrites), Tache.objects.count()) == (1, avant + 1)
    ecrire(monde, formulaire=formulaire)  # without the next step, it is another form
    assert Tache.objects.count() == avant + 1


def test_une_suite_impossible_n_ecrit_rien(monde: Monde) -> None:
    suite, avant = Suite("Rappeler", monde.aujourd_hui), NoteSocial.objects.count()
    with pytest.raises(Introuvable):  # Nour writes in santé, and plans nothing
        ecrire(monde, "nour", V.SANTE, suite=suite)
    with pytest.raises(SansReferent):
        services.ecrire_note(
            acteur=monde.acteur("leila"), dossier_id=monde.tom.pk, volet=V.PARCOURS, texte="Vu.",
            le=monde.aujourd_hui, suite=suite, formulaire=uuid4(), at=monde.aujourd_hui,
        )  # fmt: skip
    assert NoteSocial.objects.count() == avant


def test_une_correction_garde_le_texte_ancien_et_dit_qui_et_quand(monde: Monde) -> None:
    note = ecrire(monde, texte="Le père est parti.", moyen=Moyen.MESSAGE)
    scelle = bytes(note.scelle)
    corrigee = corriger(monde, note.pk, "Le père travaille à Lyon.")
    note.refresh_from_db()
    assert (bytes(note.scelle), note.version) == (scelle, 1)
    lues = [e for e in lire(monde) if e.texte.startswith("Le père")]
    assert [(e.id, e.texte, e.auteur, e.corrigee_par) for e in lues] == [
        (corrigee.pk, "Le père travaille à Lyon.", "Amina Haddad", "Amina Haddad")
    ]
    assert [(a.texte, a.auteur) for a in lues[0].anciens] == [
        ("Le père est parti.", "Amina Haddad")
    ]
    assert lues[0].corrigee_le == corrigee.created_at
    assert "correction" in objets()


def test_une_seconde_correction_garde_les_deux_textes(monde: Monde) -> None:
    note = ecrire(monde, texte="Un")
    deux = corriger(monde, note.pk, "Deux")
    trois = corriger(monde, deux.pk, "Trois")
    assert [a.texte for a in entree(monde, trois.pk).anciens] == ["Deux", "Un"]
    ouverte = notes.note_ouverte(
        monde.acteur("amina"), monde.karthik.pk, V.SOCIAL, note.pk, at=monde.aujourd_hui
    )
    assert (ouverte.derniere, ouverte.texte) == (trois.pk, "Trois")


def test_corriger_sans_rien_changer_n_ecrit_rien(monde: Monde) -> None:
    note = ecrire(monde, texte="Pareil")
    assert corriger(monde, note.pk, "Pareil").pk == note.pk
    assert entree(monde, note.pk).anciens == ()


def test_chacun_corrige_ses_notes_et_la_coordination_celles_de_ses_volets(monde: Monde) -> None:
    note = ecrire(monde, volet=V.PARCOURS, texte="D'Amina")
    de_leila = ecrire(monde, "leila", V.PARCOURS, "De Leïla")
    assert entree(monde, note.pk).corrigeable
    assert not entree(monde, de_leila.pk).corrigeable
    with pytest.raises(CorrectionRefusee) as refus:
        corriger(monde, de_leila.pk, "Autre", "amina", V.PARCOURS)
    assert refus.value.decision.motif.code == "texte_d_autrui"
    corrigee = corriger(monde, note.pk, "Relu", "leila", V.PARCOURS)
    lue = entree(monde, corrigee.pk)
    assert (lue.auteur, lue.corrigee_par) == ("Amina Haddad", "Leïla Marchand")
    assert lue.corrigeable  # still hers: she wrote the first text
    sociale = ecrire(monde, volet=V.SOCIAL)
    with pytest.raises(Introuvable):  # the coordination reads the social, and does not write there
        corriger(monde, sociale.pk, "Autre", "leila")


def test_une_note_reprise_d_un_fichier_est_corrigee_par_qui_suit_l_enfant(monde: Monde) -> None:
    reprise = noter_du_fichier(monde.karthik, V.SOCIAL, "Vu en 2015", le=monde.aujourd_hui)
    lue = entree(monde, corriger(monde, reprise, "Vu en 2025").pk)
    assert (lue.auteur, lue.corrigee_par) == ("Reprise du fichier", "Amina Haddad")


@pytest.mark.parametrize("qui", ["karim", "nour", "bruno", "claire", "sylvie", "voisine", "zoe"])
def test_qui_n_ecrit_pas_dans_le_volet_ne_corrige_ni_n_ouvre_rien(monde: Monde, qui: str) -> None:
    note = ecrire(monde, fichiers=(("Bail", photo()),))
    piece = entree(monde, note.pk).pieces[0]
    with pytest.raises(Introuvable):
        corriger(monde, note.pk, "Autre", qui)
    for ouvrir, ident in ((notes.note_ouverte, note.pk), (notes.piece_ouverte, piece.id)):
        with pytest.raises(Introuvable):
            ouvrir(monde.acteur(qui), monde.karthik.pk, V.SOCIAL, ident, at=monde.aujourd_hui)


def test_une_note_d_un_autre_dossier_ne_se_corrige_pas_d_ici(monde: Monde) -> None:
    autre = noter_du_fichier(monde.ines, V.SOCIAL, "Ailleurs", le=monde.aujourd_hui)
    with pytest.raises(Introuvable):
        corriger(monde, autre, "Ici")


def test_un_texte_corrige_ne_compte_plus_dans_le_silence(monde: Monde) -> None:
    """The day that was wrong is not a contact any more."""
    for table in services.fil.JOURNAL.values():
        table.objects.filter(dossier=monde.karthik).delete()
    loin = monde.aujourd_hui - timedelta(days=100)
    note = ecrire(monde, volet=V.PARCOURS)
    assert journee(monde.acteur("amina"), at=monde.aujourd_hui).silencieux == ()
    services.corriger(
        acteur=monde.acteur("amina"), dossier_id=monde.karthik.pk, volet=V.PARCOURS,
        note_id=note.pk, texte="Vu la maman.", le=loin, at=monde.aujourd_hui,
    )  # fmt: skip
    jour = journee(monde.acteur("amina"), at=monde.aujourd_hui)
    assert [(s.dossier, s.jours) for s in jour.silencieux] == [(monde.karthik.pk, 100)]


def test_deux_corrections_du_meme_texte_la_seconde_est_prevenue(monde: Monde) -> None:
    note = ecrire(monde, volet=V.PARCOURS, texte="Un")
    corriger(monde, note.pk, "D'Amina", "amina", V.PARCOURS)
    with pytest.raises(CorrigeeEntreTemps):
        corriger(monde, note.pk, "De Leïla", "leila", V.PARCOURS)
    doublon = type(note)(dossier=monde.karthik, corrige=note)
    doublon.sceller({}, trousseau(monde.programme.pk, [monde.karthik.pk], [V.PARCOURS]))
    with pytest.raises(IntegrityError), transaction.atomic():  # the base refuses it too
        doublon.save(force_insert=True)


def test_une_photo_est_redessinee_sans_ce_qu_elle_dit_de_son_auteur(monde: Monde) -> None:
    note = ecrire(monde, fichiers=(("Bail", photo(tournee=True)),))
    (piece,) = entree(monde, note.pk).pieces
    assert (piece.libelle, piece.extension) == ("Bail", "jpeg")
    rang = PIECES[V.SOCIAL].objects.get(pk=piece.id)
    assert (rang.dossier_id, rang.note_id) == (monde.karthik.pk, note.pk)
    nom, genre, octets = notes.piece_ouverte(
        monde.acteur("amina"), monde.karthik.pk, V.SOCIAL, piece.id, at=monde.aujourd_hui
    )
    assert (genre, nom) == ("image/jpeg", f"piece-{piece.id.hex[:8]}.jpeg")
    assert LIEU in photo()
    assert LIEU not in octets
    image = Image.open(io.BytesIO(octets))
    assert (image.size, dict(image.getexif())) == ((20, 40), {})  # upright, and nothing else
    assert octets not in bytes(rang.scelle)
    assert "piece_jointe" in objets()


def test_un_pdf_est_recrit_sans_le_nom_de_qui_l_a_fait(monde: Monde) -> None:
    brut = pdf()
    assert b"Madame Untel" in brut
    note = ecrire(monde, fichiers=(("", brut),))
    (piece,) = entree(monde, note.pk).pieces
    _, genre, octets = notes.piece_ouverte(
        monde.acteur("amina"), monde.karthik.pk, V.SOCIAL, piece.id, at=monde.aujourd_hui
    )
    assert (genre, octets[:5]) == ("application/pdf", b"%PDF-")
    assert b"Untel" not in octets
    with pikepdf.open(io.BytesIO(octets)) as lu:
        assert len(lu.pages) == 1
        assert "/Metadata" not in lu.Root
        assert "/Info" not in lu.trailer


REFUSES = {
    "vide": (b"", "vide"),
    "page": (b"<html><script>alert(1)</script></html>", "ni un PDF, ni une image"),
    "tableur": (b"PK\x03\x04" + b"x" * 50, "ni un PDF, ni une image"),
    "actif": (b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(x)>>>>\n%%EOF", "script"),
    "script cache": (pdf_qui_agit(), "script"),
    "mot de passe": (pdf(encryption=pikepdf.Encryption(owner="x", user="y")), "mot de passe"),
    "pdf tronque": (b"%PDF-1.4\n1 0 obj<<>>\n%%EOF", "abîmé"),
    "abimee": (photo()[:200], "abîmé"),
    "fausse": (b"\xff\xd8\xff" + b"\x00" * 100, "abîmé"),
    "lourde": (b"%PDF-" + b"0" * (10 * 1024 * 1024), "10 Mo"),
}


@pytest.mark.parametrize("cas", REFUSES)
def test_un_fichier_refuse_dit_pourquoi_et_rien_n_est_ecrit(monde: Monde, cas: str) -> None:
    octets, phrase = REFUSES[cas]
    avant = NoteSocial.objects.count()
    with pytest.raises(PieceJointeRefusee) as refus:
        ecrire(monde, fichiers=(("Bail", photo()), ("Autre", octets)))
    assert phrase in str(refus.value)
    assert refus.value.rang == 2
    assert (NoteSocial.objects.count(), PIECES[V.SOCIAL].objects.count()) == (avant, 0)


def test_les_pieces_suivent_la_note_corrigee_et_partent_avec_elle(monde: Monde) -> None:
    note = ecrire(monde, fichiers=(("Bail", photo()), ("Plan", photo())))
    corrigee = corriger(monde, note.pk, "Relu")
    assert [p.libelle for p in entree(monde, corrigee.pk).pieces] == ["Bail", "Plan"]
    with pytest.raises(PieceJointeRefusee):
        ecrire(monde, fichiers=tuple(("x", photo()) for _ in range(6)))
    monde.karthik.delete()
    assert not PIECES[V.SOCIAL].objects.exists()
