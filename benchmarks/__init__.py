"""Measurements, one command each: `python -m benchmarks.NAME` prints a Markdown table.

Times are for comparison within one run; machines differ and are shared.
"""
