"""Everything that can be done in the house, named once."""

from __future__ import annotations

from enum import StrEnum


class Acte(StrEnum):
    """An act that the policy allows or refuses.

    On a dossier: LISTER (know that the child is followed), LIRE, ECRIRE, PLANIFIER, TRIER, DESIGNER; EXTRAIRE (write an
    extract to be shared), LIRE_EXTRAIT (read those written for oneself), OUVRIR_EN_URGENCE (break-glass), EXPORTER_LES_NOMS,
    VOIR_LES_ACCES (who opened this dossier), CONSIGNER (log that an alert was transmitted, a fact without content).
    On the programme: IMPORTER, VOIR_LES_CHIFFRES, EXPORTER_LES_CHIFFRES, TENIR_LE_TERRITOIRE, TENIR_LES_ADRESSES (files of addresses, public data),
    TENIR_LES_EXPORTS, TENIR_L_ELIGIBILITE (rules, scenarios), CONDUIRE_LES_SORTIES (exit campaigns),
    CONDUIRE_LES_EVALUATIONS (points with schools), TENIR_LA_CHARTE, VOIR_LES_HABILITATIONS, EXAMINER_LES_URGENCES, RECEVOIR_DES_EXTRAITS,
    TENIR_LES_EXPORTS, TENIR_L_ELIGIBILITE (rules, scenarios), CONDUIRE_LES_SORTIES (exit campaigns), TENIR_LA_CHARTE, VOIR_LES_HABILITATIONS, EXAMINER_LES_URGENCES, RECEVOIR_DES_EXTRAITS,
    TENIR_L_EPS (séances, agenda, mode séance), ASSISTER_A_L_EPS (one's own séances and situations),
    TENIR_LES_EXPORTS, TENIR_L_ELIGIBILITE (rules, scenarios), CONDUIRE_LES_SORTIES (exit campaigns), TENIR_LES_PASSATIONS (who takes over whom),
    SUIVRE_SES_PASSATIONS (those in which one gives or receives), TENIR_LA_CHARTE, VOIR_LES_HABILITATIONS, EXAMINER_LES_URGENCES, RECEVOIR_DES_EXTRAITS,
    VOIR_LE_JOURNAL (alerts on accesses), TENIR_LE_JOURNAL (examine them, anchor).
    SOLLICITER (write a demand and follow one's own), VOIR_LES_SAISINES (the list of those that wait), RECEVOIR_LES_SAISINES
    (open them, receive or refuse, issue links).
    TENIR_LES_BILANS (figures of the annual survey, aggregates of réseaux, annual reports), VOIR_LE_TABLEAU_REP (those of one's réseau).
    PREPARER_LES_PUBLICATIONS (choose tables, protect, see what is hidden), PUBLIER (approve, withdraw), LIRE_LES_PUBLICATIONS.
    On persons: VOIR_L_EQUIPE, HABILITER (open, change, attest, end a right), CONFIRMER (be the second of two).
    REGLER: the settings of the programme. ACCUEILLIR: one's own home.
    TENIR_SON_COMPTE, SIGNER_LA_CHARTE, CONNAITRE_LES_REGLES (charte, matrix, refusals): on oneself, whatever the mission.
    """

    ACCUEILLIR = "accueillir"
    LISTER = "lister"
    LIRE = "lire"
    ECRIRE = "ecrire"
    PLANIFIER = "planifier"
    TRIER = "trier"
    DESIGNER = "designer"
    EXPORTER_LES_NOMS = "exporter_les_noms"
    EXTRAIRE = "extraire"
    LIRE_EXTRAIT = "lire_extrait"
    OUVRIR_EN_URGENCE = "ouvrir_en_urgence"
    IMPORTER = "importer"
    VOIR_LES_CHIFFRES = "voir_les_chiffres"
    EXPORTER_LES_CHIFFRES = "exporter_les_chiffres"
    # Life of the data: on a dossier, then on the programme
    CONSERVER = "conserver"
    OUVRIR_ARCHIVE = "ouvrir_archive"
    PREPARER_ELIMINATION = "preparer_elimination"
    VALIDER_ELIMINATION = "valider_elimination"
    VOIR_LES_ACCES = "voir_les_acces"
    CONSIGNER = "consigner"
    VOIR_LE_JOURNAL = "voir_le_journal"
    TENIR_LE_JOURNAL = "tenir_le_journal"
    # Bilans: aggregates and texts, no child
    TENIR_LES_BILANS = "tenir_les_bilans"
    VOIR_LE_TABLEAU_REP = "voir_le_tableau_rep"
    # Publications: figures that leave
    PREPARER_LES_PUBLICATIONS = "preparer_les_publications"
    PUBLIER = "publier"
    LIRE_LES_PUBLICATIONS = "lire_les_publications"
    TENIR_LE_TERRITOIRE = "tenir_le_territoire"
    TENIR_LES_ADRESSES = "tenir_les_adresses"
    TENIR_LES_EXPORTS = "tenir_les_exports"
    TENIR_L_ELIGIBILITE = "tenir_l_eligibilite"
    CONDUIRE_LES_SORTIES = "conduire_les_sorties"
    CONDUIRE_LES_EVALUATIONS = "conduire_les_evaluations"
    TENIR_L_EPS = "tenir_l_eps"
    ASSISTER_A_L_EPS = "assister_a_l_eps"
    # Saisines
    SOLLICITER = "solliciter"
    VOIR_LES_SAISINES = "voir_les_saisines"
    RECEVOIR_LES_SAISINES = "recevoir_les_saisines"
    TENIR_LES_PASSATIONS = "tenir_les_passations"
    SUIVRE_SES_PASSATIONS = "suivre_ses_passations"
    TENIR_LA_CHARTE = "tenir_la_charte"
    VOIR_LES_HABILITATIONS = "voir_les_habilitations"
    EXAMINER_LES_URGENCES = "examiner_les_urgences"
    RECEVOIR_DES_EXTRAITS = "recevoir_des_extraits"
    CONNAITRE_LES_REGLES = "connaitre_les_regles"
    SIGNER_LA_CHARTE = "signer_la_charte"
    VOIR_L_EQUIPE = "voir_l_equipe"
    HABILITER = "habiliter"
    CONFIRMER = "confirmer"
    REGLER = "regler"
    TENIR_SON_COMPTE = "tenir_son_compte"


# Acts that ask again who is there: two factors shown in the last minutes. Giving rights opens dossiers; an exported
# table leaves the house with small numbers that may designate a child, a list of names more so; an emergency opens what
# is closed (security rule P-40; CNIL, délib. 2025-019).
SENSIBLES = frozenset(
    {
        Acte.HABILITER,
        Acte.CONFIRMER,
        Acte.EXPORTER_LES_CHIFFRES,
        Acte.TENIR_LES_EXPORTS,
        Acte.OUVRIR_EN_URGENCE,
        Acte.PUBLIER,  # what is published is never taken back
    }
)

SUR_DOSSIER = frozenset(
    {
        Acte.LISTER,
        Acte.LIRE,
        Acte.ECRIRE,
        Acte.PLANIFIER,
        Acte.TRIER,
        Acte.DESIGNER,
        Acte.EXPORTER_LES_NOMS,
        Acte.EXTRAIRE,
        Acte.LIRE_EXTRAIT,
        Acte.OUVRIR_EN_URGENCE,
        Acte.CONSERVER,
        Acte.OUVRIR_ARCHIVE,
        Acte.VOIR_LES_ACCES,
        Acte.CONSIGNER,
    }
)
# Nothing of these without the signed charte: each of them may show a name.
NOMINATIFS = SUR_DOSSIER | {
    Acte.IMPORTER,
    Acte.RECEVOIR_DES_EXTRAITS,
    Acte.TENIR_LES_EXPORTS,
    Acte.CONDUIRE_LES_SORTIES,
    Acte.TENIR_L_EPS,
    Acte.ASSISTER_A_L_EPS,
    Acte.SOLLICITER,
    Acte.VOIR_LES_SAISINES,
    Acte.RECEVOIR_LES_SAISINES,
    Acte.TENIR_LES_PASSATIONS,
    Acte.SUIVRE_SES_PASSATIONS,
}

# What anyone signed in does on her own account: a person whose missions are over still closes her sessions.
SUR_SOI = frozenset({Acte.TENIR_SON_COMPTE, Acte.SIGNER_LA_CHARTE, Acte.CONNAITRE_LES_REGLES})


class Relation(StrEnum):
    """What ties the acteur to the dossier on a given day."""

    CERCLE = "cercle"  # one of her postes follows this child today
    MEME_PROGRAMME = "meme_programme"
    SEANCE = "seance"  # invited to a séance on this situation, while it lasts
    EXTRAIT = "extrait"  # an extract of this volet was written for her and has not ended
    URGENCE = "urgence"  # she opened this volet in an emergency, a few hours at most
    AUCUNE = "aucune"

    @property
    def libelle(self) -> str:
        return {
            Relation.CERCLE: "vous suivez cet enfant",
            Relation.MEME_PROGRAMME: "ce dossier est de votre programme",
            Relation.SEANCE: "la situation est à une séance où vous êtes invitée ou invité",
            Relation.EXTRAIT: "un extrait a été écrit pour vous",
            Relation.URGENCE: "vous avez ouvert ce volet en urgence",
            Relation.AUCUNE: "aucun lien avec ce dossier",
        }[self]
