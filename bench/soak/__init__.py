"""The house under gentle, endless use: `make soak`."""
