"""What ranks leads: groups that may be one, facts about each, weights that make a score of them, innocent explanations.

`candidates` makes the groups, `facts` counts, `weights` adds up, `innocence` says what else would explain a group.
"""
