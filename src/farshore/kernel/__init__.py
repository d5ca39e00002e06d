"""Plain Python that every room may stand on: no Django, no database, no settings."""
