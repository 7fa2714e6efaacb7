"""Floor 3. Datasets: one file each, from the publisher's own format or from the bundled, curated tables."""
