"""The equipe pluridisciplinaire de soutien: séances, situations on their agenda, what each member sees, what is decided.

Legal ground: circulaire of 13 June 2005 (composition of the EPS); CASF, art. L. 226-2-2 (strictly necessary, the family
informed). Neighbours: `parcours` makes a situation pass from stage to stage, `partage` writes extracts and opens them.
"""
