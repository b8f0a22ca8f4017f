"""A mock interviewer for machine-learning jobs: in the terminal, offline, on an ordinary CPU."""

__version__ = "0.1.0"
