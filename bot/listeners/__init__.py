"""What people do in Slack: each listener parses, does one deed and renders the reply."""
