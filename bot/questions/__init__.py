"""Questions and their answers: the same function behind Slack and the command line.

One file for each question; `asking` finds out who asks about what and calls the right one.
"""
