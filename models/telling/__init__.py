"""What tells who somebody is: known by it, found by it in every table, and removed again."""
