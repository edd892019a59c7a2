"""From the landing zone to the `raw` schema: each content is loaded exactly once."""
