/** The explorer: one history of states, and what shows and changes it. */
import { commands } from "./commands.js";
import { byId, number } from "./dom.js";
import { drawing } from "./drawing.js";
import { finding } from "./finding.js";
import { opened, done, redone, undone } from "./history.js";
import { keeping } from "./keeping.js";
import { fillHelp, keys } from "./keys.js";
import { lasso } from "./lasso.js";
import { legend } from "./legend.js";
import { lists } from "./lists.js";
import { lookedAt } from "./looks.js";
import { panel } from "./panel.js";
import { seen } from "./seen.js";
import { begin, reopened } from "./state.js";
import { connected, Fault } from "./wire.js";
import { t } from "./texts.js";

const page = JSON.parse(byId("page").textContent), scene = JSON.parse(byId("scene").textContent);
document.documentElement.dataset.script = "on";
const LOOK_AGAIN = 500; // milliseconds
const looks = lookedAt(page.looks), wire = connected(page.base, page.patterns);
const screen = { history: opened(page.view ? reopened(scene, page.view) : begin(scene)), picked: { nodes: new Set(), link: null }, special: null, isBusy: false };
const answers = new Map();

/** The same question about the same thing is asked once. */
async function ask(name, body) {
  if (name !== "explanations") return wire.ask(name, body);
  const key = JSON.stringify(body);
  if (!answers.has(key)) answers.set(key, wire.ask(name, body));
  try {
    return await answers.get(key);
  } catch (fault) {
    answers.delete(key);
    throw fault;
  }
}
const address = (path, query) => {
  const pairs = new URLSearchParams(query);
  if (page.patterns) pairs.set("as", page.patterns);
  return pairs.size ? `${path}?${pairs}` : path;
};
const say = (text) => { byId("status").textContent = text; };
const told = (fault) => { if (fault instanceof Fault) return fault.words; throw fault; };

const draw = drawing(byId("net"), looks, {
  picked: ({ node, link, adds }) => pick(node, link, adds),
  opened: (id) => (seen(state()).nodes.get(id)?.members ? act.open(id) : act.expand(id)),
  moved: (places) => apply({ type: "move", places }, t("moved", { count: places.length })),
  drawn: () => { document.documentElement.dataset.ready = "1"; },
});
const state = () => screen.history.present;
const list = lists(looks, { pick: (id, adds) => { pick(id, null, adds, !adds); draw.reveal(id); if (!adds) side.focus(); }, pickLink: (id) => pick(null, id, false) });
const key = legend(looks, {
  filter: (change, words) => apply({ type: "filter", change }, words),
  size: (by) => apply({ type: "size", by }, t("step_size", { by: t(`size_${by}`) })),
  showAll: () => act.showAll(),
});
const side = panel(looks, {
  ask, address, fault: told, pick: (id) => { pick(id, null, false); draw.reveal(id); side.focus(); }, pickLink: (id) => pick(null, id, false),
  labelOf: (id) => state().nodes.get(id)?.label || id, expand: (...values) => act.expandBy(...values), decide,
  act: new Proxy({}, { get: (_, name) => (...values) => act[name](...values) }),
});
const search = finding(looks, { ask: wire.ask, address, fault: told, has: (id) => state().nodes.has(id), isEmpty: () => !state().nodes.size, choose: (row) => act.bring(row) });

/** Picks a node or a link, or nothing; `adds` keeps what is picked already, and lets go what is picked twice. */
function pick(node, link, adds, opens = true) {
  const nodes = adds ? new Set(screen.picked.nodes) : new Set();
  if (node && adds && nodes.has(node)) nodes.delete(node);
  else if (node) nodes.add(node);
  choose({ nodes, link: node || nodes.size ? null : link }, opens);
}
/** Takes what is picked, and explains it where `opens`. */
function choose(picked, opens = true) {
  screen.picked = picked;
  screen.special = null;
  const { nodes, links } = seen(state()), names = [...picked.nodes].map((id) => nodes.get(id)?.label);
  if (picked.link && links.has(picked.link)) say(t("picked", { what: `${nodes.get(links.get(picked.link).source).label}, ${links.get(picked.link).words}, ${nodes.get(links.get(picked.link).target).label}` }));
  else if (names.length) say(names.length === 1 ? t("picked", { what: names[0] }) : t("several_picked", { number: names.length }));
  if (opens && (picked.nodes.size || picked.link)) openTab("explain");
  refresh();
}

/** Does a command, and says so; a command that changes nothing is not a step. */
function apply(command, words) {
  const before = screen.history;
  screen.history = done(before, command, words);
  if (screen.history !== before) say(`${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`);
  refresh();
  return screen.history !== before;
}
function step(turn, words) {
  const before = screen.history, last = turn === undone ? before.past.at(-1) : before.future[0];
  screen.history = turn(before);
  say(last ? `${t(words)}: ${last.words}.` : t(`nothing_${words}`));
  if (last) screen.special = null;
  refresh();
}

function refresh() {
  const { nodes, links } = seen(state()), { past, future } = screen.history;
  screen.picked = { ...screen.picked, nodes: new Set([...screen.picked.nodes].filter((id) => nodes.has(id))), link: links.has(screen.picked.link) ? screen.picked.link : null };
  draw.show(state(), screen.picked);
  list.show(state(), screen.picked);
  key.show(state());
  if (!screen.special) side.show(state(), screen.picked);
  const turn = (name, steps, word) => {
    const one = document.querySelector(`[data-act=${name}]`);
    one.disabled = !steps.length;
    one.title = steps.length ? `${word}: ${steps.words}` : word;
  };
  turn("undo", Object.assign([...past], { words: past.at(-1)?.words }), t("undo"));
  turn("redo", Object.assign([...future], { words: future[0]?.words }), t("redo"));
  document.documentElement.dataset.steps = String(past.length);
  const has = { one: screen.picked.nodes.size > 0, two: screen.picked.nodes.size > 1 };
  for (const one of document.querySelectorAll("[data-needs]")) one.disabled = !has[one.dataset.needs];
  document.querySelector("[data-act=asNodes]").setAttribute("aria-pressed", String(state().asNodes));
  byId("empty").hidden = nodes.size > 0;
  byId("empty-words").textContent = state().nodes.size ? t("all_hidden") : t("empty");
  byId("empty-show").hidden = !state().nodes.size;
}

/** Asks the service and does something with the answer; a fault is told and changes nothing. */
async function during(words, work) {
  if (screen.isBusy) return;
  screen.isBusy = true;
  document.documentElement.setAttribute("aria-busy", "true");
  say(`${words} …`);
  try {
    await work();
  } catch (fault) {
    say(told(fault));
    byId("status").dataset.kind = "fault";
  } finally {
    screen.isBusy = false;
    document.documentElement.removeAttribute("aria-busy");
  }
}

/** Posts a decision and waits until it is kept; what is shown stays, whatever comes of it. */
function decide(form, submitter = null) {
  during(t("keeping"), async () => {
    const said = new URLSearchParams(new FormData(form, submitter));
    let answer = await fetch(form.action, { method: "POST", body: said, credentials: "same-origin" });
    while (answer.ok && answer.headers.has("refresh") && new URL(answer.url).pathname === "/leads/decided") {
      await new Promise((done) => setTimeout(done, LOOK_AGAIN));
      answer = await fetch(answer.url, { credentials: "same-origin" });
    }
    if (!answer.ok) {
      const told = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".fault");
      const [why, next] = [...(told?.children || [])].map((line) => line.textContent.trim());
      throw new Fault(why || t("not_kept"), next || t("not_kept_next"));
    }
    answers.clear();
    say(t("kept"));
  });
}

/* tabs of the side, and the two views of the stage */
const TABS = [...document.querySelectorAll(".side [role=tab]")];
function openTab(name) {
  for (const tab of TABS) {
    const isOn = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(isOn));
    tab.tabIndex = isOn ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = !isOn;
  }
  if (name === "list") list.wake();
  if (name === "legend") key.wake();
}
TABS.forEach((tab, at) => {
  tab.addEventListener("click", () => openTab(tab.id.slice(4)));
  tab.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key], next = by && TABS[(at + by + TABS.length) % TABS.length];
    if (!next) return;
    next.focus();
    openTab(next.id.slice(4));
  });
});

const act = commands(screen, {
  state, apply, ask: wire.ask, wire, during, say, draw, pick, choose, refresh, side, list, address, page,
  undo: () => step(undone, "undone"), redo: () => step(redone, "redone"), search: () => search.focus(), openTab,
});
Object.assign(act, keeping({ state, wire, during, say, address, page }));
for (const button of document.querySelectorAll("[data-act]")) {
  button.addEventListener("click", () => {
    const menu = button.closest("details");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    act[button.dataset.act](...(button.dataset.value ? [button.dataset.value] : []));
  });
}
for (const menu of document.querySelectorAll("details.menu")) {
  menu.addEventListener("toggle", () => { if (menu.open) for (const other of document.querySelectorAll("details.menu[open]")) if (other !== menu) other.open = false; });
}
document.addEventListener("pointerdown", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
lasso(byId("net"), byId("over"), {
  isOn: () => document.querySelector("[data-act=lasso]").getAttribute("aria-pressed") === "true",
  clicked: (point) => pick(draw.at(point), null, true),
  ended: (polygon, adds) => {
    const inside = draw.inside(polygon);
    document.querySelector("[data-act=lasso]").setAttribute("aria-pressed", "false");
    choose({ nodes: new Set([...(adds ? screen.picked.nodes : []), ...inside]), link: null });
  },
});
byId("lead")?.addEventListener("submit", (event) => { event.preventDefault(); decide(event.target, event.submitter); });
document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); openTab("list"); list.focus(); });
keys(act);
fillHelp(byId("help-keys"));

openTab(scene.nodes.length ? "explain" : "list");
refresh();
draw.fit();
if (state().focus.length) choose({ nodes: new Set(state().focus.slice(0, 1)), link: null, isCalm: true });

/* what tests and the console may look at */
window.explorer = { state, history: () => screen.history, draw, labels: () => draw.labels(), picked: () => screen.picked, act, apply, choose, ask: wire.ask, seen: () => seen(state()) };
