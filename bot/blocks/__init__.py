"""Block Kit from plain values: pure functions, and nothing that knows the database."""
