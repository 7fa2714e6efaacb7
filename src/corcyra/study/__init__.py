"""Floor 9. Studies: a study file in, findings out; the main job, in order, with progress."""
