"""Looking around in the graph by steps: a scene, what stands beside it, how two of it hang together, and why.

Every step names what is on the screen already; the answer holds what comes to it, and what is on the screen does not
move. Nothing of a step is kept here: undoing one is the screen's own affair.
"""
