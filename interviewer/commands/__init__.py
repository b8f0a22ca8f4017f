"""The commands: each module adds its arguments and runs; heavy imports stay inside functions."""
