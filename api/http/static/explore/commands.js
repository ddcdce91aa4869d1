/** What can be done: each ends in a command of the state, so that each can be undone. */
import { byId, plural } from "./dom.js";
import { placeOf, seen } from "./seen.js";

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
  const named = (some) => { const names = some.map((id) => seen(state()).nodes.get(id)?.label || state().nodes.get(id)?.label || id); return names.length === 1 ? names[0] : plural(names.length, "entity", "entities"); };
  const placed = () => [...state().places].map(([id, [x, y]]) => ({ id, x, y }));
  const known = () => [...state().nodes.keys()];
  const some = (work) => (...values) => (ids().length ? work(...values) : say("Pick an entity first."));

  /** What to do where some of what came is not in view: the view stays where it is, so that nothing jumps. */
  const away = (nodes) => { const count = draw.outside(nodes.map((node) => node.id)); return count ? `; ${count} out of view, F shows everything` : ""; };

  async function expandBy(id, key, limit, rank) {
    await during("Expanding", async () => {
      const label = named([id]), answer = await ask("expansions", { id, key, limit, rank, shown: placed() });
      const came = answer.nodes.length, words = `expand ${label}: ${plural(came, "entity", "entities")}`;
      if (!apply({ type: "add", ...answer, of: id, key, words }, words)) say(`Nothing more stands beside ${label}.`);
      else say(`${plural(came, "entity", "entities")} came to ${label}${answer.more ? `; ${answer.more.toLocaleString("en-US")} more are not shown` : ""}${away(answer.nodes)}.`);
    });
  }

  async function paths(question, labels) {
    await during("Looking for paths", async () => {
      const answer = await ask("paths", { ...question, shown: placed() });
      const again = (change) => paths({ ...question, ...change }, labels);
      screen.special = "paths";
      const words = `paths ${labels.join(" – ")}`, first = answer.paths[0];
      screen.picked = { nodes: new Set(), link: null };
      if (answer.nodes.length || answer.links.length) apply({ type: "add", nodes: answer.nodes, links: answer.links }, words);
      if (first) { apply({ type: "show", ids: answer.paths.flatMap((path) => path.nodes) }, "show what is on the paths"); apply({ type: "mark", path: first }, "mark a path"); } else on.refresh();
      on.openTab("explain");
      on.side.paths(answer, { ...question, labels, again });
      say(answer.paths.length ? `${plural(answer.paths.length, "path", "paths")} found.` : "No path was found.");
    });
  }

  async function groupBy(by) {
    const nodes = [...seen(state()).nodes.values()].filter((node) => !node.members && !state().focus.includes(node.id) && (ids().length < 2 || screen.picked.nodes.has(node.id)));
    const labels = { type: (node) => node.type, country: (node) => node.country || "no country" };
    let labelOf = labels[by];
    if (by === "community") {
      const { groups } = await ask("communities", { shown: nodes.map((node) => node.id) });
      labelOf = (node) => (groups[node.id] ? `Community ${groups[node.id]}` : "");
    }
    const together = new Map();
    for (const node of nodes) if (labelOf(node)) (together.get(labelOf(node)) || together.set(labelOf(node), []).get(labelOf(node))).push(node.id);
    const groups = [...together].map(([label, all]) => ({ label, members: all }));
    if (!apply({ type: "group", by, groups }, `group by ${by}`)) say("There is nothing to group.");
  }

  function arrived(id) {
    on.pick(id, null, false);
    draw.reveal(id);
    on.side.focus();
  }

  const act = {
    undo: on.undo, redo: on.redo, search: on.search, expandBy,
    expand: (id) => (id || ids().length ? expandBy(id || ids()[0], "", USUAL, "risk") : say("Pick an entity first.")),
    hide: some(() => apply({ type: "hide", ids: members(ids()) }, `hide ${named(ids())}`)),
    hideOthers: some(() => apply({ type: "hideOthers", ids: members(ids()) }, `hide all but ${named(ids())}`)),
    showAll() {
      const { filters } = state(), none = { types: [], kinds: [], countries: [], from: "", to: "", seizures: 0, score: 0, consignments: 0 };
      if (JSON.stringify(filters) !== JSON.stringify(none)) apply({ type: "filter", change: none }, "filter nothing");
      apply({ type: "show" }, "show what was hidden");
    },
    pin: some(() => { const all = members(ids()), isOn = all.some((id) => !state().pinned.has(id)); apply({ type: "pin", ids: all, on: isOn }, `${isOn ? "pin" : "unpin"} ${named(ids())}`); }),
    collapse: some(() => { if (!apply({ type: "collapse", of: ids()[0] }, `collapse ${named(ids().slice(0, 1))}`)) say("It was not expanded here."); }),
    open: (id) => apply({ type: "open", id }, id ? `open ${named([id])}` : "open all groups"),
    mark: (path) => apply({ type: "mark", path }, path ? "mark a path" : "mark nothing"),
    pathFrom(id) {
      screen.from = id;
      say(`Path from ${named([id])}: now pick the other end, and press Path or T.`);
    },
    path() {
      let ends = ids();
      if (ends.length === 1 && screen.from && screen.from !== ends[0]) ends = [screen.from, ends[0]];
      if (ends.length === 1) return act.pathFrom(ends[0]);
      if (ends.length !== 2 || ends.some((id) => seen(state()).nodes.get(id)?.members)) return say("Pick two entities: one, and another with Ctrl and a click, or Space in the list.");
      screen.from = null;
      return paths({ source: ends[0], target: ends[1], avoid: [], through_hubs: false }, ends.map((id) => state().nodes.get(id).label));
    },
    links: () => during("Looking for links", async () => {
      const { links } = await ask("links", { shown: known() });
      if (!apply({ type: "add", nodes: [], links }, "links among what is shown")) say("All links among what is shown are here.");
    }),
    asNodes: () => {
      if (state().asNodes) return apply({ type: "asLinks" }, "consignments as counted links");
      return during("Looking for consignments", async () => {
        const answer = await ask("consignments", { shown: placed() });
        apply({ type: "asNodes", nodes: answer.nodes, links: answer.links }, "consignments as nodes");
        if (answer.truncated.length) say(answer.truncated.map((one) => one.text).join(" "));
      });
    },
    groupBy: (by) => during("Grouping", () => groupBy(by)),
    groupPicked() {
      const groups = ids().filter((id) => seen(state()).nodes.get(id)?.members);
      if (ids().length === 1 && groups.length) { act.open(groups[0]); return; }
      if (ids().length < 2) { say("Pick two entities or more to group."); return; }
      apply({ type: "group", by: "hand", groups: [{ label: `Group ${state().groups.length + 1}`, members: members(ids()) }] }, `group ${named(ids())}`);
    },
    arrange: () => during("Arranging", async () => {
      const { nodes, links } = seen(state()), shown = [...nodes.values()].map((node) => { const [x, y] = placeOf(state(), node); return { id: node.id, x, y, pinned: state().pinned.has(node.id) }; });
      const { positions } = await ask("layouts", { shown, links: [...links.values()].map((link) => [link.source, link.target]) });
      apply({ type: "move", places: Object.entries(positions) }, "arrange anew");
      draw.fit(true);
    }),
    bring: (row) => {
      if (state().nodes.has(row.id)) {
        apply({ type: "show", ids: [row.id] }, `show ${row.label}`);
        arrived(row.id);
        return null;
      }
      return during(`Bringing ${row.label}`, async () => {
        const { x, y } = draw.free();
        const answer = await ask("scenes", { nodes: [...placed(), { id: row.id, x, y }], limit: 2000 });
        const fresh = answer.nodes.filter((node) => !state().nodes.has(node.id));
        apply({ type: "add", nodes: fresh, links: answer.links }, `bring ${row.label}`);
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
      if (isOn) say("Draw a line around what is to be picked.");
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
