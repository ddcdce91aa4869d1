import ast
from pathlib import Path

from graph.kernels import compiled
from graph.kernels.warm import warm

KERNELS = Path(__file__).parents[3] / "graph" / "kernels"


def kernels_declared() -> set[str]:
    """The functions that are decorated as kernels, by file."""
    return {
        f"{path.stem}.{node.name}"
        for path in KERNELS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(mark, ast.Name) and mark.id == "kernel" for mark in node.decorator_list)
    }


def test_every_kernel_is_compiled() -> None:
    worth = compiled.WORTH_COMPILING
    compiled._compiled.cache_clear()
    warm()
    assert compiled._compiled.cache_info().currsize == len(kernels_declared()) > 5
    assert worth == compiled.WORTH_COMPILING
