"""Reads of the crossing."""
