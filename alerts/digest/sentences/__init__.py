"""What a digest says, a module for each part of it: pure, from facts to plain sentences."""
