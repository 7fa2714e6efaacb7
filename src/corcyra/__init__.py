"""Corcyra: why states align as they do."""
