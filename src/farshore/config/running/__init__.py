"""Starting the house, keeping its processes alive, and stopping them together."""
