"""What is worth telling, to whom, and by which calendar; nothing of Slack or the clock."""
