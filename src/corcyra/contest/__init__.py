"""Floor 8. The contest: what theories expected, held against what was observed, against baselines and against a text."""
