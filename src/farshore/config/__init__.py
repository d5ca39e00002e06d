"""Settings, addresses, the command line, the look, and the wiring of all rooms."""
