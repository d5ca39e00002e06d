"""A fictional film and twelve invented stories, so that a new house is not empty."""
