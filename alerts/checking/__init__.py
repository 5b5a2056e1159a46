"""A check from start to end: gather in one look, decide as values, apply place by place."""
