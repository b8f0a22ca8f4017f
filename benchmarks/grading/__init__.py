"""How well answers are judged, beside baselines from the same run.

Labelled data is read where it lies and is no part of the project. Whatever is fitted on it is fitted in folds
by question: no figure rests on a question that its calibration has seen.
"""
