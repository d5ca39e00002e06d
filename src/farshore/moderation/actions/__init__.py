"""Writes of the crossing: one function an act, each with its permission and its line in the log."""
