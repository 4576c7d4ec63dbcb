"""Spreadsheets and texts that people bring: opened with care, read as typed cells, or refused in French.

Neighbours: stands right above `notions` and knows no child, no table; `bilans` and `reprise` make something of the cells.
"""
