"""The sharing path and the way back. Each view is a function."""
