"""The full-screen front end: it renders the engine's state and decides nothing itself."""
