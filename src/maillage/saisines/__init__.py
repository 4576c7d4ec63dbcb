"""How a worry arrives: a demand from a school, a partner or a family, kept apart until the team receives it.

Legal ground: loi n° 2005-32, art. 128; charte de confidentialité, art. 1 and 2 bis (the family informed, points d'appui written).
Neighbours: `enfants` knows who is already there, `parcours` lives on from the demand; nothing here is a channel for danger (119).
"""
