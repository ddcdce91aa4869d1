/** The legend with counts and tick boxes, and the filters: by type, link, country, time, score, seizures, consignments. */
import { build, button, byId, make, number, svg, symbol } from "./dom.js";
import { counts, COUNTED, months, seen } from "./seen.js";
import { t } from "./texts.js";

const COUNTRIES_SHOWN = 8, HIGH = 44;

/**
 * @param {ReturnType<import("./looks.js").lookedAt>} looks
 * @param {{filter: (change: object, words: string) => void, size: (by: string) => void, showAll: () => void, look: (from: string, to: string) => void}} on
 */
export function legend(looks, on) {
  const types = byId("legend-types"), kinds = byId("legend-kinds"), countries = byId("legend-countries"), summary = byId("legend-summary");
  const least = { seizures: byId("least-seizures"), score: byId("least-score"), consignments: byId("least-consignments") };
  const time = histogram(byId("time"), (from, to) => on.filter({ from, to }, t("step_time")));
  let state = null, isStale = false;

  const tick = (text, count, isOn, mark, change) => {
    const box = build("input", { type: "checkbox" });
    box.checked = isOn;
    box.addEventListener("change", () => change(box.checked));
    return build("label", {}, box, mark, make("span", text, "name"), build("span", { class: "count" }, number(count)));
  };
  const line = (link) => svg("svg", { class: "line", viewBox: "0 0 24 12", "aria-hidden": "true" }, svg("path", { d: "M1 6h22", class: link.is_inferred ? "inferred" : "reported" }));
  const turned = (name, key, isOn) => ({ [name]: isOn ? state.filters[name].filter((one) => one !== key) : [...state.filters[name], key].sort() });
  function ticks(into, name, entries, textOf, markOf, most = Infinity) {
    const focused = [...into.querySelectorAll("input")].indexOf(document.activeElement), off = new Set(state.filters[name]);
    const make_ = ([key, count]) => tick(textOf(key), count, !off.has(key), markOf(key), (isOn) => on.filter(turned(name, key, isOn), t(isOn ? "step_show" : "step_leave_out", { what: textOf(key) })));
    const first = entries.slice(0, most).map(make_), rest = entries.slice(most);
    const isOpen = into.querySelector("details")?.open || false;
    into.replaceChildren(...first);
    if (rest.length) {
      const details = build("details", {}, build("summary", {}, t("more", { number: rest.length })), ...rest.map(make_));
      details.open = isOpen;
      into.append(details);
    }
    if (focused >= 0) into.querySelectorAll("input")[focused]?.focus();
  }
  for (const [name, input] of Object.entries(least)) {
    input.addEventListener("change", () => {
      const value = Math.max(0, Number(input.value) || 0);
      on.filter({ [name]: value }, t(value ? "step_least" : "step_no_least", { value, name: t(`size_${name}`) }));
    });
  }
  const sizes = byId("size-by");
  sizes.addEventListener("change", () => on.size(sizes.value));
  byId("filters-none").addEventListener("click", on.showAll);

  function fill() {
    const all = counts(state), { of } = seen(state), shown = seen(state).links.size, left = state.nodes.size - seenNodes(state);
    ticks(types, "types", all.types, (key) => key, (key) => symbol(looks.nameOf(key)));
    ticks(kinds, "kinds", all.kinds, (key) => (key === COUNTED ? t("on_one") : all.words.get(key).words), (key) => line(all.words.get(key)));
    ticks(countries, "countries", all.countries, (key) => key, () => "", COUNTRIES_SHOWN);
    byId("legend-countries-set").hidden = all.countries.length < 2;
    for (const [name, input] of Object.entries(least)) if (document.activeElement !== input) input.value = String(state.filters[name] || "");
    sizes.value = state.sizeBy;
    time.show(months(state), state.filters);
    const parts = [t("shown", { entities: t("entities", { count: seenNodes(state) }), links: t("links", { count: shown }) })];
    if (state.hidden.size) parts.push(t("hidden", { number: state.hidden.size }));
    if (left > state.hidden.size) parts.push(t("filtered", { number: left - state.hidden.size }));
    if (of.size) parts.push(t("in_groups", { number: of.size }));
    summary.textContent = `${parts.join(", ")}.`;
    byId("filters-none").hidden = !left && shown === state.links.size;
    isStale = false;
  }

  return {
    show(next) {
      if (next === state) return;
      state = next;
      isStale = true;
      if (summary.offsetParent) fill();
      byId("counts").textContent = `${t("of_entities", { number: seenNodes(state), all: state.nodes.size })} · ${t("links", { count: seen(state).links.size })}`;
    },
    /** Counts when it is looked at. */
    wake() {
      if (isStale) fill();
    },
  };
}

/** How many nodes are seen, each member of a group as one. */
const seenNodes = (state) => [...seen(state).nodes.values()].filter((node) => !node.members).length + seen(state).of.size;

/** A histogram by month with two handles, each a slider that the keyboard moves too. */
function histogram(into, change) {
  const bars = svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" });
  const slider = (name) => build("input", { type: "range", min: "0", step: "1", id: `time-${name}`, "aria-label": t(name === "from" ? "first_month" : "last_month") });
  const from = slider("from"), to = slider("to"), words = make("output", "", "span");
  const whole = button(t("all_months"), () => change("", ""), "quiet small");
  into.append(build("div", { class: "sliders" }, bars, from, to), build("p", { class: "between" }, words, whole));
  let row = [];
  const say = () => {
    const [a, b] = [Number(from.value), Number(to.value)];
    const all = a === 0 && b === row.length - 1;
    words.textContent = all ? t("days", { first: row[0][0], last: row.at(-1)[0] }) : t("months", { first: row[a][0], last: row[b][0], number: row.slice(a, b + 1).reduce((sum, [, count]) => sum + count, 0) });
    from.setAttribute("aria-valuetext", row[a][0]);
    to.setAttribute("aria-valuetext", row[b][0]);
    whole.hidden = all;
    bars.querySelectorAll("rect").forEach((bar, at) => bar.setAttribute("class", at >= a && at <= b ? "in" : "out"));
  };
  const held = (moved) => {
    if (Number(from.value) > Number(to.value)) (moved === from ? from : to).value = moved === from ? to.value : from.value;
    say();
  };
  for (const input of [from, to]) {
    input.addEventListener("input", () => held(input));
    input.addEventListener("change", () => {
      const [a, b] = [Number(from.value), Number(to.value)];
      change(a === 0 ? "" : row[a][0], b === row.length - 1 ? "" : row[b][0]);
    });
  }
  return {
    show(next, filters) {
      into.closest("fieldset").hidden = next.length < 2;
      if (next.length < 2) return;
      row = next;
      const most = Math.max(...row.map(([, count]) => count)), index = (month, other) => { const at = row.findIndex(([one]) => one === month); return at < 0 ? other : at; };
      bars.setAttribute("viewBox", `0 0 ${row.length} ${HIGH}`);
      bars.replaceChildren(...row.map(([, count], at) => {
        const high = count ? Math.max(1.5, (HIGH * count) / most) : 0;
        return svg("rect", { x: at + 0.08, width: 0.84, y: HIGH - high, height: high });
      }));
      for (const input of [from, to]) input.max = String(row.length - 1);
      from.value = String(filters.from ? index(filters.from, 0) : 0);
      to.value = String(filters.to ? index(filters.to, row.length - 1) : row.length - 1);
      say();
    },
  };
}
