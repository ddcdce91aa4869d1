/**
 * What of a state is seen: what is hidden, filtered out or folded into a group is not; groups are nodes of their own.
 *
 * Filters choose and count, they never move anything.
 *
 * @typedef {import("./state.js").State} State
 * @typedef {{nodes: Map<string, object>, links: Map<string, object>, of: Map<string, string>}} Seen
 *   `of` leads from a member to its group
 */
import { t } from "./texts.js";

export const GROUP = "Group";
export const COUNTED = "CONSIGNMENTS";
const BUNDLE = "LINKS";

/** @type {WeakMap<State, Seen>} */
const remembered = new WeakMap();

/**
 * What is seen of a state, worked out once for each.
 * @param {State} state
 * @returns {Seen}
 */
export function seen(state) {
  if (!remembered.has(state)) remembered.set(state, look(state));
  return remembered.get(state);
}

/** How often a link stands in the months that are chosen; 0 where it does not. Links without a day are always there. */
export function countIn(link, { from, to }) {
  if ((!from && !to) || !link.months.length) return link.count;
  return link.months.reduce((sum, [month, count]) => ((!from || month >= from) && (!to || month <= to) ? sum + count : sum), 0);
}

/** Whether a node stands in the months that are chosen: from its first day to its last, or without a day. */
function isInTime(node, { from, to }) {
  return (!from || !node.last_on || node.last_on.slice(0, 7) >= from) && (!to || !node.first_on || node.first_on.slice(0, 7) <= to);
}

const isChosen = (node, filters, off) => !off.types.has(node.type) && !off.countries.has(node.country || "")
  && node.seizures >= filters.seizures && (!filters.score || (node.score ?? 0) >= filters.score) && isInTime(node, filters);

function look(state) {
  const { filters } = state, nodes = new Map(), of = new Map();
  const off = { types: new Set(filters.types), countries: new Set(filters.countries), kinds: new Set(filters.kinds) };
  for (const [id, node] of state.nodes) if (!state.hidden.has(id) && isChosen(node, filters, off)) nodes.set(id, node);
  for (const group of state.groups) {
    const members = group.members.filter((id) => nodes.has(id));
    if (members.length < 2) continue;
    nodes.set(group.id, grouped(group, members.map((id) => nodes.get(id)), state.places));
    for (const id of members) { nodes.delete(id); of.set(id, group.id); }
  }
  return { nodes, links: linksAmong(state, nodes, of, off), of };
}

/** A group as one node: where the member in its middle stands, so that no two groups stand in one place. */
function grouped(group, members, places) {
  const middle = [0, 1].map((axis) => members.reduce((sum, node) => sum + places.get(node.id)[axis], 0) / members.length);
  const far = (node) => Math.hypot(places.get(node.id)[0] - middle[0], places.get(node.id)[1] - middle[1]);
  const central = members.reduce((best, node) => (far(node) < far(best) ? node : best));
  const scores = members.map((node) => node.score).filter((score) => score !== null);
  const types = new Set(members.map((node) => node.type));
  return {
    id: group.id, type: GROUP, label: `${group.label} (${members.length})`, members: members.map((node) => node.id),
    by: group.by, country: "", seizures: members.filter((node) => node.seizures).length, score: scores.length ? Math.max(...scores) : null,
    records: 0, consignments: 0, first_on: "", last_on: "", spellings: 0, is_hub: false,
    look: types.size === 1 ? [...types][0] : "", place: places.get(central.id),
  };
}

/** Links among what is seen; all that lead from a group to one end are one link, with how many they are. */
function linksAmong(state, nodes, of, off) {
  const links = new Map();
  for (const [id, link] of state.links) {
    if (off.kinds.has(link.kind) || (state.asNodes && link.kind === COUNTED)) continue;
    const source = of.get(link.source) || link.source, target = of.get(link.target) || link.target;
    if (source === target || !nodes.has(source) || !nodes.has(target)) continue;
    const count = countIn(link, state.filters);
    if (!count || (link.kind === COUNTED && count < state.filters.consignments)) continue;
    if (source === link.source && target === link.target) {
      links.set(id, count === link.count ? link : { ...link, count });
      continue;
    }
    const [one, other] = source < target ? [source, target] : [target, source], key = `${one} ${BUNDLE} ${other}`;
    const before = links.get(key) || { ...link, id: key, source: one, target: other, kind: BUNDLE, count: 0, is_inferred: true, is_seized: false, months: [], first_on: "", last_on: "" };
    const many = before.count + 1;
    links.set(key, { ...before, count: many, many, words: t("links", { count: many }), is_inferred: before.is_inferred && link.is_inferred, is_seized: before.is_seized || link.is_seized });
  }
  return links;
}

/** Where a node that is seen stands: a group in the middle of its members. */
export const placeOf = (state, node) => node.place || state.places.get(node.id);

/**
 * How many of each type, link and country there are before they are filtered, hidden ones left out; the most first.
 * @param {State} state
 */
export function counts(state) {
  const types = new Map(), kinds = new Map(), countries = new Map();
  const count = (into, key) => into.set(key, (into.get(key) || 0) + 1);
  for (const [id, node] of state.nodes) {
    if (state.hidden.has(id)) continue;
    count(types, node.type);
    if (node.country) count(countries, node.country);
  }
  const words = new Map();
  for (const link of state.links.values()) {
    if (state.hidden.has(link.source) || state.hidden.has(link.target)) continue;
    count(kinds, link.kind);
    words.set(link.kind, link);
  }
  const ranked = (of) => [...of].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return { types: ranked(types), kinds: ranked(kinds), countries: ranked(countries), words };
}

/** How much is linked in each month, over all links of a state: [["2024-03", 14], ...] without a gap. */
export function months(state) {
  const sums = new Map();
  for (const link of state.links.values()) {
    for (const [month, count] of link.months) sums.set(month, (sums.get(month) || 0) + count);
  }
  const all = [...sums.keys()].sort();
  if (!all.length) return [];
  const row = [];
  for (let month = all[0]; month <= all.at(-1) && row.length < 1200; month = following(month)) row.push([month, sums.get(month) || 0]);
  return row;
}

const following = (month) => {
  const [year, number] = month.split("-").map(Number);
  return number === 12 ? `${String(year + 1).padStart(4, "0")}-01` : `${String(year).padStart(4, "0")}-${String(number + 1).padStart(2, "0")}`;
};
