"""Journeys on the globe, and their equal without eyes or scripts."""
