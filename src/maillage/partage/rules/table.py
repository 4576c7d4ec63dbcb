"""The table. One line says: this mission, tied so to the dossier, may do these acts on these volets, on this ground.

What is not written here is refused. The «matrice d'habilitation» is this table, read aloud.
"""

from __future__ import annotations

from maillage.comptes.rules import Mission, ObligationDeSecret
from maillage.comptes.rules.habilitations import EQUIPE
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.partage.rules.actes import Acte, Relation
from maillage.partage.rules.fondements import (
    ACTION_SOCIALE,
    ALERTE,
    ARCHIVES,
    CNIL,
    JOURNALISATION,
    MISSION_PUBLIQUE,
    PARTAGE,
    SOINS,
)
from maillage.partage.rules.regle import ACTIF, Rule, rule

A, M, R, V = Acte, Mission, Relation, Volet
SOIGNANTS = frozenset({ObligationDeSecret.PROFESSION})
GARDE = ACTIF | {EtatDuDossier.ARCHIVE}  # kept, in use or in the restricted archive
LECTURE = {A.LIRE}
ECRITURE = {A.LIRE, A.ECRIRE}
RULES: tuple[Rule, ...] = (
    # Coordination: leads the programme; neither health nor protection unless somebody shares it with her
    rule("coord_dossier", M.COORDINATION, R.MEME_PROGRAMME,
         {A.LISTER, A.LIRE, A.ECRIRE, A.PLANIFIER, A.DESIGNER}, {V.IDENTITE, V.PARCOURS}, ACTION_SOCIALE,
         "La coordination conduit les parcours du programme."),
    rule("coord_famille", M.COORDINATION, R.MEME_PROGRAMME, ECRITURE, {V.FAMILLE, V.MEDIATION}, ACTION_SOCIALE,
         "La coordination tient les accords et la médiation avec les familles."),
    rule("coord_lecture", M.COORDINATION, R.MEME_PROGRAMME, LECTURE, {V.SCOLARITE, V.SOCIAL}, ACTION_SOCIALE,
         "La coordination lit la scolarité et le social pour conduire le parcours."),
    rule("coord_tri", M.COORDINATION, R.MEME_PROGRAMME, {A.TRIER}, {V.QUARANTAINE}, CNIL,
         "La coordination trie les textes repris de son ancien fichier."),
    rule("coord_import", M.COORDINATION, R.MEME_PROGRAMME, {A.IMPORTER}, set(), MISSION_PUBLIQUE,
         "La coordination reprend les fichiers de suivi de son équipe."),
    rule("coord_chiffres", M.COORDINATION, R.MEME_PROGRAMME,
         {A.VOIR_LES_CHIFFRES, A.EXPORTER_LES_CHIFFRES}, set(), MISSION_PUBLIQUE,
         "La coordination rend compte de l'activité, en nombres seulement."),
    # Bilans: what the programme says of its year; a school reads the aggregates of its réseau
    rule("coord_bilans", M.COORDINATION, R.MEME_PROGRAMME, {A.TENIR_LES_BILANS, A.VOIR_LE_TABLEAU_REP}, set(),
         MISSION_PUBLIQUE, "La coordination rend compte de l'année et tient le tableau de bord des réseaux."),
    rule("ecole_tableau_rep", M.ECOLE, R.MEME_PROGRAMME, {A.VOIR_LE_TABLEAU_REP}, set(), MISSION_PUBLIQUE,
         "Vous lisez le tableau de bord du réseau que la coordination vous a ouvert."),
    # Publications: the coordination lets figures out; those outside the secret read them, and nothing else
    rule("coord_publications", M.COORDINATION, R.MEME_PROGRAMME,
         {A.PREPARER_LES_PUBLICATIONS, A.PUBLIER, A.LIRE_LES_PUBLICATIONS}, set(), MISSION_PUBLIQUE,
         "La coordination publie des chiffres où personne ne se reconnaît."),
    *(rule(f"{m.value}_publications", m, R.MEME_PROGRAMME, {A.LIRE_LES_PUBLICATIONS}, set(), MISSION_PUBLIQUE,
           "Vous lisez les chiffres publiés du programme.") for m in (M.ELU, M.PILOTAGE, M.PARTENARIAT)),
    rule("coord_conservation", M.COORDINATION, R.MEME_PROGRAMME, {A.CONSERVER}, {V.IDENTITE}, CNIL,
         "La coordination tient les durées de conservation.", etats=GARDE),
    rule("coord_archive", M.COORDINATION, R.MEME_PROGRAMME, {A.OUVRIR_ARCHIVE},
         {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.MEDIATION, V.SCOLARITE, V.SOCIAL}, CNIL,
         "La coordination rouvre une archive quand elle écrit pourquoi.", etats=GARDE),
    rule("coord_elimination", M.COORDINATION, R.MEME_PROGRAMME,
         {A.PREPARER_ELIMINATION, A.VALIDER_ELIMINATION}, set(), ARCHIVES,
         "La coordination prépare les éliminations ; une autre personne les valide."),
    rule("dpo_elimination", M.DPO, R.MEME_PROGRAMME, {A.VALIDER_ELIMINATION}, set(), ARCHIVES,
         "Le délégué valide une liste d'élimination, qui ne porte aucun nom."),
    rule("coord_acces", M.COORDINATION, R.MEME_PROGRAMME, {A.VOIR_LES_ACCES}, {V.IDENTITE}, JOURNALISATION,
         "La coordination rend compte à la famille de qui a ouvert son dossier."),
    rule("coord_journal", M.COORDINATION, R.MEME_PROGRAMME, {A.VOIR_LE_JOURNAL, A.TENIR_LE_JOURNAL}, set(),
         JOURNALISATION, "La coordination examine les accès inhabituels."),
    # Data protection: the accesses, never the contents
    rule("dpo_journal", M.DPO, R.MEME_PROGRAMME, {A.VOIR_LE_JOURNAL, A.TENIR_LE_JOURNAL}, set(),
         JOURNALISATION, "Le délégué à la protection des données contrôle les accès, sans voir les contenus."),
    rule("coord_territoire", M.COORDINATION, R.MEME_PROGRAMME, {A.TENIR_LE_TERRITOIRE}, set(), MISSION_PUBLIQUE,
         "La coordination tient la liste des réseaux de sa ville."),
    rule("coord_eligibilite", M.COORDINATION, R.MEME_PROGRAMME, {A.TENIR_L_ELIGIBILITE}, set(), MISSION_PUBLIQUE,
         "La coordination écrit les règles d'éligibilité et simule leurs changements."),
    rule("coord_sorties", M.COORDINATION, R.MEME_PROGRAMME, {A.CONDUIRE_LES_SORTIES}, set(), ACTION_SOCIALE,
         "La coordination conduit les fins de parcours quand la carte change."),
    # Hand-over: the coordination for the programme, a référent for what she gives or receives
    rule("coord_passations", M.COORDINATION, R.MEME_PROGRAMME, {A.TENIR_LES_PASSATIONS, A.SUIVRE_SES_PASSATIONS},
         set(), ACTION_SOCIALE, "La coordination veille à ce qu'aucun enfant ne reste sans personne."),
    rule("referent_passations", M.REFERENCE, R.MEME_PROGRAMME, {A.SUIVRE_SES_PASSATIONS}, set(), ACTION_SOCIALE,
         "Le référent transmet ce qu'il suit et reçoit ce qu'on lui confie."),
    *(rule(f"{m.value}_adresses", m, R.MEME_PROGRAMME, {A.TENIR_LES_ADRESSES}, set(), MISSION_PUBLIQUE,
           "La coordination et l'administration technique chargent les fichiers publics d'adresses.")
      for m in (M.COORDINATION, M.TECHNIQUE)),
    rule("coord_evaluations", M.COORDINATION, R.MEME_PROGRAMME, {A.CONDUIRE_LES_EVALUATIONS}, set(), MISSION_PUBLIQUE,
         "La coordination ouvre les deux points de l'année avec les écoles."),
    rule("coord_charte", M.COORDINATION, R.MEME_PROGRAMME,
         {A.TENIR_LA_CHARTE, A.VOIR_LES_HABILITATIONS, A.EXAMINER_LES_URGENCES}, set(), CNIL,
         "La coordination tient la charte et répond des habilitations."),
    rule("coord_export", M.COORDINATION, R.MEME_PROGRAMME, {A.EXPORTER_LES_NOMS}, {V.IDENTITE}, CNIL,
         "La coordination remet une liste chiffrée à un membre de l'équipe, pour une raison écrite."),
    rule("coord_exports", M.COORDINATION, R.MEME_PROGRAMME, {A.TENIR_LES_EXPORTS}, set(), CNIL,
         "La coordination tient le registre des listes nominatives."),
    rule("coord_extrait", M.COORDINATION, R.MEME_PROGRAMME, {A.EXTRAIRE}, {V.IDENTITE, V.PARCOURS, V.FAMILLE},
         PARTAGE, "La coordination écrit des extraits de ce qu'elle tient."),
    # Référent de parcours: the children that one of her postes follows, today
    rule("referent_dossier", M.REFERENCE, R.CERCLE,
         {A.LISTER, A.LIRE, A.ECRIRE, A.PLANIFIER}, {V.IDENTITE, V.PARCOURS}, ACTION_SOCIALE,
         "Vous êtes référente ou référent de cet enfant."),
    rule("referent_ecriture", M.REFERENCE, R.CERCLE, ECRITURE, {V.FAMILLE, V.SOCIAL, V.SCOLARITE, V.MEDIATION},
         ACTION_SOCIALE, "Le référent accompagne l'enfant, sa famille et le lien avec l'école."),
    rule("referent_acces", M.REFERENCE, R.CERCLE, {A.VOIR_LES_ACCES}, {V.IDENTITE}, JOURNALISATION,
         "Le référent rend compte à la famille de qui a ouvert son dossier."),
    rule("referent_extrait", M.REFERENCE, R.CERCLE, {A.EXTRAIRE},
         {V.IDENTITE, V.PARCOURS, V.FAMILLE, V.SOCIAL, V.SCOLARITE, V.MEDIATION}, PARTAGE,
         "Le référent écrit des extraits de ce qu'il tient."),
    rule("referent_urgence", M.REFERENCE, R.CERCLE, {A.OUVRIR_EN_URGENCE}, {V.SANTE, V.PROTECTION}, PARTAGE,
         "En urgence, le référent peut ouvrir un volet fermé, sous contrôle."),
    rule("referent_en_urgence", M.REFERENCE, R.URGENCE, LECTURE, {V.SANTE, V.PROTECTION}, PARTAGE,
         "Vous avez ouvert ce volet en urgence ; la coordination l'examinera."),
    # Health professional of the team: own cases; her notes stay in her volet
    rule("soin_dossier", M.SOIN, R.CERCLE, {A.LISTER, A.LIRE}, {V.IDENTITE, V.PARCOURS}, SOINS,
         "Vous intervenez auprès de cet enfant."),
    rule("soin_sante", M.SOIN, R.CERCLE, ECRITURE, {V.SANTE}, SOINS,
         "Les informations de santé restent entre soignants.", SOIGNANTS),
    rule("soin_scolarite", M.SOIN, R.CERCLE, LECTURE, {V.SCOLARITE}, SOINS,
         "La scolarité éclaire le soin."),
    rule("soin_extrait", M.SOIN, R.CERCLE, {A.EXTRAIRE}, {V.SANTE}, SOINS,
         "Le soignant écrit ce qui peut être dit de la santé.", SOIGNANTS),
    # Social worker of the team: own cases
    rule("social_dossier", M.TRAVAIL_SOCIAL, R.CERCLE, {A.LISTER, A.LIRE}, {V.IDENTITE, V.PARCOURS},
         ACTION_SOCIALE, "Vous intervenez auprès de cet enfant."),
    rule("social_ecriture", M.TRAVAIL_SOCIAL, R.CERCLE, ECRITURE, {V.FAMILLE, V.SOCIAL}, ACTION_SOCIALE,
         "Le travail social tient la famille et le social."),
    rule("social_lecture", M.TRAVAIL_SOCIAL, R.CERCLE, LECTURE, {V.SCOLARITE}, ACTION_SOCIALE,
         "La scolarité éclaire le travail social."),
    rule("social_extrait", M.TRAVAIL_SOCIAL, R.CERCLE, {A.EXTRAIRE}, {V.FAMILLE, V.SOCIAL}, PARTAGE,
         "Le travailleur social écrit des extraits de ce qu'il tient."),
    rule("social_urgence", M.TRAVAIL_SOCIAL, R.CERCLE, {A.OUVRIR_EN_URGENCE}, {V.SANTE}, PARTAGE,
         "En urgence, le travailleur social peut ouvrir un volet fermé, sous contrôle."),
    rule("social_en_urgence", M.TRAVAIL_SOCIAL, R.URGENCE, LECTURE, {V.SANTE}, PARTAGE,
         "Vous avez ouvert ce volet en urgence ; la coordination l'examinera."),
    # That an alert was transmitted, as a fact: its content is nowhere in the house
    *(rule(f"{nom}_consigner", m, lien, {A.CONSIGNER}, {V.PROTECTION}, ALERTE,
           "Qu'une information préoccupante a été transmise se consigne, sans son contenu.")
      for nom, m, lien in (("coord", M.COORDINATION, R.MEME_PROGRAMME), ("referent", M.REFERENCE, R.CERCLE),
                           ("social", M.TRAVAIL_SOCIAL, R.CERCLE))),
    # Extracts: a text written for one person, by whoever holds the volet, until a day
    *(rule(f"{m.value}_extrait_recu", m, R.EXTRAIT, {A.LIRE_EXTRAIT}, volets, PARTAGE,
           "Un extrait de ce volet a été écrit pour vous.")
      for m, volets in {
          M.COORDINATION: {V.SANTE, V.PROTECTION, V.SOCIAL, V.SCOLARITE}, M.REFERENCE: {V.SANTE, V.PROTECTION},
          M.SOIN: {V.FAMILLE, V.SOCIAL}, M.TRAVAIL_SOCIAL: {V.SANTE, V.PROTECTION},
          M.PARTENARIAT: {V.IDENTITE, V.PARCOURS}}.items()),
    rule("ecole_extrait", M.ECOLE, R.EXTRAIT, {A.LIRE_EXTRAIT}, {V.IDENTITE, V.SCOLARITE, V.SOCIAL, V.PARCOURS},
         PARTAGE, "Un extrait de ce volet a été écrit pour vous."),
    rule("eps_extrait", M.EPS, R.EXTRAIT, {A.LIRE_EXTRAIT}, {V.IDENTITE, V.SCOLARITE, V.SOCIAL, V.PARCOURS},
         PARTAGE, "Un extrait de ce volet a été écrit pour vous."),
    rule("eps_seance", M.EPS, R.SEANCE, {A.LIRE_EXTRAIT}, {V.IDENTITE, V.SCOLARITE, V.SOCIAL, V.PARCOURS},
         PARTAGE, "Cette situation est examinée à une séance où vous êtes invitée ou invité."),
    rule("coord_eps", M.COORDINATION, R.MEME_PROGRAMME, {A.TENIR_L_EPS}, set(), ACTION_SOCIALE,
         "La coordination prépare et conduit les séances d'EPS."),
    *(rule(f"{m.value}_seance", m, R.SEANCE, {A.LIRE_EXTRAIT}, {V.IDENTITE, V.PARCOURS}, PARTAGE,
           "Cette situation est examinée à une séance où vous êtes invitée ou invité.")
      for m in (M.COORDINATION, M.REFERENCE, M.SOIN, M.TRAVAIL_SOCIAL, M.ECOLE, M.PARTENARIAT)),
    *(rule(f"{m.value}_eps", m, R.MEME_PROGRAMME, {A.ASSISTER_A_L_EPS}, set(), PARTAGE,
           "Les séances d'EPS où vous êtes invitée ou invité, et vos situations.")
      for m in (M.COORDINATION, M.REFERENCE, M.SOIN, M.TRAVAIL_SOCIAL, M.EPS, M.ECOLE, M.PARTENARIAT)),
    *(rule(f"{m.value}_extraits", m, R.MEME_PROGRAMME, {A.RECEVOIR_DES_EXTRAITS}, set(), PARTAGE,
           "Les extraits écrits pour vous.")
      for m in (M.COORDINATION, M.REFERENCE, M.SOIN, M.TRAVAIL_SOCIAL, M.EPS, M.ECOLE, M.PARTENARIAT)),
    # Secretariat: who is followed and by whom, to route calls
    rule("secretariat", M.SECRETARIAT, R.MEME_PROGRAMME, {A.LISTER, A.LIRE}, {V.IDENTITE}, CNIL,
         "Le secrétariat oriente les appels vers la bonne personne."),
    # Saisines: whoever works around children asks; the team types what came by telephone; the coordination receives
    *(rule(f"{m.value}_sollicite", m, R.MEME_PROGRAMME, {A.SOLLICITER}, set(), MISSION_PUBLIQUE,
           "Vous pouvez signaler une inquiétude et suivre vos demandes.")
      for m in (M.COORDINATION, M.REFERENCE, M.SOIN, M.TRAVAIL_SOCIAL, M.SECRETARIAT, M.EPS, M.ECOLE, M.PARTENARIAT)),
    rule("secretariat_saisines", M.SECRETARIAT, R.MEME_PROGRAMME, {A.VOIR_LES_SAISINES}, set(), CNIL,
         "Le secrétariat voit les demandes qui attendent, pour qu'aucune ne se perde."),
    rule("coord_saisines", M.COORDINATION, R.MEME_PROGRAMME, {A.VOIR_LES_SAISINES, A.RECEVOIR_LES_SAISINES}, set(),
         ACTION_SOCIALE, "La coordination reçoit les demandes et répond aux demandeurs."),
    # Persons and their rights: the coordination gives, a second member confirms what one alone must not do
    rule("coord_equipe", M.COORDINATION, R.MEME_PROGRAMME, {A.VOIR_L_EQUIPE, A.HABILITER, A.REGLER}, set(), CNIL,
         "La coordination habilite son équipe et règle son programme."),
    *(rule(f"confirmer_{m.value}", m, R.MEME_PROGRAMME, {A.CONFIRMER}, set(), CNIL,
           "Un membre de l'équipe confirme, à deux, ce qu'une personne seule ne peut pas faire.")
      for m in M if m in EQUIPE),
    # Every member has a home; missions out of the secret have nothing else
    *(rule(f"accueil_{m.value}", m, R.MEME_PROGRAMME, {A.ACCUEILLIR}, set(), MISSION_PUBLIQUE,
           "Votre page d'accueil.") for m in M),
)  # fmt: skip
