"""From the outbox to Slack: take a row with a lease, look or send, and mark what came of it."""
