"""The dossier of a lead: what is handed over of it, as a page for people and as a bundle that can be made again.

`making` gathers, `bundle` packs: the same data, the same parameters, the same bytes.
"""
