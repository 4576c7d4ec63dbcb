"""What a spreadsheet holds once read."""
