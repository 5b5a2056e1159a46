"""Reads the workforce extract: one module for each sheet, and `reading` for the whole."""

from models.extracts.workforce.reading import WORKFORCE_SHEETS, read_workforce

__all__ = ["WORKFORCE_SHEETS", "read_workforce"]
