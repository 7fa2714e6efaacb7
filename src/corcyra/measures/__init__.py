"""Floor 5. Measures: one concept, one file, with its kernel."""
