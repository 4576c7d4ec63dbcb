"""Reads of publications. `lecture` reads the store alone and knows no room that knows children."""
