"""From the providers' APIs into the landing zone: every page to the last, as it was sent, or nothing at all."""
