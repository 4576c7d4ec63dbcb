"""Pages of publications: `preparation` for the coordination, `lecture` for those who read."""
