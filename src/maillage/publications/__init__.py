"""Publications: what leaves the house in figures — prepared, protected, approved, kept in a register, read from a store apart.

Loi n° 51-711 du 7 juin 1951, art. 6 (secret statistique); loi n° 2005-32, art. 128 (nothing nominative to élus).

Neighbours: `statistiques` counts and protects; `bilans` writes reports from what was released; `coquille` shows it to élus and pilots.
"""
