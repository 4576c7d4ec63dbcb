"""The parts of a report that the team may write in, in their order. Pure."""

from __future__ import annotations

# At the head and at the end of the report: words alone.
LIBRES = {
    "edito": "Éditorial",
    "contact": "Où poser des questions (version pour les familles)",
}
PARTIES = {
    "edito": LIBRES["edito"],
    "public": "Les enfants accompagnés",
    "motifs": "Pourquoi ils sont venus",
    "parcours": "Les parcours",
    "eps": "Le travail avec les partenaires",
    "actions": "Les actions",
    "manques": "Ce qui n’a pas encore commencé",
    "reseaux": "Vers « moins de 10 % » d’écart",
    "moyens": "Les moyens",
    "gouvernance": "Les partenaires et la gouvernance",
    "contact": LIBRES["contact"],
}
