"""Finding plugins: a loader, an analysis, a route or an export is one module in a folder, and needs no other edit."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def modules_below(package: ModuleType) -> Iterator[ModuleType]:
    """Every module of a package and of its sub-packages, imported, in the order of their dotted names.

    What a module declares makes it a plugin (`FORMAT`, `SUFFIX`, `router`); who asks passes over the others.
    """
    names = [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    for name in sorted(names):
        yield importlib.import_module(name)
