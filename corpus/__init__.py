"""The question bank: models, YAML files, loading, validation and writing.

Pure data: this package knows nothing of vectors, clocks or screens. ``corpus`` is a common word, so
import from its submodules and never name a variable after it.
"""
