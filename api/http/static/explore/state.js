/**
 * What is explored, as values that are never changed: each command makes a new state of an old one.
 *
 * Nothing here knows of a page, a drawing or a service, so that any order of commands can be tried out by itself.
 * A command that changes nothing gives back the very state that it was given.
 *
 * @typedef {{id: string, type: string, label: string, country: string, seizures: number, score: ?number,
 *   records: number, consignments: number, first_on: string, last_on: string, spellings: number, is_hub: boolean,
 *   channel: string, x: number, y: number}} Node
 * @typedef {{id: string, source: string, target: string, kind: string, words: string, count: number, first_on: string,
 *   last_on: string, months: Array<[string, number]>, is_inferred: boolean, is_seized: boolean}} Link
 * @typedef {{types: string[], kinds: string[], countries: string[], from: string, to: string, seizures: number,
 *   score: number, consignments: number}} Filters  What is switched off, the first and last month, and the least of each.
 * @typedef {{id: string, by: string, label: string, members: string[]}} Group
 * @typedef {{of: string, key: string, words: string, nodes: string[], links: string[]}} Expansion
 * @typedef {{title: string, version: string, focus: string[], asNodes: boolean, sizeBy: string,
 *   truncated: Array<{key: string, text: string}>, nodes: Map<string, Node>, links: Map<string, Link>,
 *   places: Map<string, [number, number]>, hidden: Set<string>, pinned: Set<string>, expansions: Expansion[],
 *   consignments: string[], groups: Group[], filters: Filters, marked: ?{nodes: string[], words: string}, note: string}} State
 */

/** @type {Filters} */
export const NO_FILTERS = Object.freeze({
  types: [], kinds: [], countries: [], from: "", to: "", seizures: 0, score: 0, consignments: 0,
});

/** What the size of a node may go by. */
export const SIZES = ["score", "seizures", "consignments", "records"];

/** The state that a scene of the service begins with. */
export function begin(scene) {
  const nodes = new Map(scene.nodes.map((node) => [node.id, node]));
  const links = new Map(scene.links.filter(joins(nodes)).map((link) => [link.id, link]));
  return /** @type {State} */ ({
    title: scene.title, version: scene.version, focus: scene.focus, truncated: scene.truncated || [], nodes, links,
    places: new Map(scene.nodes.map((node) => [node.id, [node.x, node.y]])),
    asNodes: false, consignments: [], hidden: new Set(), pinned: new Set(), expansions: [], groups: [], filters: NO_FILTERS, sizeBy: "score",
    marked: null, note: "",
  });
}

/**
 * The state of a view that was saved: its scene with what was hidden, pinned, filtered and grouped.
 * Whatever of its settings is not what it should be is left out: they come from somebody's file.
 */
export function reopened(scene, view) {
  const state = begin(scene), { options = {} } = view, ids = (list) => (Array.isArray(list) ? list : []).filter((id) => state.nodes.has(id));
  const texts = (list) => (Array.isArray(list) ? list.filter((one) => typeof one === "string") : []);
  const filters = { ...NO_FILTERS };
  for (const [name, usual] of Object.entries(NO_FILTERS)) {
    const value = Object.hasOwn(view.filters, name) ? view.filters[name] : usual;
    filters[name] = Array.isArray(usual) ? texts(value) : typeof value === typeof usual ? value : usual;
  }
  const groups = (Array.isArray(options.groups) ? options.groups : [])
    .map((group) => ({ id: `group:${group.by}:${group.label}`, by: String(group.by), label: String(group.label), members: ids(group.members) }))
    .filter((group) => group.members.length > 1);
  const asNodes = options.asNodes === true, own = new Set(texts(options.own));
  const consignments = asNodes ? [...state.nodes.values()].filter((node) => node.type === "Consignment" && !own.has(node.id)).map((node) => node.id) : [];
  return /** @type {State} */ ({
    ...state, filters, groups, note: String(view.notes || ""), asNodes, consignments,
    sizeBy: SIZES.includes(options.sizeBy) ? options.sizeBy : state.sizeBy,
    hidden: new Set(ids(view.hidden)), pinned: new Set(ids(view.nodes.filter((node) => node.pinned).map((node) => node.id))),
  });
}

const joins = (nodes) => (link) => nodes.has(link.source) && nodes.has(link.target);
const union = (one, other) => new Set([...one, ...other]);
const without = (all, some) => new Set([...all].filter((id) => !some.has(id)));
const known = (state, ids) => ids.filter((id) => state.nodes.has(id));
const isSame = (one, other) => one.size === other.size && [...one].every((id) => other.has(id));

/** Adds nodes where the service put them, and links; what is known already stays where it is and as it is. */
function added(state, nodes, links) {
  const fresh = nodes.filter((node) => !state.nodes.has(node.id));
  const all = fresh.length ? new Map([...state.nodes, ...fresh.map((node) => [node.id, node])]) : state.nodes;
  const more = links.filter((link) => !state.links.has(link.id)).filter(joins(all));
  if (!fresh.length && !more.length) return null;
  const places = fresh.length ? new Map([...state.places, ...fresh.map((node) => [node.id, [node.x, node.y]])]) : state.places;
  const next = { ...state, nodes: all, places, links: more.length ? new Map([...state.links, ...more.map((link) => [link.id, link])]) : state.links };
  return { next, fresh: fresh.map((node) => node.id), more: more.map((link) => link.id) };
}

/** What goes when an expansion is taken back: what it brought, and what was brought by expanding that; never what is pinned. */
function goneWith(state, expansion) {
  const gone = new Set(), undone = new Set([expansion]), stays = union(state.pinned, state.focus);
  for (const one of undone) {
    for (const id of one.nodes) if (!stays.has(id)) gone.add(id);
    for (const other of state.expansions) if (gone.has(other.of)) undone.add(other);
  }
  return { gone, undone };
}

/** A state without some nodes and links. */
function leftOut(state, gone, cut) {
  const nodes = new Map([...state.nodes].filter(([id]) => !gone.has(id)));
  return {
    ...state, nodes,
    links: new Map([...state.links].filter(([id, link]) => !cut.has(id) && joins(nodes)(link))),
    places: new Map([...state.places].filter(([id]) => nodes.has(id))),
    hidden: without(state.hidden, gone),
    groups: keptGroups(state.groups, (id) => nodes.has(id)),
  };
}

const COMMANDS = {
  add(state, { nodes, links, of = "", key = "", words = "" }) {
    const made = added(state, nodes, links);
    if (!made) return state;
    if (!of) return made.next;
    return { ...made.next, expansions: [...state.expansions, { of, key, words, nodes: made.fresh, links: made.more }] };
  },
  collapse(state, { of }) {
    const expansion = state.expansions.findLast((one) => one.of === of);
    if (!expansion) return state;
    const { gone, undone } = goneWith(state, expansion), cut = new Set([...undone].flatMap((one) => one.links));
    return { ...leftOut(state, gone, cut), expansions: state.expansions.filter((one) => !undone.has(one)) };
  },
  hide(state, { ids }) {
    const hidden = union(state.hidden, known(state, ids));
    return isSame(hidden, state.hidden) ? state : { ...state, hidden };
  },
  hideOthers(state, { ids }) {
    const kept = new Set(ids), hidden = union(state.hidden, [...state.nodes.keys()].filter((id) => !kept.has(id)));
    return isSame(hidden, state.hidden) ? state : { ...state, hidden };
  },
  show(state, { ids = [...state.hidden] }) {
    const hidden = without(state.hidden, new Set(ids));
    return isSame(hidden, state.hidden) ? state : { ...state, hidden };
  },
  pin(state, { ids, on }) {
    const pinned = on ? union(state.pinned, known(state, ids)) : without(state.pinned, new Set(ids));
    return isSame(pinned, state.pinned) ? state : { ...state, pinned };
  },
  move(state, { places }) {
    const moved = places.filter(([id, [x, y]]) => state.places.has(id) && (state.places.get(id)[0] !== x || state.places.get(id)[1] !== y));
    return moved.length ? { ...state, places: new Map([...state.places, ...moved]) } : state;
  },
  group(state, { by, groups }) {
    const taken = new Set(groups.flatMap((group) => group.members));
    const fresh = groups
      .map((group) => ({ ...group, by, members: known(state, group.members), id: `group:${by}:${group.label}` }))
      .filter((group) => group.members.length > 1);
    if (!fresh.length) return state;
    const names = new Set(fresh.map((group) => group.id));
    const others = keptGroups(state.groups, (id) => !taken.has(id)).filter((group) => !names.has(group.id));
    return { ...state, groups: [...others, ...fresh] };
  },
  open(state, { id }) {
    const groups = id ? state.groups.filter((group) => group.id !== id) : [];
    return groups.length === state.groups.length ? state : { ...state, groups };
  },
  filter(state, { change }) {
    const filters = { ...state.filters, ...change };
    return JSON.stringify(filters) === JSON.stringify(state.filters) ? state : { ...state, filters };
  },
  size(state, { by }) {
    return by === state.sizeBy ? state : { ...state, sizeBy: by };
  },
  mark(state, { path }) {
    return JSON.stringify(path) === JSON.stringify(state.marked) ? state : { ...state, marked: path };
  },
  note(state, { text }) {
    return text === state.note ? state : { ...state, note: text };
  },
  /** Draws consignments as nodes in the place of counted links, those that the service names. */
  asNodes(state, { nodes, links }) {
    const made = added(state, nodes, links);
    return { ...(made ? made.next : state), asNodes: true, consignments: made ? made.fresh : [] };
  },
  /** Counts consignments on links again; those that came as nodes go, where nothing was done with them. */
  asLinks(state) {
    if (!state.asNodes) return state;
    const used = new Set([...state.pinned, ...state.focus, ...state.expansions.map((one) => one.of)]);
    const gone = new Set(state.consignments.filter((id) => !used.has(id)));
    return { ...leftOut(state, gone, new Set()), asNodes: false, consignments: [] };
  },
};

function keptGroups(groups, stays) {
  return groups.map((group) => ({ ...group, members: group.members.filter(stays) })).filter((group) => group.members.length > 1);
}

/**
 * The state after a command.
 * @param {State} state
 * @param {{type: string}} command one of `COMMANDS` by name, with what it needs
 * @returns {State} the same object where nothing changes
 */
export function applied(state, command) {
  if (!Object.hasOwn(COMMANDS, command.type)) throw new Error(`no command ${command.type}`);
  return COMMANDS[command.type](state, command);
}

/** A state as JSON, in the order of ids: equal states give equal text. */
export function asText(state) {
  const sorted = (pairs) => [...pairs].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return JSON.stringify({
    ...state, nodes: sorted(state.nodes), links: sorted(state.links), places: sorted(state.places),
    hidden: [...state.hidden].sort(), pinned: [...state.pinned].sort(),
  });
}
