"""Bills of whole clouds: their files, a hand-written floor for each format, and how they grow."""
