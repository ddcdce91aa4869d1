/* what is emphasised: the selected thing and what touches it */
const focusOf = () => {
  if (!selected) return null;
  if (selected.edge !== undefined) {
    return { nodes: new Set([edges[selected.edge].source, edges[selected.edge].target]), edges: new Set([selected.edge]) };
  }
  const around = links[selected.node].filter(isDrawn);
  return { nodes: new Set([selected.node, ...around.map((edge) => otherEnd(edge, selected.node))]), edges: new Set(around) };
};
const repaint = () => {
  const focus = focusOf(), bold = boldness();
  vertices.update(nodes.map((_, id) => ({ id, size: radiusOf(id), hidden: !isShown(id), opacity: focus && !focus.nodes.has(id) ? FADED : 1 })));
  lines.update(edges.map((_, id) => ({
    id, hidden: !isDrawn(id), width: strokes[id] * bold,
    color: { color: colours[id], opacity: focus && !focus.edges.has(id) ? FADED : 1 },
  })));
};
let waiting = 0;
network.on("zoom", () => { clearTimeout(waiting); waiting = setTimeout(settle, 60); });
network.on("animationFinished", () => settle());
