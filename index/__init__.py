"""Meaning: encoders, passages, the FAISS index on disk, search and rubric matching.

``index`` is a common word, so import from its submodules and never name a variable after it.
sentence-transformers and torch are imported only inside the functions that need them.
"""
