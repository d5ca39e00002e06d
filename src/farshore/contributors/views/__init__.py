"""The pages of accounts: the door, the way back from a provider, the notebook."""
