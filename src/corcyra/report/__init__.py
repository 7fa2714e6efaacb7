"""Floor 10. Findings in, documents out: figures, tables, plain sentences, one page, a folder. Computes nothing."""
