/* legend */
const boxes = [...document.querySelectorAll(".legend input")];
const setKind = (list, kind, on) => {
  for (const box of boxes) if (box.closest("fieldset").id === list && Number(box.value) === kind) box.checked = on;
  readBoxes();
};
const readBoxes = () => {
  hiddenKinds.clear();
  hiddenLinks.clear();
  for (const box of boxes) if (!box.checked) (box.closest("fieldset").id === "kinds" ? hiddenKinds : hiddenLinks).add(Number(box.value));
  const off = nodes.filter((_, at) => !isShown(at)).length, cutLinks = edges.filter((_, at) => !isDrawn(at)).length;
  byId("show-all").hidden = !off && !cutLinks;
  status.textContent = off || cutLinks ? `Switched off in the legend: ${plural(off, "entity", "entities")}, ${plural(cutLinks, "link", "links")}.` : "";
};
const filter = () => {
  readBoxes();
  if (selected && !(selected.node !== undefined ? isShown(selected.node) : isDrawn(selected.edge))) select(null, false);
  else if (selected && selected.node !== undefined) showNode(selected.node);
  repaint();
};
for (const box of boxes) box.addEventListener("change", filter);
byId("show-all").addEventListener("click", () => {
  for (const box of boxes) box.checked = true;
  filter();
  boxes[0].focus();
});
