"""Grading a running house from outside, as anybody meets it: `farshore check --deploy URL`.

Plain Python: no house, no database, no settings. Only public pages are asked, by GET and HEAD and
by a method that a page must refuse; no code is sent, and no story is begun.

`asking` speaks http, `visit` asks each page once, the judges say what they saw, `report` makes the
grade of it. What each finding is about, and how grave it is, stands in `catalogue`.
"""
