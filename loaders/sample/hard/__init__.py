"""The hard world: legal groups share what rings share, rings trade like everybody, and no single fact tells them apart.

Whatever a ring does, a legal group does by the same code with other shares (`shares.py`); while files are written
nothing knows who belongs to a ring but the truth about contraband.
"""
