/* rows of a table that the page itself does not hold, since it would be too large: made when the table is opened */
const cellOf = (name, text, look) => {
  const cell = make("td", text, look);
  cell.dataset.name = name;
  return cell;
};
const headOf = (look, at, text) => {
  const head = make("th"), button = make("button", text, look);
  head.scope = "row";
  button.type = "button";
  button.dataset.at = String(at);
  head.append(button);
  return head;
};
const rowOf = {
  nodes: (at) => {
    const node = nodes[at], kind = make("td", undefined, "kind");
    kind.append(symbol(node.style), make("span", node.type));
    if (node.hub) kind.append(" ", make("span", "hub", "badge"));
    const known = node.properties.map((pair) => pair.join(": ")).join("; ");
    return [
      headOf("to-node", at, node.label), kind, cellOf("Links", String(links[at].length), "number"), cellOf("Rank", node.rank, "number"),
      cellOf("Group", node.group), cellOf("Note", node.note), cellOf("Known of it", known), cellOf("Id", node.id, "id"),
    ];
  },
  edges: (at) => {
    const edge = edges[at], head = headOf("to-edge", at, edge.words), evidence = cellOf("Evidence");
    if (edge.label) head.append(" ", make("span", edge.label));
    for (const line of edge.evidence) evidence.append(make("p", line));
    return [
      cellOf("From", nodes[edge.source].label), head, cellOf("To", nodes[edge.target].label),
      cellOf("Weight", String(edge.weight), "number"), cellOf("Basis", edge.derived ? "derived" : "reported", "short"), evidence,
    ];
  },
  sources: (at) => {
    const [record, file, line, text] = sources[at], head = make("th", record);
    head.scope = "row";
    return [head, cellOf("File", file), cellOf("Line", line, "number"), cellOf("As read", text, "raw")];
  },
};
const complete = (name) => {
  const made = rowOf[name], body = document.querySelector(`#view-${name} tbody`);
  if (!made || !body || body.rows.length >= data[name].length) return;
  const rest = document.createDocumentFragment();
  for (let at = body.rows.length; at < data[name].length; at++) {
    const row = make("tr");
    row.append(...made(at));
    rest.append(row);
  }
  body.append(rest);
  for (const hint of document.querySelectorAll(`#view-${name} .cut`)) hint.hidden = true;
};
