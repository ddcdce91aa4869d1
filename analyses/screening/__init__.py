"""Indicators: named, versioned functions that each say one thing of consignments, with an honest explanation beside it.

`columns.py` puts consignments into columns, `facts.py` holds what is known of the past as indexes that are made once a
world, `registry.py` finds the indicators. They stand in one file a family (`partners`, `goods`, `routes`, `papers`,
`things`, `shared`, `seizures`), their figures in `thresholds.yaml`.
"""
