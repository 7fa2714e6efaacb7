"""Finite games, solved exactly: build one, list its equilibria, check each of them, refine them."""
