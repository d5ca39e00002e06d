"""What the sharing path's pages ask, one form a step."""
