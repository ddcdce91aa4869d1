/** What can be done: each ends in a command of the state, so that each can be undone. */
import { byId } from "./dom.js";
import { placeOf, seen } from "./seen.js";
import { t } from "./texts.js";

const USUAL = 25;

/**
 * @param {object} screen the history and what is picked
 * @param {object} on what shows it and asks for it
 * @returns {Object<string, Function>} by the names that buttons and keys use
 */
export function commands(screen, on) {
  const { state, apply, ask, during, say, draw } = on;
  const ids = () => [...screen.picked.nodes];
  /** Ids of members in the place of those of groups. */
  const members = (some) => some.flatMap((id) => seen(state()).nodes.get(id)?.members || [id]);
  const named = (some) => { const names = some.map((id) => seen(state()).nodes.get(id)?.label || state().nodes.get(id)?.label || id); return names.length === 1 ? names[0] : t("entities", { count: names.length }); };
  const placed = () => [...state().places].map(([id, [x, y]]) => ({ id, x, y }));
  const known = () => [...state().nodes.keys()];
  const some = (work) => (...values) => (ids().length ? work(...values) : say(t("pick_first")));

  /** What to do where some of what came is not in view: the view stays where it is, so that nothing jumps. */
  const away = (nodes) => { const count = draw.outside(nodes.map((node) => node.id)); return count ? t("out_of_view", { number: count }) : ""; };

  async function expandBy(id, key, limit, rank) {
    await during(t("expanding"), async () => {
      const label = named([id]), answer = await ask("expansions", { id, key, limit, rank, shown: placed() });
      const came = answer.nodes.length, words = t("step_expand", { label, entities: t("entities", { count: came }) });
      if (!apply({ type: "add", ...answer, of: id, key, words }, words)) say(t("nothing_beside", { label }));
      else say(`${t("came", { entities: t("entities", { count: came }), label })}${answer.more ? t("more_not_shown", { number: answer.more }) : ""}${away(answer.nodes)}.`);
    });
  }

  async function paths(question, labels) {
    await during(t("looking_paths"), async () => {
      const answer = await ask("paths", { ...question, shown: placed() });
      const again = (change) => paths({ ...question, ...change }, labels);
      screen.special = "paths";
      const words = t("step_paths", { labels: labels.join(" – ") }), first = answer.paths[0];
      screen.picked = { nodes: new Set(), link: null };
      if (answer.nodes.length || answer.links.length) apply({ type: "add", nodes: answer.nodes, links: answer.links }, words);
      if (first) { apply({ type: "show", ids: answer.paths.flatMap((path) => path.nodes) }, t("step_on_paths")); apply({ type: "mark", path: first }, t("step_mark")); } else on.refresh();
      on.openTab("explain");
      on.side.paths(answer, { ...question, labels, again });
      say(answer.paths.length ? t("paths_found", { paths: t("paths", { count: answer.paths.length }) }) : t("no_path"));
    });
  }

  async function groupBy(by) {
    const nodes = [...seen(state()).nodes.values()].filter((node) => !node.members && !state().focus.includes(node.id) && (ids().length < 2 || screen.picked.nodes.has(node.id)));
    const labels = { type: (node) => node.type, country: (node) => node.country || t("no_country") };
    let labelOf = labels[by];
    if (by === "community") {
      const { groups } = await ask("communities", { shown: nodes.map((node) => node.id) });
      labelOf = (node) => (groups[node.id] ? t("community", { number: groups[node.id] }) : "");
    }
    const together = new Map();
    for (const node of nodes) if (labelOf(node)) (together.get(labelOf(node)) || together.set(labelOf(node), []).get(labelOf(node))).push(node.id);
    const groups = [...together].map(([label, all]) => ({ label, members: all }));
    if (!apply({ type: "group", by, groups }, t("step_group_by", { by: t(`by_${by}`) }))) say(t("nothing_to_group"));
  }

  function arrived(id) {
    on.pick(id, null, false);
    draw.reveal(id);
    on.side.focus();
  }

  const act = {
    undo: on.undo, redo: on.redo, search: on.search, expandBy,
    expand: (id) => (id || ids().length ? expandBy(id || ids()[0], "", USUAL, "risk") : say(t("pick_first"))),
    hide: some(() => apply({ type: "hide", ids: members(ids()) }, t("step_hide", { what: named(ids()) }))),
    hideOthers: some(() => apply({ type: "hideOthers", ids: members(ids()) }, t("step_hide_others", { what: named(ids()) }))),
    showAll() {
      const { filters } = state(), none = { types: [], kinds: [], countries: [], from: "", to: "", seizures: 0, score: 0, consignments: 0 };
      if (JSON.stringify(filters) !== JSON.stringify(none)) apply({ type: "filter", change: none }, t("step_filter_none"));
      apply({ type: "show" }, t("step_show_hidden"));
    },
    pin: some(() => { const all = members(ids()), isOn = all.some((id) => !state().pinned.has(id)); apply({ type: "pin", ids: all, on: isOn }, t(isOn ? "step_pin" : "step_unpin", { what: named(ids()) })); }),
    collapse: some(() => { if (!apply({ type: "collapse", of: ids()[0] }, t("step_collapse", { what: named(ids().slice(0, 1)) }))) say(t("not_expanded")); }),
    open: (id) => apply({ type: "open", id }, id ? t("step_open", { what: named([id]) }) : t("step_open_all")),
    mark: (path) => apply({ type: "mark", path }, path ? t("step_mark") : t("step_mark_none")),
    pathFrom(id) {
      screen.from = id;
      say(t("path_from", { what: named([id]) }));
    },
    path() {
      let ends = ids();
      if (ends.length === 1 && screen.from && screen.from !== ends[0]) ends = [screen.from, ends[0]];
      if (ends.length === 1) return act.pathFrom(ends[0]);
      if (ends.length !== 2 || ends.some((id) => seen(state()).nodes.get(id)?.members)) return say(t("pick_two"));
      screen.from = null;
      return paths({ source: ends[0], target: ends[1], avoid: [], through_hubs: false }, ends.map((id) => state().nodes.get(id).label));
    },
    links: () => during(t("looking_links"), async () => {
      const { links } = await ask("links", { shown: known() });
      if (!apply({ type: "add", nodes: [], links }, t("step_links"))) say(t("all_links"));
    }),
    asNodes: () => {
      if (state().asNodes) return apply({ type: "asLinks" }, t("step_as_links"));
      return during(t("looking_consignments"), async () => {
        const answer = await ask("consignments", { shown: placed() });
        apply({ type: "asNodes", nodes: answer.nodes, links: answer.links }, t("step_as_nodes"));
        if (answer.truncated.length) say(answer.truncated.map((one) => one.text).join(" "));
      });
    },
    groupBy: (by) => during(t("grouping"), () => groupBy(by)),
    groupPicked() {
      const groups = ids().filter((id) => seen(state()).nodes.get(id)?.members);
      if (ids().length === 1 && groups.length) { act.open(groups[0]); return; }
      if (ids().length < 2) { say(t("pick_more")); return; }
      apply({ type: "group", by: "hand", groups: [{ label: t("group_number", { number: state().groups.length + 1 }), members: members(ids()) }] }, t("step_group", { what: named(ids()) }));
    },
    arrange: () => during(t("arranging"), async () => {
      const { nodes, links } = seen(state()), shown = [...nodes.values()].map((node) => { const [x, y] = placeOf(state(), node); return { id: node.id, x, y, pinned: state().pinned.has(node.id) }; });
      const { positions } = await ask("layouts", { shown, links: [...links.values()].map((link) => [link.source, link.target]) });
      apply({ type: "move", places: Object.entries(positions) }, t("step_arrange"));
      draw.fit(true);
    }),
    bring: (row) => {
      if (state().nodes.has(row.id)) {
        apply({ type: "show", ids: [row.id] }, t("step_show", { what: row.label }));
        arrived(row.id);
        return null;
      }
      return during(t("bringing", { what: row.label }), async () => {
        const { x, y } = draw.free();
        const answer = await ask("scenes", { nodes: [...placed(), { id: row.id, x, y }], limit: 2000 });
        const fresh = answer.nodes.filter((node) => !state().nodes.has(node.id));
        apply({ type: "add", nodes: fresh, links: answer.links }, t("step_bring", { what: row.label }));
        const id = fresh[0]?.id || row.id;
        arrived(id);
      });
    },
    fit: () => draw.fit(true),
    zoomIn: () => draw.zoom(1.4),
    zoomOut: () => draw.zoom(1 / 1.4),
    lasso() {
      const button = document.querySelector("[data-act=lasso]"), isOn = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isOn));
      if (isOn) say(t("draw_line"));
    },
    table() {
      const button = document.querySelector("[data-act=table]"), isOn = byId("tables").hidden;
      byId("tables").hidden = !isOn;
      byId("drawing").hidden = isOn;
      button.setAttribute("aria-pressed", String(isOn));
      if (isOn) on.list.showTables();
      else draw.redraw();
    },
    closeCut: () => { byId("cut").hidden = true; draw.redraw(); },
    help: () => byId("help").showModal(),
    exports: () => { document.querySelector("#menu-export").open = true; document.querySelector("#menu-export summary").focus(); },
    saves: () => { document.querySelector("#menu-view").open = true; document.querySelector("#menu-view summary").focus(); },
    escape(target) {
      const menu = document.querySelector("details.menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); return; }
      if (target.closest("#details")) { on.openTab("list"); on.list.focus(); return; }
      if (screen.picked.nodes.size || screen.picked.link || screen.special) on.choose({ nodes: new Set(), link: null });
      else if (state().marked) act.mark(null);
    },
  };
  return act;
}
