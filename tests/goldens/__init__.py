"""Whole sessions with scripted candidates, written out as Markdown: `python -m tests.goldens`."""
