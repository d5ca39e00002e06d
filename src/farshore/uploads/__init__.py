"""Receiving files: sealed before they are stored, named by nobody, gone by themselves."""
