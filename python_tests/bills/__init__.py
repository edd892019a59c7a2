"""Round trips: usage and the bill of it in a provider's form, landed, loaded, built and compared to the last digit."""
