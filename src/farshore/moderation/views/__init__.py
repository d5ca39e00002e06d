"""The studio's screens of the crossing."""
