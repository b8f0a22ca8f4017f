"""The conversation as a pure function: no clock, no screen, no disk, no global randomness."""
