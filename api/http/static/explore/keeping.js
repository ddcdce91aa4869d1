/** Saving a view and opening one again, sharing it, and handing over what is on the screen as a file. */
import { build, button, byId, make } from "./dom.js";
import { seen } from "./seen.js";
import { NO_FILTERS } from "./state.js";
import { t } from "./texts.js";

const LONGEST = 18_000; // characters of settings that the service keeps

/**
 * @param {{state: Function, wire: object, during: Function, say: Function, address: Function, page: object}} on
 * @returns {Object<string, Function>} what can be done, by name
 */
export function keeping(on) {
  const { state, wire, during, say } = on;
  const menu = byId("menu-view"), form = byId("save"), list = byId("saved");

  /* saving */
  function body() {
    const now = state(), brought = new Set(now.consignments);
    const own = now.asNodes ? [...now.nodes.values()].filter((node) => node.type === "Consignment" && !brought.has(node.id)).map((node) => node.id) : [];
    const options = { own, sizeBy: now.sizeBy, asNodes: now.asNodes, groups: now.groups.map(({ by, label, members }) => ({ by, label, members })) };
    const isLong = JSON.stringify(options).length > LONGEST;
    return {
      name: form.elements.name.value, notes: form.elements.notes.value, hidden: [...now.hidden], filters: now.filters,
      options: isLong ? { ...options, own: [], groups: [] } : options,
      nodes: [...now.places].map(([id, [x, y]]) => ({ id, x, y, pinned: now.pinned.has(id) })),
    };
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    during(t("saving"), async () => {
      const saved = await wire.ask("views", body()), link = on.address("/explore", { view: saved.id });
      menu.open = false;
      menu.querySelector("summary").focus();
      say(`${t("saved", { name: saved.name })}${saved.left_out ? t("saved_without", { entities: t("entities", { count: saved.left_out }) }) : ""}. `);
      byId("status").append(build("a", { href: link }, t("share")), " ", button(t("copy"), () => copy(link), "quiet small"));
    });
  });
  async function copy(link) {
    try {
      await navigator.clipboard.writeText(new URL(link, location.href).href);
      say(t("copied"));
    } catch {
      say(t("not_copied"));
    }
  }
  const row = (view) => {
    const open = build("a", { href: on.address("/explore", { view: view.id }) }, make("span", view.name));
    const about = make("small", `${t("entities", { count: view.nodes })}, ${view.at.slice(0, 10)}`);
    const away = button(t("delete"), () => during(t("deleting"), async () => { await wire.forget("views/one", { id: view.id }); say(t("deleted", { name: view.name })); await fill(); }), "quiet small");
    away.setAttribute("aria-label", t("delete_named", { name: view.name }));
    return build("li", {}, open, about, away);
  };
  async function fill() {
    try {
      const { views } = await wire.read("views");
      list.replaceChildren(...views.map(row));
      if (!views.length) list.append(make("li", t("none_yet"), "hint"));
    } catch (fault) {
      list.replaceChildren(make("li", fault.words || t("unreadable"), "hint"));
    }
  }
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    if (!form.elements.name.value) form.elements.name.value = state().title.slice(0, 100);
    fill();
    form.elements.name.focus();
  });
  form.elements.notes.value = state().note;

  /* handing over */
  function exported(format) {
    const now = state(), { nodes, links } = seen({ ...now, groups: [] }), { filters } = now, notes = [];
    const left = now.nodes.size - nodes.size;
    if (left) notes.push(t("note_left", { entities: t("entities", { count: left }) }));
    if (JSON.stringify(filters) !== JSON.stringify(NO_FILTERS)) notes.push(t("note_filters", { filters: inWords(filters) }));
    if (form.elements.notes.value.trim()) notes.push(form.elements.notes.value.trim().slice(0, 500));
    const isAll = links.size === [...now.links.values()].filter((link) => nodes.has(link.source) && nodes.has(link.target)).length;
    const shown = [...nodes.keys()].map((id) => { const [x, y] = now.places.get(id); return { id, x, y }; });
    return { format, title: Array.from(now.title).slice(0, 100).join(""), nodes: shown, links: isAll ? null : [...links.keys()], notes };
  }

  return {
    exportAs: (format) => during(t("writing"), async () => {
      const { blob, name } = await wire.fetchFile("exports", exported(format)), link = build("a", { href: URL.createObjectURL(blob), download: name });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      say(t("written", { name }));
    }),
  };
}

/** Filters in words: "from 2024-01, at least 2 seizures, without Phone". */
export function inWords(filters) {
  const words = [];
  if (filters.from) words.push(t("filter_from", { month: filters.from }));
  if (filters.to) words.push(t("filter_to", { month: filters.to }));
  if (filters.seizures) words.push(t("filter_least", { what: t("seizures", { count: filters.seizures }) }));
  if (filters.score) words.push(t("filter_score", { score: String(filters.score) }));
  if (filters.consignments) words.push(t("filter_links", { what: t("consignments", { count: filters.consignments }) }));
  const off = [...filters.types, ...filters.countries, ...filters.kinds.map((kind) => kind.replaceAll("_", " ").toLowerCase())];
  if (off.length) words.push(t("filter_without", { what: off.join(", ") }));
  return words.join(", ");
}
