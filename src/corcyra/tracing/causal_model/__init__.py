"""Causal models of binary nodes (Humphreys and Jacobs 2023): made, restricted, updated on data, and asked."""
