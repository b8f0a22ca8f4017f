"""Coding questions: code found in an answer, run against the tests in a child process, put in words."""
