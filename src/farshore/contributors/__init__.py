"""Accounts for tellers who want one: a locked notebook of codes, found by a login."""
