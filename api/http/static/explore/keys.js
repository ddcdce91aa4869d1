/**
 * What the keyboard does. Single letters work only where the focus is in the drawing, the list or the tables, so that
 * they never stand in the way of whoever types or speaks; undo and redo work everywhere but in a text field.
 */
import { t } from "./texts.js";

/** Letter, what it does, in words for the help. */
export const LETTERS = [
  ["e", "expand", t("key_expand")],
  ["h", "hide", t("key_hide")],
  ["o", "hideOthers", t("key_hide_others")],
  ["a", "showAll", t("key_show_all")],
  ["p", "pin", t("key_pin")],
  ["c", "collapse", t("key_collapse")],
  ["t", "path", t("key_path")],
  ["l", "links", t("key_links")],
  ["n", "asNodes", t("key_as_nodes")],
  ["g", "groupPicked", t("key_group_picked")],
  ["r", "arrange", t("key_arrange")],
  ["f", "fit", t("key_fit")],
  ["x", "exports", t("key_exports")],
  ["s", "saves", t("key_saves")],
];
const MOVES = [
  ["/", t("key_search")], ["?", t("key_help")], ["Ctrl+Z", t("undo")], ["Ctrl+Y, Ctrl+Shift+Z", t("redo")], [t("sign_escape"), t("key_escape")],
  [t("sign_arrows"), t("key_arrows")], [t("sign_plus"), t("key_zoom")],
  [t("sign_enter"), t("key_enter")], [t("sign_space"), t("key_space")],
  [t("sign_shift_drag"), t("key_shift_drag")], [t("sign_ctrl_click"), t("key_ctrl_click")], [t("sign_double"), t("key_double")],
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
