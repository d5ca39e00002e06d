"""The private submission: sharing, drafts, return by code, consent, conversation."""
