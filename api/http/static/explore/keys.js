/**
 * What the keyboard does. Single letters work only where the focus is in the drawing, the list or the tables, so that
 * they never stand in the way of whoever types or speaks; undo and redo work everywhere but in a text field.
 */

/** Letter, what it does, in words for the help. */
export const LETTERS = [
  ["e", "expand", "Expand what is picked"],
  ["h", "hide", "Hide what is picked"],
  ["o", "hideOthers", "Hide everything else"],
  ["a", "showAll", "Show everything again"],
  ["p", "pin", "Pin, or let go"],
  ["c", "collapse", "Take the last expansion of it back"],
  ["t", "path", "Paths between two that are picked; of one, begin a path"],
  ["l", "links", "Links among what is on the screen"],
  ["n", "asNodes", "Consignments as nodes, or as counted links"],
  ["g", "groupPicked", "Group what is picked, or open the group"],
  ["r", "arrange", "Arrange anew; what is pinned stays"],
  ["f", "fit", "Show the whole drawing"],
  ["x", "exports", "Export"],
  ["s", "saves", "Save the view"],
];
const MOVES = [
  ["/", "Search"], ["?", "This help"], ["Ctrl+Z", "Undo"], ["Ctrl+Y, Ctrl+Shift+Z", "Redo"], ["Escape", "Close, let go, go back"],
  ["Arrow keys", "In the drawing: move it. In the list: go through it"], ["+ and −", "In the drawing: zoom"],
  ["Enter", "In the list: explain; the focus goes to the explanation"], ["Space", "In the list: pick one more"],
  ["Shift and drag", "Draw a line around what is to be picked"], ["Ctrl and click", "Pick one more"], ["Double click", "Expand; open a group"],
];

/** Fills the help with the table of keys. */
export function fillHelp(body) {
  for (const [key, words] of [...MOVES, ...LETTERS.map(([letter, , text]) => [letter.toUpperCase(), text])]) {
    const row = document.createElement("tr"), head = document.createElement("th"), cell = document.createElement("td"), sign = document.createElement("kbd");
    head.scope = "row";
    sign.textContent = key;
    head.append(sign);
    cell.textContent = words;
    row.append(head, cell);
    body.append(row);
  }
}

/**
 * @param {Object<string, Function>} act what can be done, by name
 */
export function keys(act) {
  const isTyping = (target) => target.matches("input:not([type=checkbox]):not([type=range]), select, textarea");
  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body, key = event.key.toLowerCase();
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") { act.escape(target); return; }
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !isTyping(target)) {
      const name = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : "";
      if (name) { event.preventDefault(); act[name](); }
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || isTyping(target) || !target.closest(".by-letters")) return;
    if (event.key === "/") { event.preventDefault(); act.search(); return; }
    if (event.key === "?") { event.preventDefault(); act.help(); return; }
    const letter = LETTERS.find(([one]) => one === key);
    if (letter && !event.shiftKey) { event.preventDefault(); act[letter[1]](); }
  });
}
