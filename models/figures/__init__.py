"""Figures: what is gathered for a scope and a day, and what it comes to by which definition."""
