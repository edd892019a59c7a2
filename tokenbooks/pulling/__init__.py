"""From the providers' APIs into the landing zone. A pull lands every page exactly as sent, or nothing at all."""
