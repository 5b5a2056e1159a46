"""What the App Home says to whoever opens it: a module for each part, as plain values."""
