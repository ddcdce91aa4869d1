/* The interactive picture. All text reaches the page through textContent; nodes and links go by number, never by id.
   The files of this folder are one script, in the order of `MODULES` in `api/views/html.py`, inside one function. */
const byId = (id) => document.getElementById(id);
const data = window.halqa;
const { nodes, edges, sources } = data;
const net = byId("net");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const FADED = 0.16;

const links = nodes.map(() => []);
edges.forEach((edge, at) => {
  links[edge.source].push(at);
  if (edge.target !== edge.source) links[edge.target].push(at);
});
let selected = null, hovered = null;
let nodeOn = nodes.map(() => true), edgeOn = edges.map(() => true); // what the filters leave
const isShown = (at) => nodeOn[at], isDrawn = (at) => edgeOn[at];
const otherEnd = (edge, at) => (edges[edge].source === at ? edges[edge].target : edges[edge].source);
const number = (value) => value.toLocaleString("en-US");
const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;

/* small builders */
const make = (tag, text, name) => {
  const element = document.createElement(tag);
  if (text !== undefined) { element.textContent = text; element.dir = "auto"; }
  if (name) element.className = name;
  return element;
};
const symbol = (style) => {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg"), use = document.createElementNS(space, "use");
  svg.setAttribute("class", "symbol");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#symbol-${style}`);
  svg.append(use);
  return svg;
};
const nodeButton = (at, below, name) => {
  const button = make("button", undefined, name), words = make("span", undefined, "name");
  button.type = "button";
  button.append(symbol(nodes[at].style), words);
  words.append(make("span", nodes[at].label));
  if (nodes[at].hub) words.append(" ", make("span", "hub", "badge"));
  if (below) words.append(make("small", below));
  button.addEventListener("click", () => select({ node: at }, true));
  return button;
};
const evidenceOf = (edge, open) => {
  const { evidence, rows, derived } = edges[edge];
  if (!evidence.length) return make("p", derived ? "Derived; no evidence line was given." : "No evidence line was given.", "hint");
  const details = make("details"), list = make("ul", undefined, "evidence");
  details.append(make("summary", `Evidence (${number(evidence.length)})`), list);
  for (const line of evidence) list.append(make("li", line));
  details.open = open;
  if (!rows.length) return details;
  const both = make("div"), behind = make("details"), read = make("ul", undefined, "evidence raw");
  behind.append(make("summary", `Source rows (${number(rows.length)})`), read);
  for (const at of rows) read.append(make("li", sources[at][3]));
  both.append(details, behind);
  return both;
};
