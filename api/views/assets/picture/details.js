/* details */
const detail = byId("detail"), status = byId("status"), find = byId("find"), hits = byId("hits");
const facts = (pairs) => {
  const list = make("dl");
  for (const [name, value] of pairs) if (value !== "") list.append(make("dt", name), make("dd", value));
  return list;
};
const showNothing = () => {
  const list = make("ul", undefined, "rows");
  nodes.slice(0, 8).forEach((node, at) => {
    const item = make("li");
    item.append(nodeButton(at, `${node.type} · ${plural(links[at].length, "link", "links")}`));
    list.append(item);
  });
  detail.replaceChildren(make("p", "Select an entity or a link to see what is known of it, and from which record.", "hint"));
  if (nodes.length) detail.append(make("h2", "Highest rank"), list);
};
const showNode = (at) => {
  const node = nodes[at], title = make("h2", node.label), kind = make("p", undefined, "kind-line");
  title.tabIndex = -1;
  kind.append(symbol(node.style), make("span", node.type));
  if (node.hub) kind.append(make("span", "hub", "badge"));
  detail.replaceChildren(kind, title);
  if (node.note) detail.append(make("p", node.note, "note"));
  detail.append(facts([...node.properties, ["Group", node.group], ["Id", node.id]]));
  const list = make("ul", undefined, "links");
  const around = links[at].filter(isDrawn);
  around.sort((a, b) => otherEnd(a, at) - otherEnd(b, at) || a - b);
  for (const edge of around.slice(0, 200)) {
    const item = make("li"), how = make("p", undefined, "how");
    const away = edges[edge].source === at;
    how.append(make("span", `${away ? "→" : "←"} ${edges[edge].words}`));
    if (edges[edge].label) how.append(make("span", edges[edge].label));
    if (edges[edge].derived) how.append(make("span", "derived", "badge derived"));
    item.append(how, nodeButton(otherEnd(edge, at), "", "rows-like"), evidenceOf(edge, false));
    list.append(item);
  }
  const left = links[at].length - Math.min(around.length, 200);
  detail.append(make("h3", `Linked to (${number(around.length)})`), list);
  if (left) detail.append(make("p", `${plural(left, "link is", "links are")} not listed here: left out by the filters, or past the first 200. The view Links lists all.`, "hint"));
  return title;
};
const daysOf = (edge) => {
  const more = edge.days.length - 6;
  return edge.days.slice(0, 6).join(", ") + (more > 0 ? ` and ${number(more)} more` : "");
};
const showEdge = (at) => {
  const edge = edges[at], title = make("h2", edge.words), kind = make("p", undefined, "kind-line"), pair = make("div", undefined, "pair");
  title.tabIndex = -1;
  kind.append(make("span", "Link"), make("span", edge.derived ? "derived by an analysis" : "reported by a source", edge.derived ? "badge derived" : "badge"));
  pair.append(nodeButton(edge.source, nodes[edge.source].type), make("p", `↓ ${edge.words}`, "how"), nodeButton(edge.target, nodes[edge.target].type));
  detail.replaceChildren(kind, title, pair, facts([["Label", edge.label], ["Weight", String(edge.weight)], ["Days", daysOf(edge)]]), evidenceOf(at, true));
  return title;
};
/* bring a place into view; what is well in view already stays where it is */
const show = (goal) => {
  const point = network.canvasToDOM(goal), scale = network.getScale();
  const isSeen = point.x > 60 && point.y > 60 && point.x < net.clientWidth - 60 && point.y < net.clientHeight - 60;
  if (isSeen && scale >= 0.6) return;
  const end = { position: { x: goal.x, y: goal.y }, scale: Math.max(scale, 0.75) };
  network.moveTo(calm ? end : { ...end, animation: { duration: 300, easingFunction: "easeInOutQuad" } });
  if (calm) settle();
};
const select = (what, move) => {
  selected = what;
  openView("picture");
  if (!what) {
    network.unselectAll();
    showNothing();
    status.textContent = "";
  } else {
    const isNode = what.node !== undefined;
    const ends = isNode ? [what.node] : [edges[what.edge].source, edges[what.edge].target];
    uncover(isNode, ends, what.edge);
    const title = isNode ? showNode(what.node) : showEdge(what.edge);
    if (isNode) network.selectNodes([what.node], false); else network.setSelection({ nodes: [], edges: [what.edge] }, { highlightEdges: false });
    status.textContent = isNode ? `Selected: ${nodes[what.node].label}` : `Selected: ${nodes[edges[what.edge].source].label}, ${edges[what.edge].words}, ${nodes[edges[what.edge].target].label}`;
    if (move) {
      hits.replaceChildren();
      const goal = isNode ? place[what.node] : network.body.edges[what.edge].edgeType.getPoint(0.5);
      show(goal);
      title.focus();
    }
  }
  repaint();
};
network.on("click", (event) => {
  if (event.nodes.length) select({ node: event.nodes[0] }, false);
  else if (event.edges.length) select({ edge: event.edges[0] }, false);
  else if (selected) select(null, false);
});
network.on("hoverNode", (event) => { hovered = event.node; network.redraw(); });
network.on("blurNode", () => { hovered = null; network.redraw(); });
network.on("dragEnd", (event) => {
  if (event.nodes.length) Object.assign(place, network.getPositions(event.nodes));
});
network.on("dragging", (event) => {
  if (event.nodes.length) Object.assign(place, network.getPositions(event.nodes));
});
network.on("afterDrawing", draw);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !selected) return;
  select(null, false);
  byId("find").focus();
});
