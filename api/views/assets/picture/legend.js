/* filters: types by the legend, seizures by distance, time; none of them moves anything */
const boxes = [...document.querySelectorAll(".legend input")];
const near = byId("near");
const tick = (list, kind) => {
  for (const box of boxes) if (box.closest("fieldset").id === list && Number(box.value) === kind) box.checked = true;
};
const unticked = (list) => new Set(boxes.filter((box) => box.closest("fieldset").id === list && !box.checked).map((box) => Number(box.value)));
const steps = (() => { // links from each entity to the next seizure
  const far = nodes.map((node) => (node.style === "Seizure" ? 0 : Infinity)), queue = nodes.map((_, at) => at).filter((at) => !far[at]);
  for (const at of queue) for (const edge of links[at]) {
    const other = otherEnd(edge, at);
    if (far[other] === Infinity) { far[other] = far[at] + 1; queue.push(other); }
  }
  return far;
})();
const applyFilters = () => {
  const kinds = unticked("kinds"), linkKinds = unticked("link-kinds"), most = near && near.value ? Number(near.value) : Infinity;
  const inTime = edges.map((edge) => isInTime(edge.days));
  nodeOn = nodes.map((node, at) => {
    const dated = links[at].filter((edge) => edges[edge].days.length);
    return !kinds.has(node.kind) && steps[at] <= most && (!dated.length || dated.some((edge) => inTime[edge]));
  });
  edgeOn = edges.map((edge, at) => !linkKinds.has(edge.kind) && inTime[at] && nodeOn[edge.source] && nodeOn[edge.target]);
  const off = nodeOn.filter((on) => !on).length, cutLinks = edgeOn.filter((on) => !on).length;
  byId("show-all").hidden = !off && !cutLinks;
  const why = most === Infinity && isAllTime() ? "Switched off in the legend" : "Left out by the filters";
  status.textContent = off || cutLinks ? `${why}: ${plural(off, "entity", "entities")}, ${plural(cutLinks, "link", "links")}.` : "";
};
const filter = () => {
  applyFilters();
  if (selected && !(selected.node !== undefined ? isShown(selected.node) : isDrawn(selected.edge))) select(null, false);
  else if (selected && selected.node !== undefined) showNode(selected.node);
  repaint();
};
const showAll = () => {
  for (const box of boxes) box.checked = true;
  if (near) near.value = "";
  resetTime();
};
/* what is gone to is shown, whatever the filters say */
const uncover = (isNode, ends, edge) => {
  for (const at of ends) tick("kinds", nodes[at].kind);
  if (!isNode) tick("link-kinds", edges[edge].kind);
  applyFilters();
  if (ends.every(isShown) && (isNode || isDrawn(edge))) return;
  if (near) near.value = "";
  resetTime();
  applyFilters();
};
for (const box of boxes) box.addEventListener("change", filter);
if (near) near.addEventListener("change", filter);
byId("show-all").addEventListener("click", () => {
  showAll();
  filter();
  boxes[0].focus();
});
