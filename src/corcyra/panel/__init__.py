"""Floor 4. Panels: created, added to, seen as of a year, locked, described, exported."""
