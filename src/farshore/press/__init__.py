"""Renders every public address into `site/`. Knows only the registry."""
