"""A device in words, from what its browser says of itself. Pure; never a piece of the header itself."""

from __future__ import annotations

# The first mark found names it: browsers pretend to be those that came before them.
NAVIGATEURS = (
    ("Edg", "Edge"),  # Edg/, EdgA/, EdgiOS/
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
INCONNU = "Appareil non reconnu"


def appareil_en_mots(agent: str) -> str:
    """«Firefox sur Windows», from the User-Agent header; a tablet that calls itself a Mac is a Mac here."""
    navigateur = _premier(NAVIGATEURS, agent)
    systeme = _android(agent) or _premier(SYSTEMES, agent)
    if navigateur and systeme:
        return f"{navigateur} sur {systeme}"
    if systeme:
        return f"Navigateur non reconnu sur {systeme}"
    return f"{navigateur}, appareil non reconnu" if navigateur else INCONNU


def _android(agent: str) -> str:
    if "Android" not in agent:
        return ""
    return "téléphone Android" if "Mobile" in agent else "tablette Android"


def _premier(marques: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((nom for marque, nom in marques if marque in agent), "")
