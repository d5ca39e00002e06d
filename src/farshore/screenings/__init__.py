"""The film: what it is called, what it tells, where it can be seen."""
