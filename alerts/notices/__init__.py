"""What is said of an alert: its message, the replies in its thread, and its end; pure."""
