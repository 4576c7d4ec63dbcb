"""What stops an agreement, by code: the sentence shown, and what to do."""

from __future__ import annotations

EMPECHEMENTS: dict[str, tuple[str, str]] = {
    "titulaires_inconnus": (
        "Personne n’est noté comme exerçant l’autorité parentale.",
        "Notez les adultes de la famille et ce que chacun exerce."),
    "desaccord_connu": (
        "Un adulte qui compte a dit non, ou a retiré son accord.",
        "Rien ne se fait contre ce désaccord. Seul un nouvel accord de la même personne le lève, ou une décision du juge."),
    "accord_fini": ("L’accord est arrivé à son terme.", "Demandez de nouveau l’accord de la famille."),
    "accord_a_venir": ("L’accord commence plus tard.", "Attendez le premier jour prévu."),
    "accord_attendu": (
        "Aucun titulaire de l’autorité parentale n’a encore donné son accord.",
        "Demandez l’accord, puis notez la réponse. La voix d’un adulte « à vérifier » ne suffit pas."),
    "exercice_a_verifier": (
        "On ne sait pas si un adulte de la famille exerce l’autorité parentale.",
        "Vérifiez avec la famille (livret de famille, jugement), puis notez-le : sa voix est peut-être nécessaire."),
    "accord_de_tous": (
        "Il manque l’accord d’un autre titulaire de l’autorité parentale.",
        "Pour un acte non usuel, demandez son accord à chaque titulaire."),
    "autre_titulaire_inconnu": (
        "L’autorité parentale est exercée à deux, et l’autre titulaire n’est pas noté.",
        "Notez l’autre parent, ou la décision qui donne l’exercice à un seul."),
    "autre_a_informer": (
        "L’autre parent n’a pas été informé.",
        "Informez-le et notez la date, ou écrivez pourquoi il ne l’est pas."),
    "autre_parent_inconnu": (
        "L’autorité parentale est exercée à deux, et l’autre parent n’est pas noté.",
        "Notez l’autre parent et informez-le, ou écrivez pourquoi il ne peut pas l’être."),
}  # fmt: skip
