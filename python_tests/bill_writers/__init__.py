"""Writers of bills in the formats that only tests use."""
