"""The public face: files at wire speed, and the few dynamic addresses handed on to the back.

Plain Python without Django: this process is given no credential, and imports nothing of Farshore
but itself. What it serves is a folder; whom it serves it writes down nowhere.
"""
