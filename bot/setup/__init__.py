"""Setting up inside Slack: what is known, what was chosen, and what comes next; as plain values."""
