"""The only way to write to an adult of the family: what may be said to her, and nothing else.

`destinataire` opens what it takes to know the closed values (homes, telephones, schools, work of the child and of the other
adults), keeps none of it, and lets through only what carries no piece of them. A printed form, a letter, an account of
accesses «addressed to» an adult is made from its answer alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from maillage.accords import queries as accords
from maillage.accords.formulaires import phrases
from maillage.accords.rules.autorite import Exercice
from maillage.accords.rules.ensemble import Ensemble
from maillage.accords.rules.natures import Finalite, Nature
from maillage.accords.rules.voile import Coordonnee, Fermeture, taire, voile
from maillage.accords.services.ecriture import la_demande
from maillage.chiffrement.services import Trousseau, trousseau
from maillage.comptes.models import Programme
from maillage.comptes.rules import Acteur
from maillage.dossiers.rules import Volet
from maillage.enfants.queries import ResponsableLu, domiciles, identites, responsables, scolarites
from maillage.enfants.queries.accords import destinataire_du
from maillage.notions.erreurs import Introuvable
from maillage.partage.queries import exiger, noter
from maillage.partage.rules.actes import Acte

A_LA_PLACE = {
    "programme": "Programme de réussite éducative",
    "a_qui": "un professionnel ou un établissement (nom protégé)",
    "libelle": "",
}


@dataclass(frozen=True, slots=True)
class Destinataire:
    """What may be written to one adult: her name and address, the child's name, and texts already cleared."""

    adulte: UUID
    nom: str
    adresse: str
    enfant: str
    textes: Mapping[str, str]
    fermeture: Fermeture


@dataclass(frozen=True, slots=True)
class Courrier:
    """A form to print for one adult. Its title carries its number only: it becomes the name of the file."""

    titre: str
    numero: str
    nom: str
    adresse: str
    enfant: str
    programme: str
    libelle: str
    phrases: Mapping[str, str]


def destinataire(
    acteur: Acteur, dossier_id: UUID, adulte: UUID, textes: Mapping[str, str], *, at: date
) -> Destinataire:
    """Prepare what is addressed to this adult. `textes`: whatever else the output would say, by name.

    The acteur may write in the volet famille; the event is noted before anything is opened.
    """
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.FAMILLE, dossier_id, at)
    noter(acteur, Acte.LIRE, decision, volet=Volet.FAMILLE, dossier=dossier_id, objet="courrier")
    cles = trousseau(
        faits.programme, [dossier_id], [Volet.IDENTITE, Volet.FAMILLE, Volet.SCOLARITE]
    )
    famille = {r.id: r for r in responsables(dossier_id, cles)}
    if adulte not in famille:
        raise Introuvable
    titulaires = accords.ensembles([dossier_id], at).get(dossier_id, Ensemble()).titulaires
    exercice = next((t.exercice for t in titulaires if t.adulte == adulte), Exercice.INCONNU)
    fermeture = voile(adulte, exercice, accords.cloaks(dossier_id, at), at)
    autres = [r for i, r in famille.items() if i != adulte]
    caches = _caches(dossier_id, autres, cles, fermeture)
    moi = famille[adulte]
    return Destinataire(
        adulte=adulte,
        nom=moi.nom or "Madame, Monsieur",
        adresse=taire(moi.adresse, caches, ""),
        enfant=identites([dossier_id], cles)[dossier_id].nom_complet,
        textes={nom: taire(t, caches, A_LA_PLACE.get(nom, "")) for nom, t in textes.items()},
        fermeture=fermeture,
    )


def parents_inconnus(acteur: Acteur, dossier_id: UUID, *, at: date) -> str:
    """The child's name, for a letter «to the parents» when no adult is written; `Introuvable` otherwise.

    Nobody knows who will read: such a letter bears no address and no free text, and none is written while an address is
    protected. The event is noted before the name is opened.
    """
    faits, decision = exiger(acteur, Acte.ECRIRE, Volet.FAMILLE, dossier_id, at)
    cles = trousseau(faits.programme, [dossier_id], [Volet.IDENTITE, Volet.FAMILLE])
    if accords.cloaks(dossier_id, at) or responsables(dossier_id, cles):
        raise Introuvable
    noter(acteur, Acte.LIRE, decision, volet=Volet.FAMILLE, dossier=dossier_id, objet="courrier")
    return identites([dossier_id], cles)[dossier_id].nom_complet


def _caches(
    dossier_id: UUID, autres: list[ResponsableLu], cles: Trousseau, fermeture: Fermeture
) -> tuple[str, ...]:
    """Every value closed to the addressee, of the child and of the other adults, present and past."""
    if not fermeture.champs:
        return ()
    par_champ = {
        Coordonnee.ADRESSE: [
            v for d in domiciles(dossier_id, cles) for v in (d.adresse, d.ville, d.quartier)
        ] + [r.adresse for r in autres],
        Coordonnee.TELEPHONE: [t for r in autres for t in r.telephones],
        Coordonnee.COURRIEL: [r.courriel for r in autres],
        Coordonnee.TRAVAIL: [r.travail for r in autres],
        Coordonnee.ECOLE: [
            v for s in scolarites([dossier_id], cles).get(dossier_id, ()) for v in (s.etablissement, s.uai)
        ],
    }  # fmt: skip
    return tuple(v for champ in sorted(fermeture.champs) for v in par_champ[champ] if v)


def formulaire_d_accord(
    acteur: Acteur, dossier_id: UUID, demande_id: UUID, adulte: UUID, *, at: date, jusqu_au: str
) -> Courrier:
    """The form by which one adult says yes or no. `jusqu_au`: the last day of the agreement, in words."""
    _, _ = exiger(acteur, Acte.ECRIRE, Volet.FAMILLE, dossier_id, at)
    rang = la_demande(dossier_id, demande_id)
    cles = trousseau(acteur.programme_id, [dossier_id], [Volet.FAMILLE])
    contenu = rang.ouvrir(cles)
    a_dire = {
        "libelle": contenu.get("libelle") or "",
        "a_qui": destinataire_du(rang),
        "programme": Programme.objects.get(id=acteur.programme_id).nom,
    }
    qui = destinataire(acteur, dossier_id, adulte, a_dire, at=at)
    valeurs = {
        "nom": qui.nom,
        "enfant": qui.enfant,
        "quoi": f"volet {Volet(rang.cible).libelle}" if rang.cible else "",
        "a_qui": qui.textes["a_qui"],
        "pourquoi": Finalite(rang.finalite).libelle.lower() if rang.finalite else "",
        "jusqu_au": jusqu_au,
    }
    return Courrier(
        titre=f"Accord {rang.numero}",
        numero=rang.numero,
        nom=qui.nom,
        adresse=qui.adresse,
        enfant=qui.enfant,
        programme=qui.textes["programme"],
        libelle=qui.textes["libelle"],
        phrases=phrases(Nature(rang.nature), valeurs, contenu.get("langue") or "fr"),
    )
