"""Sentences for purposes in which the interviewers do not differ."""

COMMON: dict[str, tuple[str, ...]] = {
    "warm_up": (
        "Before we start, and this is not scored: tell me about the last model you built.",
        "Let's warm up first; nothing here is scored. What have you been working on lately?",
        "A question to get going, which I don't score: which project would you like to talk about?",
        "First something unscored. Tell me of a time when the data surprised you.",
    ),
    "warm_up_plain": (
        "Fine. Let's get to the questions that count.",
        "All right, on to the scored part.",
    ),
    "first": (
        "Let's begin with {topic}.",
        "We start with {topic}.",
        "The first one is on {topic}.",
        "I'd like to begin with {topic}.",
    ),
    "last": (
        "The last one is on {topic}.",
        "One more, on {topic}, and we are through.",
        "We finish with {topic}.",
        "To close, something on {topic}.",
    ),
    "angle": (
        "This touches what you just said on “{after}”, from another side.",
        "I want to see the same idea from a different angle; you'll recognize “{after}” in it.",
        "You went through “{after}” without trouble, so let's turn it around.",
        "The same ground as “{after}”, asked differently.",
        "Let me approach “{after}” by another door.",
    ),
    "deeper_question": (
        "Your answer on “{after}” leads to this.",
        "Building on “{after}”:",
        "From “{after}” it is one step to the next question.",
        "What you said about “{after}” makes me ask this.",
    ),
    "bar_moved": (
        "From here I ask at the {level} level.",
        "The bar is now {level}.",
        "The next ones are {level} questions.",
    ),
    "offer_hint_again": (
        "What I can do is give you a hint, for {cost} of the score. Do you want one?",
        "A hint I can give, at {cost} of this question. Shall I?",
        "Would you like a nudge instead? It costs {cost} here.",
    ),
    "probe_list": (
        "Those are terms. Say in full sentences how they hang together.",
        "I hear a list. Let me have one of it as a statement.",
        "The words are there, the links between them are not.",
    ),
    "probe_echo": (
        "That is mostly my question back. Let me ask it in pieces.",
        "You've repeated the question; now for the answer. One piece of it:",
        "I heard my own words there. Start with this part:",
    ),
    "probe_astray": (
        "I couldn't connect that to the question. Let me bring you back to it.",
        "That seems to be about something else. Back to what I asked:",
        "I lost the thread there. Let's try one part of the question:",
    ),
    "pitfall_again": (
        "I still doubt “{quote}”. Let me ask it this way:",
        "We don't agree on “{quote}” yet. Another try:",
        "Let's test “{quote}” once more.",
        "I come back to “{quote}” one last time.",
    ),
    "deeper_done": (
        "I can't score that one, but it's on record.",
        "Thanks; no score on that, as I said.",
        "I have no rubric for this one, so I just keep what you said.",
        "Kept, without a verdict.",
        "That stays in the transcript for you to check.",
    ),
    "hint_1": (
        "A nudge: {hint}",
        "Think about this. {hint}",
        "Here is a nudge. {hint}",
        "Something to think from: {hint}",
        "Try it from here: {hint}",
    ),
    "hint_2": (
        "The point begins like this: “{hint} …”",
        "It starts with these words: “{hint} …”",
        "Finish this sentence: “{hint} …”",
    ),
    "hint_3": (
        "The point itself: {hint}",
        "Then I'll say it: {hint}",
        "This is what I was after: {hint}",
    ),
    "hint_cost": (
        "(It costs {cost} of this question's score; {total} in all.)",
        "(Cost: {cost} of the score here, {total} so far.)",
    ),
    "no_hint": (
        "I have no further hint for this one.",
        "That was all the help I can give here.",
        "There is nothing more I could hint at without repeating myself.",
    ),
    "assume": (
        "You may assume that. Say so in your answer, and I'll go with it.",
        "Take it as given; name it as an assumption.",
        "Yes, work with that assumption and state it.",
    ),
    "which": (
        "I mean it the way it's put; pick the reading you find natural and say which it is.",
        "Either reading is fine with me, as long as you say which one you take.",
        "Choose the sense you would use at work, and tell me that you did.",
    ),
    "term": (
        "By {term} I mean this: {definition}",
        "{term}, as I use it: {definition}",
        "{term} here means: {definition}",
    ),
    "term_refused": (
        "“{term}” is part of what I'm asking, so I leave that to you.",
        "Explaining “{term}” would answer my own question.",
        "I'd rather hear from you what “{term}” means; it belongs to the answer.",
    ),
    "given_up": (
        "We don't get any further here, so I leave this question out.",
        "I take it that there is no answer to this one; let's go on.",
        "Then this question stays without an answer.",
    ),
    "refused": (
        "That is what I'm asking you, so I won't answer it.",
        "I can't answer that one: it is the open question.",
        "That would give away the question on the table.",
    ),
    "nothing_close": (
        "The bank has nothing close to that.",
        "I find nothing in the bank on that.",
        "That is outside of what the bank holds.",
    ),
    "not_ready": (
        "The index is still being built; try again in a few seconds.",
        "I can't look things up yet: the index is still being built.",
    ),
    "did_you_mean": ("Did you mean one of these?", "That could be one of these:"),
    "related": ("These go with the open question:", "Related to what we're on:"),
    "exchanged": (
        "That was further down in my plan; I'll ask something else in its place.",
        "I had planned to ask that, so I've exchanged it.",
    ),
    "back_to": (
        "Back to the question.",
        "Now back to the question.",
        "So, to where we were.",
        "Let's return to the question.",
        "Back to what I asked.",
        "And the open question again:",
    ),
    "repeat": (
        "Again:",
        "Once more:",
        "I repeat:",
        "The question was:",
        "Sure, here it is again:",
        "To the letter:",
    ),
    "rephrase": (
        "Put differently:",
        "In other words:",
        "Let me say it another way.",
        "Said more simply:",
        "Another wording:",
    ),
    "narrow": (
        "Take just one part of it to begin with:",
        "Start with a smaller piece:",
        "Answer only this at first:",
    ),
    "back": (
        "We're back at an earlier one. What would you add or change?",
        "Back it is. Add what you want to this one:",
        "Fine, this was the question. What is missing from your answer?",
    ),
    "back_told": (
        "You've seen a strong answer to this, so the first score stays; the retry stands beside it.",
        "The first score stays, since you know the answer now. Try it again in your own words:",
    ),
    "back_none": (
        "There is no earlier question to go back to.",
        "This is the first one, so there is nothing behind it.",
    ),
    "back_return": (
        "And now to the question we left.",
        "Let's return to where we were.",
        "Back to the one that was open.",
    ),
    "rating": (
        "Before I say anything: how would you rate that answer, from 1 (lost) to 5 (complete)?",
        "Your own judgement first: 1 to 5?",
        "How good was that, from 1 to 5, in your own view?",
        "What would you give yourself, 1 to 5?",
        "From 1 to 5, where do you put that answer?",
        "Rate it yourself, please: 1 to 5.",
    ),
    "rating_none": (
        "I take no rating from that, which is fine.",
        "No number then.",
        "We go on without a rating.",
    ),
    "disputed": (
        "I've noted that you see it differently; both stand in the report.",
        "Noted. My verdict stays, and your objection stands beside it.",
        "Your objection is on record next to the verdict.",
    ),
    "overruled": (
        "Noted: as you see it the score is {yours}; by my verdict it stays {mine}. Both stand in the report.",
        "I've written that down. Yours would be {yours}, mine is {mine}; the report shows both.",
        "On record: {yours} by your count, {mine} by mine.",
    ),
    "dispute_none": (
        "There is no verdict yet to object to.",
        "I haven't given you a verdict so far, so there is nothing to object to.",
    ),
    "time_up": (
        "Our time is up.",
        "That's all the time we have.",
    ),
}
