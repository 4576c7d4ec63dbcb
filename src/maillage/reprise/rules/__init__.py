"""The pure engine of the reprise: a workbook in, a plan where every cell has its fate out."""
