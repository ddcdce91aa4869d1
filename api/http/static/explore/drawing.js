/**
 * The drawing: vis-network shows what is seen of a state, nothing moves by itself, positions are those of the state.
 *
 * Nodes go by number in it, never by id, so that no text of the data becomes a key. What only changes a look (fading,
 * sizes from afar) is set on vis-network's own objects: its `update` takes as long as making them anew. Links are ours.
 *
 * @typedef {import("./state.js").State} State
 */
import { aboutLink, aboutNode, byRole, theme } from "./looks.js";
import { bends, linking } from "./linking.js";
import { painter } from "./painting.js";
import { placeOf, seen } from "./seen.js";

const FADED = 0.24, BUSY = 400, SIDES = 56, ENDS = 40;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * @param {HTMLElement} net where to draw
 * @param {ReturnType<import("./looks.js").lookedAt>} looks
 * @param {{picked: Function, opened: Function, moved: Function, drawn: Function}} on what is told of: clicks on a node or link
 *   (`picked({node, link, adds})`), double clicks (`opened(id)`), nodes that were moved, and a drawing that is there
 */
export function drawing(net, looks, on) {
  const vertices = new vis.DataSet(), numbers = new Map(), names = [];
  const numberOf = (id) => { if (!numbers.has(id)) { numbers.set(id, names.length); names.push(id); } return numbers.get(id); };
  const drawnNodes = new Map(); // id -> what it was last drawn as
  let state = null, picked = { nodes: new Set(), link: null }, colours = theme(), step = 0, hovered = null, focus = null, isMoving = false, isInStep = false;

  const network = new vis.Network(net, { nodes: vertices, edges: [] }, options());
  const frame = net.querySelector(".vis-network");
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", net.dataset.label);
  const body = network.body, standing = (id) => body.nodes[numbers.get(id)], wires = linking(standing);

  /* from afar nodes and lines are drawn larger than they are, in steps, so that they can be told apart */
  const soon = () => body.emitter.emit("_requestRedraw"); // with the next frame, however often it is wanted
  const growth = () => Math.min(1.75, 1.12 ** step), boldness = () => Math.min(2.4, 1.22 ** step);
  const radiusOf = (id) => drawnNodes.get(id).size * growth();
  const wanted = () => Math.max(0, Math.round(Math.log(0.75 / network.getScale()) / Math.log(1.35)));
  const settle = () => { if (wanted() !== step) { step = wanted(); repaint(); } };

  function nodeSpec(node, most) {
    const [x, y] = placeOf(state, node), style = looks.styleOf(node), size = looks.sizeOf(node, state.sizeBy, most);
    const isRisk = node.seizures > 0 && node.type !== "Seizure", isGroup = Boolean(node.members), isPinned = state.pinned.has(node.id);
    return { id: numberOf(node.id), x, y, size, group: style, isRisk, isGroup, isPinned, title: `${node.label} · ${aboutNode(node)}` };
  }
  function asNode({ id, x, y, size, title, group, isRisk, isGroup, isPinned }) {
    const colour = looks.styles[group].colour, border = isRisk ? colours.risk : colours.ring;
    const spec = { id, x, y, title, size: size * growth(), shape: looks.styles[group].shape, borderWidth: isRisk ? 4 : 1.5, fixed: isPinned, color: { background: colour, border } };
    return isGroup ? { ...spec, shapeProperties: { borderDashes: [5, 3] } } : spec;
  }
  const lineOf = (link, bend) => ({
    id: link.id, source: link.source, target: link.target, width: looks.widthOf(link), bend,
    colour: looks.colourOf(link), isDashed: link.is_inferred,
  });

  /** Brings the nodes in step with what is wanted; only what changed is touched. */
  function sync(specs) {
    const gone = [...drawnNodes.keys()].filter((id) => !specs.has(id)), changed = [], fresh = [];
    for (const [id, spec] of specs) {
      const before = drawnNodes.get(id);
      if (!before) fresh.push(asNode(spec));
      else if (Object.keys(spec).some((name) => spec[name] !== before[name])) changed.push(asNode(spec));
      drawnNodes.set(id, spec);
    }
    for (const id of gone) drawnNodes.delete(id);
    if (gone.length) vertices.remove(gone.map(numberOf));
    if (fresh.length) vertices.add(fresh);
    if (changed.length) vertices.update(changed);
  }

  /**
   * Shows a state, with what is picked in it.
   * @param {State} next
   * @param {{nodes: Set<string>, link: ?string, isCalm?: boolean}} selection  where it is calm, nothing else fades
   */
  function show(next, selection) {
    const isOther = next !== state;
    state = next;
    picked = selection;
    isInStep = false; // vis-network may draw while it is only half told
    if (isOther) {
      const { nodes, links } = seen(state);
      let most = 0;
      for (const node of nodes.values()) most = Math.max(most, Number(node[state.sizeBy]) || 0);
      const specs = new Map(), bend = bends(links);
      for (const [id, node] of nodes) specs.set(id, nodeSpec(node, most));
      sync(specs);
      wires.show(new Map([...links].map(([id, link]) => [id, lineOf(link, bend.get(id) || 0)])));
      hovered = hovered !== null && specs.has(hovered) ? hovered : null;
    }
    focus = focusOf();
    isInStep = true;
    network.setSelection({ nodes: [...picked.nodes].filter((id) => drawnNodes.has(id)).map(numberOf), edges: [] });
    repaint();
  }

  /** What is emphasised: what is picked and what touches it, or the path that is marked; null where nothing is. */
  function focusOf() {
    const { links } = seen(state), nodes = new Set(), edges = new Set();
    if (picked.link && links.has(picked.link)) {
      const link = links.get(picked.link);
      return { nodes: new Set([link.source, link.target]), links: new Set([link.id]) };
    }
    if (picked.isCalm) return null;
    const isPath = !picked.nodes.size, { of, nodes: shown } = seen(state);
    const from = isPath ? new Set((state.marked || { nodes: [] }).nodes.map((id) => of.get(id) || id).filter((id) => shown.has(id))) : picked.nodes;
    if (from.size < (isPath ? 2 : 1)) return null;
    for (const id of from) nodes.add(id);
    for (const link of links.values()) {
      const has = [from.has(link.source), from.has(link.target)];
      if (isPath ? !(has[0] && has[1]) : !(has[0] || has[1])) continue;
      edges.add(link.id);
      nodes.add(link.source).add(link.target);
    }
    return { nodes, links: edges, isPath };
  }
  function repaint() {
    const large = growth();
    for (const [id, spec] of drawnNodes) {
      const node = body.nodes[numbers.get(id)];
      if (!node) continue;
      node.options.opacity = focus && !focus.nodes.has(id) ? FADED : 1;
      if (node.options.size !== spec.size * large) { node.options.size = spec.size * large; node.needsRefresh(); }
    }
    soon();
  }

  const view = () => {
    const from = network.DOMtoCanvas({ x: 0, y: 0 }), to = network.DOMtoCanvas({ x: net.clientWidth, y: net.clientHeight });
    return { left: from.x, top: from.y, right: to.x, bottom: to.y };
  };
  const inPixels = (id) => network.canvasToDOM({ x: drawnNodes.get(id).x, y: drawnNodes.get(id).y });
  const paint = painter({
    net, network, looks, drawnNodes, radiusOf, inPixels,
    placeOf: standing,
    middleOf: (id) => wires.middleOf(id),
    now: () => ({ state, focus, picked, hovered, colours, isMoving }),
    ranked: () => byRole(seen(state).nodes.values(), state.sizeBy), aboutLink,
  });
  network.on("beforeDrawing", (context) => {
    if (isInStep && !(isMoving && drawnNodes.size > BUSY)) wires.draw(context, { focus, picked: picked.link, bold: boldness(), accent: colours.accent, view: view() });
    if (isInStep) paint.halos(context, new Set([...picked.nodes, hovered].filter((id) => drawnNodes.has(id))));
  });
  network.on("afterDrawing", (context) => { if (isInStep) paint.draw(context); });

  /* the view */
  function fit(isMoved = false) {
    const places = [...drawnNodes.values()];
    if (!places.length) return;
    const x = places.map((one) => one.x), y = places.map((one) => one.y);
    const [left, right, top, bottom] = [Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)];
    const wide = Math.max(60, net.clientWidth - 2 * Math.min(SIDES, net.clientWidth / 12)), high = Math.max(60, net.clientHeight - 2 * ENDS);
    const scale = Math.min(1.4, wide / Math.max(1, right - left), high / Math.max(1, bottom - top));
    move({ scale, position: { x: (left + right) / 2, y: (top + bottom) / 2 } }, isMoved);
  }
  function move(goal, isMoved = true) {
    network.moveTo(isMoved && !calm.matches ? { ...goal, animation: { duration: 220, easingFunction: "easeInOutQuad" } } : goal);
    if (!isMoved || calm.matches) settle();
  }
  function zoom(factor) {
    network.moveTo({ scale: Math.min(5, Math.max(0.03, network.getScale() * factor)) });
    settle();
  }
  /** Brings a node into view; one that is well in view stays where it is. */
  function reveal(id) {
    if (!drawnNodes.has(id)) return;
    const point = inPixels(id), scale = network.getScale();
    const isSeen = point.x > 50 && point.y > 50 && point.x < net.clientWidth - 50 && point.y < net.clientHeight - 50;
    if (!isSeen || scale < 0.35) move({ position: { x: drawnNodes.get(id).x, y: drawnNodes.get(id).y }, scale: Math.max(scale, 0.7) });
  }

  /* what people do in it */
  const nodeAt = (event) => { const at = network.getNodeAt(event.pointer.DOM); return at === undefined ? null : names[at]; };
  network.on("click", (event) => {
    const node = nodeAt(event), link = node === null ? wires.at(event.pointer.canvas, network.getScale()) : null, key = event.event.srcEvent;
    on.picked({ node, link, adds: key.ctrlKey || key.metaKey || key.shiftKey });
  });
  network.on("doubleClick", (event) => { const node = nodeAt(event); if (node !== null) on.opened(node); });
  const moving = (isOn) => { isMoving = isOn; if (!isOn) { soon(); } };
  network.on("hoverNode", (event) => { hovered = names[event.node]; soon(); });
  network.on("blurNode", () => { hovered = null; soon(); });
  network.on("dragStart", () => moving(true));
  network.on("dragEnd", (event) => {
    moving(false);
    const places = event.nodes.map((at) => names[at]).filter((id) => drawnNodes.has(id))
      .map((id) => { const { x, y } = body.nodes[numbers.get(id)]; return [id, [Math.round(x), Math.round(y)]]; });
    if (places.length) on.moved(places);
  });
  let waiting = 0;
  network.on("zoom", () => {
    isMoving = drawnNodes.size > BUSY;
    clearTimeout(waiting);
    waiting = setTimeout(() => { moving(false); settle(); }, 90);
  });
  network.on("animationFinished", settle);
  network.once("afterDrawing", () => on.drawn());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    colours = theme();
    isInStep = false;
    drawnNodes.clear(); vertices.clear();
    const shown = state;
    state = null;
    show(shown, picked);
  });

  return {
    show, fit, zoom, reveal, inPixels: (id) => (drawnNodes.has(id) ? inPixels(id) : null), redraw: soon,
    labels: () => paint.labels(),
    /** Where everything is drawn now, in pixels at a zoom of 1. */
    positions: () => new Map([...drawnNodes.keys()].map((id) => { const { x, y } = body.nodes[numbers.get(id)]; return [id, [x, y]]; })),
    /** A place of the data in the middle of what is in view, for what comes from elsewhere. */
    free: () => { const { x, y } = network.getViewPosition(); return { x: Math.round(x), y: Math.round(y + 90) }; },
    /** How many of some nodes lie outside of what is in view. */
    outside: (ids) => ids.filter((id) => { const at = drawnNodes.has(id) && inPixels(id); return at && (at.x < 0 || at.y < 0 || at.x > net.clientWidth || at.y > net.clientHeight); }).length,
    at: (point) => { const one = network.getNodeAt(point); return one === undefined ? null : names[one]; },
    focus: () => frame.focus(), network,
    inside: (polygon) => [...drawnNodes.keys()].filter((id) => isWithin(inPixels(id), polygon)),
  };
}

/** Whether a point lies within a polygon: a ray from it crosses the outline an odd number of times. */
export function isWithin({ x, y }, polygon) {
  let isIn = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const a = polygon[at], b = polygon[before];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isIn = !isIn;
  }
  return isIn;
}

function options() {
  return {
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: {
      hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, hideEdgesOnDrag: false, multiselect: true, tooltipDelay: 300,
      keyboard: { enabled: true, bindToWindow: false },
    },
    nodes: { chosen: false, font: { size: 1 } }, // what is picked has a ring of ours
  };
}
