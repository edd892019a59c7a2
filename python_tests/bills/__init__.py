"""Round trips: usage and a bill for it in a provider's format are landed, loaded, built and compared exactly."""
