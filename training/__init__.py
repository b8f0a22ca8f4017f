"""Trains the judge model that ships with `index`; needed only to make it anew.

python -m training --nli NLI.csv.gz --out FOLDER
"""
