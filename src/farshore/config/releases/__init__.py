"""Whether an update is what two founders signed: plain Python, without a house or Django.

The founders' public keys lie in `chain/`, one file for each generation. The version that runs
checks the next one by the newest keys that it holds, so that nothing in an update vouches for
itself. docs/decisions/0022-signed-releases.md says why it is so.
"""
