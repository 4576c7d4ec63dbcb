"""What a page asks of the policy beyond its act, and what it answers when nothing refuses.

An address that holds nothing and follows the rule (GET 200, an empty form 422) needs no line. An address that holds an
identifier, or answers otherwise, has its line here: without it the matrix fails and names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from maillage.dossiers.rules import VOLETS_DU_DOSSIER, EtatDuDossier, Volet
from maillage.partage.rules.actes import Acte
from tests.factories.preuve import ABSENT, MondeDePreuve

A, V = Acte, Volet
Corps = Callable[[MondeDePreuve, str], Mapping[str, Any]]
HTML = "text/html; charset=utf-8"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULAIRE = str(UUID(int=77))


@dataclass(frozen=True, slots=True)
class Exigence:
    """`decide` must say yes to this act on this volet of the dossier of the address, else `refus`."""

    acte: Acte
    volet: Volet | None  # None: the volet that the address names
    refus: int = 404
    sur: str = ""  # another dossier than the one of the address, named in the form
    parmi: tuple[Volet, ...] = ()  # a yes on one of these is enough


@dataclass(frozen=True, slots=True)
class Envoi:
    """A form filled as it should be, and what writing it asks of the policy beyond the page's own demand."""

    nom: str
    corps: Corps
    exige: tuple[Exigence, ...]
    statut: int = 302


@dataclass(frozen=True, slots=True)
class Page:
    """`objet`: the kind of thing that the address holds. `exige`: to open the page, or to send it an empty form."""

    exige: tuple[Exigence, ...] = ()
    objet: str = ""
    get: int = 200
    post: int = 422
    variantes: tuple[str, ...] = ("",)  # values of the last part of the address
    envois: tuple[Envoi, ...] = ()
    type: str = HTML
    sans_programme: int | None = None  # for who is signed in and has no programme
    selon: Mapping[EtatDuDossier, int] = field(default_factory=dict)  # in this state, this answer


def champs(**valeurs: Any) -> Corps:
    return lambda _monde, _relation: valeurs


def _note(volet: Volet) -> Envoi:
    def corps(monde: MondeDePreuve, _relation: str) -> dict[str, Any]:
        commun = {"texte": "x", "volet": volet, "nature": "", "formulaire": FORMULAIRE}
        return {**commun, "le": monde.jour.isoformat()}

    return Envoi(f"note {volet}", corps, (Exigence(A.ECRIRE, volet, 422),))


def _alerte(monde: MondeDePreuve, relation: str) -> dict[str, Any]:
    poste = monde.postes["voisin" if relation == "ailleurs" else "premier"].pk
    return {"le": monde.jour, "poste": poste, "vers": "crip", "formulaire": FORMULAIRE}


def _tache(monde: MondeDePreuve, _relation: str) -> dict[str, Any]:
    return {"libelle": "x", "echeance": monde.jour.isoformat(), "formulaire": FORMULAIRE}


def _referent(monde: MondeDePreuve, relation: str) -> dict[str, Any]:
    apres = monde.jour.replace(year=monde.jour.year + 1, day=1)
    poste = monde.postes["voisin" if relation == "ailleurs" else "second"]
    return {"poste": poste.pk, "depuis": apres.isoformat(), "motif": "depart"}


def _passage(monde: MondeDePreuve, _relation: str) -> dict[str, Any]:
    return {"le": monde.jour.isoformat(), "precision": "", "formulaire": FORMULAIRE}


def autre(relation: str) -> str:
    """The sibling named in the form: a child that the holders of the first poste follow."""
    return "sien" if relation == "relais" else "relais"


def _fratrie(monde: MondeDePreuve, relation: str) -> dict[str, Any]:
    return {"autre": monde.dossier(autre(relation))}


ACTIF, ARCHIVE = EtatDuDossier.ACTIF, EtatDuDossier.ARCHIVE
CONSERVER = (Exigence(A.CONSERVER, V.IDENTITE),)
ROUVRIR = (Exigence(A.OUVRIR_ARCHIVE, V.IDENTITE),)
LIRE_LE_PARCOURS = (Exigence(A.LIRE, V.PARCOURS),)
# who reads of a child only what the others wrote has nothing to extract
EXTRAIRE = (*LIRE_LE_PARCOURS, Exigence(A.EXTRAIRE, None, parmi=VOLETS_DU_DOSSIER))
RENDRE_COMPTE = (Exigence(A.VOIR_LES_ACCES, V.IDENTITE),)
INCONNU = Page(objet="inconnu")  # the number of nothing: the thing itself has its own tests
IDENTITE = champs(nom="X", prenom="Y", naissance="2016", sexe="", version="1")
SCOLARITE = champs(rentree="2025", etablissement="x", niveau="")
ADULTE = champs(nom="X", lien="", telephone="", exercice="a_verifier")
BESOIN = champs(domaine="langage", constat="x", appui="", formulaire=FORMULAIRE)
OBJECTIF = champs(
    texte="x", mots_de="enfant", presents="x", domaine="langage", formulaire=FORMULAIRE
)
ACTION = champs(
    libelle="x", nature="entretien_enfant", operateur="partenaire", formulaire=FORMULAIRE
)

LISTER = Exigence(A.LISTER, V.IDENTITE)
PLANIFIER = Exigence(A.PLANIFIER, V.PARCOURS)


def ecrire(volet: Volet) -> tuple[Exigence, ...]:
    """A form of a volet: whoever may write there and know the child's name."""
    return (Exigence(A.ECRIRE, volet), LISTER)


def volet(v: Volet, corps: Corps, *plus: Exigence) -> Page:
    return Page(ecrire(v), "dossier", envois=(Envoi("rempli", corps, (*ecrire(v), *plus)),))


DECLARATIONS: dict[str, Page] = {
    "parcours:liste": Page(post=200),
    "parcours:fiche": Page((LISTER,), "dossier"),
    "parcours:volet": Page((LISTER,), "dossier", variantes=(*VOLETS_DU_DOSSIER, "quarantaine", "inconnu")),
    "parcours:note": Page((LISTER,), "dossier", envois=tuple(_note(v) for v in VOLETS_DU_DOSSIER)),
    "parcours:brouillon": Page((LISTER,), "dossier", post=200),
    "parcours:designer": Page((LISTER,), "dossier",
                              envois=(Envoi("rempli", _referent, (Exigence(A.DESIGNER, V.PARCOURS),)),)),
    "parcours:passer": Page(ecrire(V.PARCOURS), "dossier", variantes=("suspendre",),
                            envois=(Envoi("rempli", _passage, ecrire(V.PARCOURS)),)),
    "parcours:annuler_le_passage": Page(objet="dossier", post=404),
    "parcours:rectifier": Page((Exigence(A.DESIGNER, V.PARCOURS), *ecrire(V.PARCOURS)), "dossier"),
    "parcours:sortie": Page((*LIRE_LE_PARCOURS, LISTER), "dossier"),
    "parcours:relais": Page(objet="dossier", get=404, post=404),
    "parcours:courrier_de_sortie": INCONNU,
    "parcours:courrier_de_sortie_aux_parents": Page(objet="dossier", get=404),
    "parcours:planifier": Page((LISTER,), "dossier", envois=(Envoi("rempli", _tache, (PLANIFIER,)),)),
    "parcours:terminer": Page((PLANIFIER,), "dossier", post=302),
    # the journal
    "parcours:note_enfants": Page(post=200),
    "parcours:filtrer": Page((LISTER,), "dossier", post=200),
    "parcours:synthese": volet(V.PARCOURS, champs(texte="x", vue="0")),
    "parcours:corriger_note": INCONNU,
    "parcours:piece": INCONNU,
    "parcours:retirer_modele": INCONNU,
    "parcours:dire_la_charge": Page(post=302),
    "enfants:identite": volet(V.IDENTITE, IDENTITE),
    "enfants:domicile": volet(V.IDENTITE, champs(adresse="x")),
    "enfants:position": Page(ecrire(V.IDENTITE), "dossier",
                             envois=(Envoi("point", champs(lat="48,93", lon="2,36", version="1"), ecrire(V.IDENTITE)),)),
    "enfants:positions": Page(post=302),
    "enfants:suivi_positions": Page(get=404),
    "enfants:responsable": volet(V.FAMILLE, ADULTE),
    "enfants:fratrie": volet(V.FAMILLE, _fratrie, Exigence(A.ECRIRE, V.FAMILLE, sur="autre")),
    "enfants:scolarite": volet(V.SCOLARITE, SCOLARITE),
    "enfants:adulte": INCONNU,
    "enfants:demander": Page(ecrire(V.FAMILLE), "dossier"),
    "enfants:demande": INCONNU,
    "enfants:imprimer_accord": INCONNU,
    "enfants:piece": INCONNU,
    "plans:plan": Page((*LIRE_LE_PARCOURS, LISTER), "dossier"),
    "plans:besoin": volet(V.PARCOURS, BESOIN),
    "plans:clore_besoin": INCONNU,
    "plans:nouvel_objectif": volet(V.PARCOURS, OBJECTIF),
    "plans:objectif": INCONNU,
    "plans:clore": INCONNU,
    "plans:etape": INCONNU,
    "plans:etape_faite": INCONNU,
    "plans:regard": INCONNU,
    "plans:nouvelle_action": volet(V.PARCOURS, ACTION),
    "plans:action": INCONNU,
    "plans:suite": INCONNU,
    "plans:presenter": Page(ecrire(V.PARCOURS), "dossier"),
    "plans:accord": Page(ecrire(V.PARCOURS), "dossier"),
    "plans:demarrer": Page(ecrire(V.PARCOURS), "dossier"),
    "plans:version": INCONNU,
    "plans:imprimer": INCONNU,
    "parcours:cercle": Page(LIRE_LE_PARCOURS, "dossier"),
    "parcours:extraire": Page(EXTRAIRE, "dossier"),
    "parcours:retirer": Page(objet="dossier", post=404),
    "parcours:urgence": Page((Exigence(A.OUVRIR_EN_URGENCE, None), LISTER), "dossier",
                             variantes=(*VOLETS_DU_DOSSIER, "quarantaine", "inconnu")),
    "parcours:acces": Page(RENDRE_COMPTE, "dossier"),
    "parcours:acces_pdf": Page(RENDRE_COMPTE, "dossier", type=PDF),
    "parcours:export_fichier": INCONNU,
    "parcours:examiner": INCONNU,
    "conservation:archiver": Page(post=302),
    "conservation:preparer": Page(post=302),
    "conservation:liste": INCONNU,
    "conservation:avancement": INCONNU,
    "conservation:viser": INCONNU,
    "conservation:abandonner": INCONNU,
    "conservation:valider": INCONNU,
    "conservation:reprendre": INCONNU,
    "conservation:dossier": Page(CONSERVER, "dossier"),
    "conservation:geler": Page(CONSERVER, "dossier"),
    "conservation:contact": Page(CONSERVER, "dossier"),
    "conservation:lever": Page(objet="dossier", post=404),
    "conservation:supprimer": Page(CONSERVER, "dossier", post=302),
    "conservation:archive": Page(ROUVRIR, "dossier", selon={ACTIF: 404}),
    "conservation:archiver_un": Page(CONSERVER, "dossier", post=302, selon={ARCHIVE: 404}),
    "conservation:reactiver": Page(CONSERVER, "dossier", post=302, selon={ACTIF: 404}),
    "partage:charte": Page(sans_programme=404),
    "partage:charte_pdf": Page(sans_programme=404, type=PDF),
    "partage:habilitations": Page(sans_programme=404),
    "partage:habilitations_pdf": Page(sans_programme=404, type=PDF),
    "partage:habilitations_refus": Page(sans_programme=404),
    "partage:journal_ancrer": Page(post=302),
    "partage:journal_examiner": Page(),
    "partage:equipe_poste": Page(post=302),
    "partage:equipe_fermer_poste": INCONNU,
    "partage:equipe_confirmer": INCONNU,
    "partage:equipe_refuser": INCONNU,
    "partage:equipe_personne": Page(objet="personne"),
    "partage:equipe_code": Page(objet="personne", post=404),
    "partage:equipe_secours": Page(objet="personne"),
    "partage:equipe_changer": Page(objet="personne", post=302, variantes=("mission",)),
    "coquille:fermer_autres_sessions": Page(post=302),
    "coquille:fermer_session": INCONNU,
    "eligibilite:campagne": INCONNU,
    "eligibilite:campagne_enfants": INCONNU,
    "eligibilite:campagne_calendrier": INCONNU,
    "eligibilite:campagne_etat": INCONNU,
    "eligibilite:campagne_courriers": INCONNU,
    "eligibilite:mes_courriers": Page(get=404),
    "eligibilite:sortie": Page(objet="dossier", get=404, post=404),
    "eligibilite:courrier_parents": Page(objet="dossier", get=404),
    "eligibilite:courrier": INCONNU,
    # saisines
    "saisines:effacer": Page(post=302),
    "saisines:brouillon": Page(post=200),
    "saisines:mienne": INCONNU,
    "saisines:retirer_lien": INCONNU,
    "saisines:recevoir": INCONNU,
    "saisines:enfant": Page((LISTER, *LIRE_LE_PARCOURS), "dossier"),
    "passations:reprendre": Page(post=302),
    "passations:preparer": INCONNU,
    "passations:jours": INCONNU,
    "passations:abandonner": INCONNU,
    "passations:faite": INCONNU,
    "passations:courriers": INCONNU,
    "passations:notes": INCONNU,
    "passations:note": INCONNU,
    "eligibilite:ouvrir_brouillon": Page(post=302),
    "eligibilite:brouillon": INCONNU,
    "eligibilite:apercu": INCONNU,
    "eligibilite:vigueur": INCONNU,
    "eligibilite:abandonner_brouillon": INCONNU,
    "eligibilite:geste": INCONNU,
    "eligibilite:revoir": Page(post=302),
    "eligibilite:enfant": Page(objet="dossier", exige=(Exigence(A.LIRE, V.IDENTITE),)),
    "eligibilite:deroger": Page(objet="dossier", exige=(Exigence(A.LIRE, V.IDENTITE),)),
    "eligibilite:finir_derogation": Page(objet="dossier", post=404),
    "eligibilite:scenario": INCONNU,
    "eligibilite:avancement": INCONNU,
    "eligibilite:arreter_scenario": INCONNU,
    "eligibilite:decider_scenario": INCONNU,
    "eligibilite:concernes": INCONNU,
    "eligibilite:scenario_carte": INCONNU,
    "eligibilite:scenario_xlsx": INCONNU,
    "eligibilite:scenario_json": INCONNU,
    "evaluations:campagne": INCONNU,
    "evaluations:ecole": INCONNU,
    "evaluations:saisie": Page(objet="dossier", get=404, post=404),
    "evaluations:enfant": Page((Exigence(A.LIRE, V.SCOLARITE), LISTER), "dossier"),
    "syntheses:dossier": Page((*EXTRAIRE, LISTER), "dossier"),
    "syntheses:alertes": Page((Exigence(A.CONSIGNER, V.PROTECTION), LISTER), "dossier",
                              envois=(Envoi("rempli", _alerte, ()),)),
    "syntheses:synthese": INCONNU,
    "syntheses:courrier_pdf": INCONNU,
    "syntheses:courrier_docx": INCONNU,
    "syntheses:versions": INCONNU,
    # EPS: a séance holds what the tests of its room say
    **{f"eps:{nom}": INCONNU for nom in (
        "seance", "modifier", "situation", "ecran", "clore", "releve", "releve_pdf", "part_pdf", "ics",
        "convocation")},
    "statistiques:annuelles_xlsx": Page(type=XLSX),
    # Publications: a release holds what the tests of its room say
    "publications:publication": Page(objet="parution"),
    "publications:tableur": Page(objet="parution", type=XLSX),
    "publications:json": Page(objet="parution", type="application/json"),
    "publications:document": Page(objet="parution", get=404),
    **{f"publications:{nom}": INCONNU for nom in (
        "preparation", "avancement", "arreter", "relancer", "abandonner", "approuver", "retirer")},
    # Bilans: a réseau opens to the coordination of its commune and to postes chosen; a report holds what the tests of its room say
    "bilans:enquete_xlsx": Page(type=XLSX),
    "bilans:ecrire": Page(),
    "bilans:envoyer": Page(post=302),
    "bilans:enquete_table": Page(),
    "bilans:commencer": Page(post=404),
    **{f"bilans:{nom}": INCONNU for nom in (
        "rapport", "approuver", "commenter", "document", "tableau", "saisir", "importer", "modele_csv", "lecteurs")},
    "statistiques:explorer_xlsx": Page(type=XLSX),
    "statistiques:definition": Page(),  # of an indicator: says nothing of anybody
    "territoire:suivi_adresses": INCONNU,
    "territoire:arreter_adresses": INCONNU,
    "territoire:effectifs_depot": INCONNU,
    "territoire:effectifs_confirmer": INCONNU,
    "territoire:effectifs_abandonner": INCONNU,
    "territoire:placer_ecole": INCONNU,
    "territoire:modifier": Page(objet="reseau"),
    "territoire:fermer": Page(objet="reseau"),
    "territoire:cartes_generation": INCONNU,
    "territoire:cartes_depot": INCONNU,
    "territoire:cartes_depot_suivi": INCONNU,
    "territoire:cartes_depot_confirmer": INCONNU,
    "territoire:cartes_depot_abandonner": INCONNU,
    "reprise:accueil": Page(post=200),
    "reprise:quarantaine": Page(post=200),
    "reprise:colonnes": Page(objet="reprise", post=200),
    "reprise:verifier": Page(objet="reprise"),
    "reprise:decider": Page(objet="reprise", post=302),
    "reprise:retenir_ecole": Page(objet="reprise", post=302),
    "reprise:lancer": Page(objet="reprise", post=302),
    "reprise:resultat": Page(objet="reprise"),
    "reprise:suivi": Page(objet="reprise"),
    "reprise:arreter": Page(objet="reprise", post=302),
    "reprise:abandonner": Page(objet="reprise", post=302),
    "reprise:annuler": Page(objet="reprise", post=409),
}  # fmt: skip
# a volet that the address names and the dossier does not have
SANS_VOLET = ("quarantaine", "inconnu")
TEXTE_BRUT = ("parcours:brouillon", "saisines:brouillon")

# Pages open to anyone: what each method answers, whoever asks. `*` is every other method.
PUBLIQUES: dict[str, dict[str, int]] = {
    "compte_ferme": {"*": 404},
    "coquille:entrer": {"POST": 404, "*": 405},  # in the demonstration only
    "coquille:sante": {"*": 200},
    "coquille:aide": {"GET": 200, "*": 405},
    "coquille:raccourcis": {"POST": 302, "*": 405},
    "coquille:composants": {"GET": 404, "*": 405},  # in the demonstration only
    "coquille:prolonger": {"POST": 200, "*": 405},
    "partage:activer": {"GET": 200, "POST": 422, "*": 405},
    "demander:suite": {"GET": 200, "POST": 422, "*": 405},
    "demander:formulaire": {"GET": 410, "POST": 410, "*": 405},  # no link has this token
    "partage:proconnect": {"POST": 404, "*": 405},  # where it is configured only
    "partage:proconnect_retour": {"GET": 404, "*": 405},
    "partage:proconnect_encore": {"GET": 404, "*": 405},
}
# What else an address may hold, for those whose value decides nothing.
SANS_OBJET = {
    "cle": "leila",
    "code": "entrees",  # of a definition
    "provider_id": "proconnect",
    "session": 7,
    "pk": 1,
    **dict.fromkeys(("export", "urgence_id", "alerte", "poste", "demande", "liste", "gel",
                     "ouverture", "adulte", "piece", "campagne", "regles", "scenario", "derogation", "depot",
                     "generation", "numero",
                     "ouverture", "adulte", "piece", "campagne",
                     "synthese", "partie",
                     "besoin", "objectif", "etape", "action", "version",  # of a plan
                     "passage_id", "relais", "passation", "synthese", "partie"), ABSENT),
    **dict.fromkeys(("seance", "situation", "membre"), ABSENT),
    "place": 1,
    "saisine": ABSENT,
    "lien": ABSENT,
    "jeton": "inconnu",
    "rang": 0,
    "geste": "monter",
    "ecole": "0930001A",
    "volet": "sante",
    "vers": "lancee",
    # the journal: an entry or a file that nobody knows, in a volet of the dossier
    "note": ABSENT,
    "modele": 9,
    "parution": 9,
    "preparation": ABSENT,
    "document": ABSENT,
    "rapport": ABSENT,
    "rubrique": "equipe",
    "rentree": 2025,
    "reseau": 999_999,
    "nature": "rapport",
}  # fmt: skip
