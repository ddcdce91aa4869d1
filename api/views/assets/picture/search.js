/* search: any script, case and accents do not matter */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const index = nodes.map((node) => [node.label, node.id, node.note, ...node.properties.map((pair) => pair[1])].map(fold).join("\n"));
const search = () => {
  const wanted = fold(find.value.trim());
  hits.replaceChildren();
  status.textContent = "";
  if (!wanted) return;
  const found = nodes.map((_, at) => at).filter((at) => index[at].includes(wanted));
  found.sort((a, b) => fold(nodes[b].label).includes(wanted) - fold(nodes[a].label).includes(wanted) || a - b);
  for (const at of found.slice(0, 12)) {
    const item = make("li"), pair = nodes[at].properties.find((one) => fold(one[1]).includes(wanted));
    const why = fold(nodes[at].label).includes(wanted) || !pair ? nodes[at].type : `${pair[0]}: ${cut(pair[1], 60)}`;
    item.append(nodeButton(at, why));
    hits.append(item);
  }
  status.textContent = found.length > 12 ? `The first 12 of ${number(found.length)} found.` : found.length ? `${number(found.length)} found.` : "Nothing found. Try a part of the name, or a number.";
};
find.addEventListener("input", search);
find.addEventListener("focus", () => { if (!hits.childElementCount) search(); });
find.addEventListener("keydown", (event) => {
  const first = hits.querySelector("button");
  if (event.key === "Enter" && first) first.click();
  if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
});
hits.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], all = [...hits.querySelectorAll("button")];
  if (!step) return;
  event.preventDefault();
  (all[all.indexOf(document.activeElement) + step] || find).focus();
});
