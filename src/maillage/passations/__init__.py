"""Who takes over when a référent leaves, is away or follows too many: children, notes, next steps, the family told.

Legal ground: loi 2005-32 art. 128 (the parcours does not stop with a person); CNIL, délib. 2022-008 (access ends with the need).
Neighbours: `parcours` for the référent and the next steps, `dossiers` for the cercle, `comptes` for postes and their holders.
"""
