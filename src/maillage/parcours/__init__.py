"""The parcours of a child: from the first worry to a prepared exit, led by a référent, told in a journal.

Legal ground: loi 2005-32 art. 128; circulaire du 13 juin 2005 (EPS); annual survey of the PRE for what counts as «parcours
individualisé». Neighbours: `enfants` for who, `dossiers` for the cercle, `statistiques` for the figures.
"""
