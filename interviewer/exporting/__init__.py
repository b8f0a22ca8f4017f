"""Sessions, progress and questions as files: Markdown, HTML, JSON, Anki decks; backup and restore."""
