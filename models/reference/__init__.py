"""What the Department has published: figures of every authority, and their neighbours."""
