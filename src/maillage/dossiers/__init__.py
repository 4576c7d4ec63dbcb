"""The dossier, unit of secrecy: its volets, its state, and the cercle of those who follow it.

Legal ground: CASF art. L226-2-2 and L121-6-2 (shared secret, strictly necessary); loi 2005-32 art. 128. Neighbours: `partage`
decides who opens what; `enfants` and `parcours` keep their records inside dossiers. A dossier bears no name.
"""
