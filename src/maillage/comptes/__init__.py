"""Who works here: programmes, institutions, postes and the persons who hold them, missions, sign-in.

Legal ground: CNIL, délib. 2022-100 and 2025-019 (authentication); code pénal art. 226-13 (secrecy). Neighbours: `partage` decides
from the acteur made here; a poste stays when its holder leaves, so turnover makes no hole.
"""
