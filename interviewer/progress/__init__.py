"""What the history says about the candidate: mastery and how sure that is, trend, calendar, changes."""
