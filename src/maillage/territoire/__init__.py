"""The ground of the programme: communes, établissements by UAI with dated REP/REP+ label, réseaux, school calendar.

Legal ground: circulaire 2014-077 of 4 June 2014 (éducation prioritaire), code de l'éducation art. L521-1 (school
calendar). Neighbours: `enfants` schools a child in an établissement of this room, `reprise` resolves typed names here.
Reference data are facts of public lists; what a list does not say stays unknown.
"""
