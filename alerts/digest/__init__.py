"""The digest: the week on one page, for leadership and for each head of service."""
