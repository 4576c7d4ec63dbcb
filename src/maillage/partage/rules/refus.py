"""The refusal sheet: who asks for names, what the law answers, what can be given instead."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.notions.decision import Texte
from maillage.partage.rules.fondements import ART_128, PARTAGE, SECRET_PROFESSIONNEL

CADA = Texte(
    "RGPD, art. 15 ; code civil, art. 371-1 : droits des titulaires de l'autorité parentale"
)


@dataclass(frozen=True, slots=True)
class RefusDeTransmission:
    """An answer to print. `textes` are quoted as a jurist cites them."""

    libelle: str
    reponse: str
    textes: tuple[Texte, ...]
    a_la_place: str


_CHIFFRES = "Les chiffres publiés du programme, qui ne désignent personne."
REFUS: dict[str, RefusDeTransmission] = {
    "elu": RefusDeTransmission(
        "Une élue, un élu ou son cabinet",
        "L'équipe de soutien ne peut transmettre au conseil de la structure porteuse aucune information nominative "
        "ou couverte par le secret, ni en donner la liste, même à la demande du maire.",
        (ART_128, SECRET_PROFESSIONNEL), _CHIFFRES),
    "employeur": RefusDeTransmission(
        "Un employeur ou une direction de la structure porteuse",
        "L'autorité hiérarchique n'ouvre pas le secret : les droits viennent de la mission auprès de l'enfant, jamais "
        "du grade.", (ART_128, SECRET_PROFESSIONNEL), _CHIFFRES),
    "etat": RefusDeTransmission(
        "Une préfecture ou un service de l'État",
        "L'identité et l'école des enfants suivis ne se transmettent pas à qui pilote ou évalue le dispositif.",
        (ART_128, SECRET_PROFESSIONNEL), _CHIFFRES),
    "financeur": RefusDeTransmission(
        "Un financeur",
        "Un bilan financier ou d'activité n'a pas besoin de noms : l'anonymat des situations vaut aussi pour les bilans.",
        (ART_128,), "Le rapport annuel et ses tableaux publiés."),
    "partenaire": RefusDeTransmission(
        "Un partenaire qui ne suit pas l'enfant",
        "Le partage est limité à ce qui est nécessaire à une mission auprès de cet enfant, la famille informée.",
        (PARTAGE, SECRET_PROFESSIONNEL), "Un extrait écrit, si la famille l'accepte et si la mission le demande."),
    "proche": RefusDeTransmission(
        "Un parent ou un proche, pour l'enfant d'un autre ou sans que ses droits soient connus",
        "La demande est reçue et transmise à la coordination, qui vérifie l'autorité parentale avant toute réponse, "
        "de vive voix comme par écrit. Cette feuille ne dit pas si un enfant est suivi.",
        (CADA, SECRET_PROFESSIONNEL), "Un rendez-vous avec la coordination."),
}  # fmt: skip
