"""Who the programme may welcome: local rules, three-valued verdicts that explain themselves, the day the map changes.

Legal ground: loi n° 2005-32 of 18 January 2005 («situés en zone urbaine sensible, ou scolarisés dans un établissement
relevant de l'éducation prioritaire»), loi n° 2014-173 and its décrets (QPV). Neighbours: `territoire` holds zones,
établissements and réseaux, `enfants` homes and schooling; `parcours` tells what it knows through `suivis`.
"""
