"""Keys and sealed values: one key for each volet of each dossier, kept apart from the data it closes.

Legal ground: RGPD art. 32; CNIL, délib. 2022-008. Neighbours: `dossiers` and the rooms of records seal through it;
it knows no child, only identifiers of dossiers.
"""
