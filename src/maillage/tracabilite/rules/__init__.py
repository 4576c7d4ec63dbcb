"""Rules of the journal: links, monthly segments, phrases to print, signs of curiosity. Pure."""
