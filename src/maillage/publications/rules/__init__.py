"""Rules of publications: lives, catalogue, what a release is made of. Pure."""
