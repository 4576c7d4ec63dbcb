"""Who is eligible, under which dated rule and map, and what happens the day the map changes.

Ground: loi 2005-32, art. 128; loi 2014-173, art. 5. Neighbours: `territoire` (zones, réseaux), `enfants` (homes, schooling);
`parcours` tells this room what it knows by registering it.
"""
