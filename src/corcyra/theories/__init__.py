"""Floor 7. Theories: one theory, one file."""
