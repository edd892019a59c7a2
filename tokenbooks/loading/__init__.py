"""From the landing zone to the `raw` schema: once per content, nothing lost, nothing twice."""
