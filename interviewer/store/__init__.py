"""What is remembered: sessions, transcripts, assessments, cards and marks in one SQLite file.

`opening.open_store` opens it; `store.Store` is what comes back. Engine values go in and come out as they are.
"""
