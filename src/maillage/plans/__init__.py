"""The plan of a child: needs, few objectives written with the family, who does what by when, and what each one sees change.

Legal ground: loi 2005-32 art. 128; charte de confidentialité, art. 1 (nothing is put in place without the family).
Neighbours: `parcours` for stages and agreements, `evaluations` for the twice-yearly viewpoint of the school.
"""
