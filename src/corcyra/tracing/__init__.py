"""Floor 3. Tracing: how much evidence says for rival hypotheses, causal models of cases, and which cases to study; knows no case."""
