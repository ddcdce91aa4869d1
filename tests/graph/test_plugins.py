"""Plugins are found wherever they lie below their folder."""

import loaders.documents
from graph.plugins import modules_below


def test_modules_are_found_in_folders_of_any_depth_in_order_of_their_names() -> None:
    names = [module.__name__ for module in modules_below(loaders.documents)]
    assert names == sorted(names)
    assert {"loaders.documents.wco", "loaders.documents.asycuda.sad"} <= set(names)


def test_the_modules_are_imported() -> None:
    declared = {module.__name__ for module in modules_below(loaders.documents) if hasattr(module, "FORMAT")}
    assert "loaders.documents.eaeu.album" in declared
