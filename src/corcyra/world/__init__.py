"""Floor 2. States and their codes through time, spans, dyads, regions, poles, citations."""
