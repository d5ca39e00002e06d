"""Sealing what must not be read, and shredding the keys of what must end."""
