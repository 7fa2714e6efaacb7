"""What `corcyra.measures.realignment` stands on: the grid of points, the sentences, and the settings of ready studies."""
