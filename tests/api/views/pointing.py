"""Where the nodes and links of a picture stand on the screen, and a click on one, for tests in a browser."""

from typing import Any

from api.views.picture import Picture

POINT_OF_NODE = """at => {
  const box = document.querySelector('#net').getBoundingClientRect();
  const point = network.canvasToDOM(network.getPositions([at])[at]);
  return [box.left + point.x, box.top + point.y];
}"""
POINT_OF_EDGE = """at => {
  const box = document.querySelector('#net').getBoundingClientRect();
  const point = network.canvasToDOM(network.body.edges[at].edgeType.getPoint(0.5));
  return [box.left + point.x, box.top + point.y];
}"""


def order(picture: Picture) -> list[str]:
    """The ids of the nodes in the order in which the page numbers them."""
    return [node.id for node in picture.checked().nodes]


def click(opened: Any, script: str, at: int) -> None:
    """Clicks on the node or link of a number; `script` is one of the two points above."""
    x, y = opened.page.evaluate(script, at)
    opened.page.evaluate("window.clicked = false; network.once('click', () => { window.clicked = true })")
    opened.page.mouse.move(x, y)
    opened.page.mouse.click(x, y)
    opened.page.wait_for_function("window.clicked")  # vis-network waits for a second click before it tells of the first
