"""The twice-yearly point with each school head: who is seen, when, what the school says, what is still missing.

Legal ground: circulaire du 13 juin 2005 (réussite éducative); CASF, art. L. 226-2-2 (what is strictly necessary, the family
informed). Neighbours: `plans` keeps the viewpoints on objectives; `syntheses` is another room; `statistiques` counts.
"""
