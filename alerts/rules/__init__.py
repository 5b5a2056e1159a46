"""Rules: what is worth telling, for whom, after how long; data that administrators change."""
