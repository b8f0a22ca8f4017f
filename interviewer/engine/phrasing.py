"""The interviewer's sentences: seeded, never the same twice in a row, claiming nothing unsupported."""

from random import Random

from interviewer.engine.state import Turn

_SENTENCES: dict[str, tuple[str, ...]] = {
    "first": (
        "Let's start.",
        "Here is the first one.",
        "We begin with this one.",
    ),
    "next": (
        "Next question.",
        "Let's move on.",
        "On to the next one.",
        "Here is another one.",
    ),
    "last": (
        "The last one.",
        "One more, then we are done.",
        "Here is the final question.",
    ),
    "probe": (
        "I'd like to hear more on one part.",
        "One thing I haven't heard yet.",
        "Stay with this for a moment.",
        "Let me ask about one part of it.",
    ),
    "pitfall": (
        "I want to come back to something you said: “{quote}”.",
        "You said “{quote}”. Let's look at that again.",
        "Let me stop at “{quote}”.",
    ),
    "pitfall_question": (
        "Are you sure that holds? Walk me through it.",
        "Is that really so? Tell me why.",
        "Would you still say that if you checked it on a small example?",
    ),
    "noted": (
        "Noted.",
        "All right, I have that down.",
        "Thanks, I've written that down.",
        "Okay.",
    ),
    "dont_know": (
        "That's fine, an honest answer.",
        "All right, we'll leave that one.",
        "Fair enough, let's not guess.",
    ),
    "skipped": (
        "Skipped.",
        "We'll leave that one out.",
        "Okay, passing over this one.",
    ),
    "empty": (
        "I didn't catch anything I could judge. Could you put it in a sentence or two?",
        "There was nothing there for me to judge. Please answer in your own words.",
        "I couldn't make that out. Could you say it in plain sentences?",
    ),
    "hint": (
        "A hint: {hint}",
        "Think about this: {hint}",
        "Here is a nudge. {hint}",
    ),
    "no_hint": (
        "I have no further hint for this one.",
        "That was all the help I can give here.",
    ),
    "closing": (
        "That was the last question. Here is how it went.",
        "We're done. This is what I heard.",
    ),
    "ended": (
        "We stop here. This is what I heard so far.",
        "All right, let's end here. Here is how it went.",
    ),
}


def phrase(key: str, seed: int, turns: tuple[Turn, ...], **parts: str) -> str:
    """A sentence for a purpose.

    Args:
        key: the purpose.
        seed: the session's seed.
        turns: the transcript so far; what stands in the interviewer's last turns is avoided.
        parts: what the sentence quotes; put in unaltered.
    """
    random = Random(f"{key}-{seed}-{len(turns)}")
    recent = " ".join(t.text for t in turns if t.speaker == "interviewer")[-4000:]
    options = [text.format(**parts) for text in _SENTENCES[key]]
    last_said = [option for option in options if option in recent]
    fresh = [option for option in options if option not in last_said]
    if fresh:
        return random.choice(fresh)
    # All were said: the one said longest ago comes again.
    return min(last_said, key=recent.rfind)
