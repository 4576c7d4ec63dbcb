"""Pages of saisines: demands and their answers, reception, links, and the pages that anyone may open by a link."""
