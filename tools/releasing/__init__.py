"""Making releases: building, comparing, signing. tools/release.py is the command."""
