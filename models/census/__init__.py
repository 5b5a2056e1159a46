"""The authority's own return to the workforce census: what it says, and what it comes to."""
