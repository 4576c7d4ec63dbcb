"""The table. One line says: this mission, tied so to the dossier, may do these acts on these volets, on this ground.

What is not written here is refused. The «matrice d'habilitation» is this table, read aloud.
"""

from __future__ import annotations

from dataclasses import dataclass

from maillage.comptes.rules import Mission
from maillage.dossiers.rules import EtatDuDossier, Volet
from maillage.notions.decision import Texte
from maillage.partage.rules.actes import SUR_DOSSIER, Acte, Relation

A, M, R, V = Acte, Mission, Relation, Volet
ACTIF = frozenset({EtatDuDossier.ACTIF})

ART_128 = Texte("Loi n° 2005-32 du 18 janvier 2005, art. 128")
ACTION_SOCIALE = Texte("CASF, art. L. 121-6-2 : ce qui est strictement nécessaire à la mission")
SOINS = Texte("CSP, art. L. 1110-4 : secret des informations de santé")
MISSION_PUBLIQUE = Texte("RGPD, art. 6-1-e : mission d'intérêt public du PRE")
CNIL = Texte("CNIL, délib. n° 2022-008 : habilitation selon les attributions")
SECURITE = Texte("RGPD, art. 32 : sécurité des accès")


@dataclass(frozen=True, slots=True)
class Rule:
    """A right. `volets` is empty for acts that touch no volet; the policy never grants by analogy."""

    nom: str
    mission: Mission
    relation: Relation
    actes: frozenset[Acte]
    volets: frozenset[Volet]
    fondement: Texte
    phrase: str
    etats: frozenset[EtatDuDossier] = ACTIF

    def couvre(self, acte: Acte, volet: Volet | None) -> bool:
        """Tell whether the rule speaks of this act on this volet."""
        if acte not in self.actes:
            return False
        return volet in self.volets if acte in SUR_DOSSIER else volet is None


def rule(
    nom: str,
    mission: Mission,
    relation: Relation,
    actes: set[Acte],
    volets: set[Volet],
    fondement: Texte,
    phrase: str,
) -> Rule:
    return Rule(nom, mission, relation, frozenset(actes), frozenset(volets), fondement, phrase)


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
    rule("coord_territoire", M.COORDINATION, R.MEME_PROGRAMME, {A.TENIR_LE_TERRITOIRE}, set(), MISSION_PUBLIQUE,
         "La coordination tient la liste des réseaux de sa ville."),
    # Référent de parcours: the children that one of her postes follows, today
    rule("referent_dossier", M.REFERENCE, R.CERCLE,
         {A.LISTER, A.LIRE, A.ECRIRE, A.PLANIFIER}, {V.IDENTITE, V.PARCOURS}, ACTION_SOCIALE,
         "Vous êtes référente ou référent de cet enfant."),
    rule("referent_ecriture", M.REFERENCE, R.CERCLE, ECRITURE, {V.FAMILLE, V.SOCIAL, V.SCOLARITE, V.MEDIATION},
         ACTION_SOCIALE, "Le référent accompagne l'enfant, sa famille et le lien avec l'école."),
    # Health professional of the team: own cases; her notes stay in her volet
    rule("soin_dossier", M.SOIN, R.CERCLE, {A.LISTER, A.LIRE}, {V.IDENTITE, V.PARCOURS}, SOINS,
         "Vous intervenez auprès de cet enfant."),
    rule("soin_sante", M.SOIN, R.CERCLE, ECRITURE, {V.SANTE}, SOINS,
         "Les informations de santé restent entre soignants."),
    rule("soin_scolarite", M.SOIN, R.CERCLE, LECTURE, {V.SCOLARITE}, SOINS,
         "La scolarité éclaire le soin."),
    # Social worker of the team: own cases
    rule("social_dossier", M.TRAVAIL_SOCIAL, R.CERCLE, {A.LISTER, A.LIRE}, {V.IDENTITE, V.PARCOURS},
         ACTION_SOCIALE, "Vous intervenez auprès de cet enfant."),
    rule("social_ecriture", M.TRAVAIL_SOCIAL, R.CERCLE, ECRITURE, {V.FAMILLE, V.SOCIAL}, ACTION_SOCIALE,
         "Le travail social tient la famille et le social."),
    rule("social_lecture", M.TRAVAIL_SOCIAL, R.CERCLE, LECTURE, {V.SCOLARITE}, ACTION_SOCIALE,
         "La scolarité éclaire le travail social."),
    # Secretariat: who is followed and by whom, to route calls
    rule("secretariat", M.SECRETARIAT, R.MEME_PROGRAMME, {A.LISTER, A.LIRE}, {V.IDENTITE}, CNIL,
         "Le secrétariat oriente les appels vers la bonne personne."),
    # Every member has a home; missions out of the secret have nothing else
    *(rule(f"accueil_{m.value}", m, R.MEME_PROGRAMME, {A.ACCUEILLIR}, set(), MISSION_PUBLIQUE,
           "Votre page d'accueil.") for m in M),
)  # fmt: skip
