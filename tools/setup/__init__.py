"""The stages of setting up, each skipped when nothing it depends on has changed."""
