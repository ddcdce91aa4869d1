"""Who is who, by comparing: normalised, common values set aside, pairs made, scored, rescored, clustered.

One file a stage, in this order: `normalise`, `specificity`, `blocking`, `scoring` (by the ways to agree in `levels`,
with the weights of a `model`, which `learning` makes), `rescoring` with its `doubts`, `resolving`, which adds what was
found to the first grouping (`graph.linkage.identity`). Companies and persons go apart, each
by a model of its own.
"""
