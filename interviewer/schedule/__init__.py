"""When to ask what again: FSRS over the store's reviews, the forecast, and the weak-point ledger."""
