"""Floor 6. Regional security complexes: blocs of friends and foes."""
