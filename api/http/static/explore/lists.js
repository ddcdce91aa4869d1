/**
 * The list and the tables, which say what the drawing shows: the same nodes and links, the same things picked.
 *
 * Long ones are made in parts, so that a large scene does not wait for rows that nobody looks at.
 */
import { build, button, byId, make, number, symbol } from "./dom.js";
import { aboutLink, aboutNode, byRole } from "./looks.js";
import { seen } from "./seen.js";
import { t } from "./texts.js";

const PART = 100;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * @param {ReturnType<import("./looks.js").lookedAt>} looks
 * @param {{pick: (id: string, adds: boolean) => void, pickLink: (id: string) => void}} on
 */
export function lists(looks, on) {
  const list = byId("list"), words = byId("list-find"), more = byId("list-more"), count = byId("list-count"), tables = byId("tables");
  let state = null, isStale = false, picked = { nodes: new Set(), link: null }, length = PART, rows = [], order = { by: "", isDown: true };

  const chosen = () => {
    const wanted = fold(words.value.trim()), all = byRole(seen(state).nodes.values(), state.sizeBy);
    return wanted ? all.filter((node) => fold(`${node.label}\n${node.id}\n${node.type}\n${node.country}`).includes(wanted)) : all;
  };
  const option = (node) => {
    const name = make("span", node.label || node.id, "name");
    name.append(make("small", aboutNode(node)));
    const risk = node.seizures && node.type !== "Seizure" ? build("span", { class: "risk", title: t("on_seized") }, "!") : "";
    const item = build("li", { role: "option", "aria-selected": String(picked.nodes.has(node.id)), tabindex: "-1" }, symbol(looks.styleOf(node)), name, risk);
    item.addEventListener("click", (event) => on.pick(node.id, event.ctrlKey || event.metaKey || event.shiftKey));
    return item;
  };
  function showList() {
    const nodes = chosen();
    rows = nodes.slice(0, length).map((node) => ({ id: node.id, item: option(node) }));
    list.replaceChildren(...rows.map((row) => row.item));
    count.textContent = words.value.trim() ? t("found_of", { entities: t("entities", { count: nodes.length }), all: seen(state).nodes.size }) : t("entities", { count: nodes.length });
    more.hidden = nodes.length <= length;
    more.textContent = t("show_more", { number: Math.min(PART, nodes.length - length) });
    const first = rows.find((row) => picked.nodes.has(row.id)) || rows[0];
    if (first) first.item.tabIndex = 0;
  }
  more.addEventListener("click", () => { const at = length; length += PART; showList(); rows[at]?.item.focus(); });
  words.addEventListener("input", () => { length = PART; showList(); });
  words.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && rows.length) { event.preventDefault(); go(0); }
    if (event.key === "Enter" && rows.length) on.pick(rows[0].id, false);
  });

  const go = (at) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, at))];
    if (!row) return;
    for (const one of rows) one.item.tabIndex = one === row ? 0 : -1;
    row.item.focus();
  };
  list.addEventListener("keydown", (event) => {
    const at = rows.findIndex((row) => row.item === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      go(to);
    } else if (at >= 0 && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      on.pick(rows[at].id, event.key === " " || event.ctrlKey);
    }
  });

  /* the tables */
  const COLUMNS = [
    [t("col_name"), (node) => node.label || node.id], [t("col_type"), (node) => node.type], [t("col_country"), (node) => node.country],
    [t("col_score"), (node) => node.score], [t("col_seizures"), (node) => node.seizures], [t("col_consignments"), (node) => node.consignments],
    [t("col_records"), (node) => node.records], [t("col_first"), (node) => node.first_on], [t("col_last"), (node) => node.last_on],
  ];
  const isNumber = (name) => ["col_score", "col_seizures", "col_consignments", "col_records"].map((key) => t(key)).includes(name);
  const shown = (value) => (value === null || value === undefined ? "" : typeof value === "number" ? number(Math.round(value * 100) / 100) : value);
  function ordered(nodes) {
    const column = COLUMNS.find(([name]) => name === order.by);
    if (!column) return nodes;
    const value = (node) => column[1](node) ?? -1, turn = order.isDown ? -1 : 1;
    return [...nodes].sort((a, b) => turn * (typeof value(a) === "number" ? value(a) - value(b) : String(value(a)).localeCompare(String(value(b)))));
  }
  const heading = (name) => {
    const sorter = button(name, () => { order = { by: name, isDown: order.by === name ? !order.isDown : isNumber(name) }; showTables(); tables.querySelector(`[data-name="${name}"]`).focus(); }, "sort");
    sorter.dataset.name = name;
    return build("th", { scope: "col", class: isNumber(name) ? "number" : "", "aria-sort": order.by === name ? (order.isDown ? "descending" : "ascending") : false }, sorter);
  };
  const nodeRow = (node) => {
    const cells = COLUMNS.map(([name, value], at) => {
      const text = shown(value(node));
      if (at) return build("td", { "data-name": name, class: isNumber(name) ? "number" : "", dir: "auto" }, text);
      return build("th", { scope: "row" }, button("", () => on.pick(node.id, false), "to"));
    });
    const name = cells[0].firstChild;
    name.append(symbol(looks.styleOf(node)), make("span", node.label || node.id));
    return build("tr", { class: picked.nodes.has(node.id) ? "chosen" : false }, ...cells);
  };
  const linkRow = (link, nodes) => {
    const to = button(aboutLink(link), () => on.pickLink(link.id), "to");
    const cell = (name, text, kind = "") => build("td", { "data-name": name, class: kind, dir: "auto" }, text);
    return build("tr", { class: picked.link === link.id ? "chosen" : false },
      cell(t("col_from"), nodes.get(link.source).label), build("th", { scope: "row" }, to), cell(t("col_to"), nodes.get(link.target).label),
      cell(t("col_first"), link.first_on, "short"), cell(t("col_last"), link.last_on, "short"), cell(t("col_basis"), t(link.is_inferred ? "inferred" : "reported"), "short"));
  };
  const table = (caption, heads, all, row) => {
    const body = build("tbody", {}), whole = build("table", { class: "stacked" }, make("caption", caption), build("thead", {}, build("tr", {}, ...heads)), body);
    let at = 0;
    const next = button("", () => grow(), "quiet");
    const grow = () => {
      body.append(...all.slice(at, at + PART).map(row));
      at += PART;
      next.hidden = at >= all.length;
      next.textContent = t("show_more_of", { number: Math.min(PART, all.length - at), all: all.length });
    };
    grow();
    return [whole, next];
  };
  function showTables() {
    const { nodes, links } = seen(state), plainHead = (name) => build("th", { scope: "col" }, name);
    tables.replaceChildren(
      ...table(t("entities_counted", { number: nodes.size }), COLUMNS.map(([name]) => heading(name)), ordered(byRole(nodes.values(), state.sizeBy)), nodeRow),
      ...table(t("links_counted", { number: links.size }), ["from", "link", "to", "first", "last", "basis"].map((name) => plainHead(t(`col_${name}`))), [...links.values()], (link) => linkRow(link, nodes)),
    );
  }

  return {
    show(next, selection) {
      const isOther = next !== state;
      state = next;
      picked = selection;
      isStale ||= isOther;
      if (isStale && list.offsetParent) { showList(); isStale = false; }
      for (const row of rows) row.item.setAttribute("aria-selected", String(picked.nodes.has(row.id)));
      if (!tables.hidden) showTables();
    },
    /** Makes the rows when they are looked at: until then they would cost and show nothing. */
    wake() {
      if (isStale) { showList(); isStale = false; }
    },
    showTables, focus: () => (rows.length ? go(Math.max(0, rows.findIndex((row) => row.item.tabIndex === 0))) : words.focus()),
  };
}
