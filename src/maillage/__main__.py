"""`python -m maillage …`: the product's command line."""

import sys

from maillage.config.ligne_de_commande import lancer

if __name__ == "__main__":
    sys.exit(lancer(sys.argv[1:]))
