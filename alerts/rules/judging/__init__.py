"""How a day stands to the rules: pure functions from what was gathered to readings."""
