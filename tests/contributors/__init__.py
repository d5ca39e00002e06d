"""Accounts of tellers who wanted one."""
