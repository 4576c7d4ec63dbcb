"""Pure rules of the territory: names of schools, school calendar."""
