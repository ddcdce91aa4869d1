/**
 * The drawing: vis-network shows what is seen of a state, nothing moves by itself, positions are those of the state.
 *
 * Nodes and links go by number in it, never by id, so that no text of the data becomes a key. What only changes a look
 * (fading, sizes from afar) is set on vis-network's own objects: its `update` takes as long as making them anew.
 *
 * @typedef {import("./state.js").State} State
 */
import { aboutLink, aboutNode, byRole, theme } from "./looks.js";
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
  const vertices = new vis.DataSet(), lines = new vis.DataSet();
  const numbers = new Map(), names = [], linkNumbers = new Map(), linkNames = [];
  const numberOf = (id) => { if (!numbers.has(id)) { numbers.set(id, names.length); names.push(id); } return numbers.get(id); };
  const linkNumberOf = (id) => { if (!linkNumbers.has(id)) { linkNumbers.set(id, linkNames.length); linkNames.push(id); } return linkNumbers.get(id); };
  const drawnNodes = new Map(), drawnLinks = new Map(); // id -> what it was last drawn as
  let state = null, picked = { nodes: new Set(), link: null }, colours = theme(), step = 0, hovered = null, isMoving = false, isInStep = false;

  const network = new vis.Network(net, { nodes: vertices, edges: lines }, options(looks, colours));
  const frame = net.querySelector(".vis-network");
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", net.dataset.label);
  const body = network.body;

  /* from afar nodes and lines are drawn larger than they are, in steps, so that they can be told apart */
  const growth = () => Math.min(1.75, 1.12 ** step), boldness = () => Math.min(2.4, 1.22 ** step);
  const radiusOf = (id) => drawnNodes.get(id).size * growth();
  const wanted = () => Math.max(0, Math.round(Math.log(0.75 / network.getScale()) / Math.log(1.35)));
  const settle = () => { if (wanted() !== step) { step = wanted(); repaint(); } };

  function nodeSpec(node, most) {
    const [x, y] = placeOf(state, node), style = looks.styleOf(node), size = looks.sizeOf(node, state.sizeBy, most);
    const isRisk = node.seizures > 0 && node.type !== "Seizure", isGroup = Boolean(node.members), isPinned = state.pinned.has(node.id);
    return { id: numberOf(node.id), x, y, size, group: style, isRisk, isGroup, isPinned, title: `${node.label} · ${aboutNode(node)}` };
  }
  function asNode({ isRisk, isGroup, isPinned, ...spec }) {
    const colour = looks.styles[spec.group].colour, border = isRisk ? colours.risk : colours.ring;
    return {
      ...spec, size: spec.size * growth(), shape: looks.styles[spec.group].shape, borderWidth: isRisk ? 4 : 1.5, fixed: isPinned,
      color: { background: colour, border, highlight: { background: colour, border: colours.ink }, hover: { background: colour, border: colours.ink } },
      shapeProperties: { borderDashes: isGroup ? [5, 3] : false },
    };
  }
  function bends(links) {
    const together = new Map();
    for (const link of links.values()) {
      const pair = link.source < link.target ? `${link.source} ${link.target}` : `${link.target} ${link.source}`;
      (together.get(pair) || together.set(pair, []).get(pair)).push(link);
    }
    const bend = new Map();
    for (const fan of together.values()) if (fan.length > 1) fan.forEach((link, at) => bend.set(link.id, (at - (fan.length - 1) / 2) * 0.24 * (link.source < link.target ? 1 : -1)));
    return bend;
  }
  const linkSpec = (link, bend) => ({
    id: linkNumberOf(link.id), from: numberOf(link.source), to: numberOf(link.target), width: looks.widthOf(link), bend,
    colour: looks.colourOf(link), isDashed: link.is_inferred,
  });
  const asEdge = ({ bend, colour, isDashed, width, ...spec }) => ({
    ...spec, width: width * boldness(), color: { color: colour, opacity: 1 }, dashes: isDashed ? [7, 6] : false,
    smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.min(0.9, Math.abs(bend)) } : false,
  });

  /** Brings what is drawn in step with what is wanted; only what changed is touched. */
  function sync(data, drawn, specs, make, numberIn) {
    const gone = [...drawn.keys()].filter((id) => !specs.has(id)), changed = [], fresh = [];
    for (const [id, spec] of specs) {
      const before = drawn.get(id);
      if (!before) fresh.push(make(spec));
      else if (Object.keys(spec).some((name) => spec[name] !== before[name])) changed.push(make(spec));
      drawn.set(id, spec);
    }
    for (const id of gone) drawn.delete(id);
    if (gone.length) data.remove(gone.map(numberIn));
    if (fresh.length) data.add(fresh);
    if (changed.length) data.update(changed);
    return gone.length + fresh.length + changed.length;
  }

  /**
   * Shows a state, with what is picked in it.
   * @param {State} next
   * @param {{nodes: Set<string>, link: ?string}} selection
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
      const specs = new Map(), linkSpecs = new Map(), bend = bends(links);
      for (const [id, node] of nodes) specs.set(id, nodeSpec(node, most));
      for (const [id, link] of links) linkSpecs.set(id, linkSpec(link, bend.get(id) || 0));
      const goneLinks = new Set([...drawnLinks.keys()].filter((id) => !linkSpecs.has(id)));
      if (goneLinks.size) { lines.remove([...goneLinks].map(linkNumberOf)); for (const id of goneLinks) drawnLinks.delete(id); }
      sync(vertices, drawnNodes, specs, asNode, numberOf);
      sync(lines, drawnLinks, linkSpecs, asEdge, linkNumberOf);
      hovered = hovered !== null && specs.has(hovered) ? hovered : null;
      network.setOptions({ interaction: { hideEdgesOnDrag: specs.size > BUSY, hideEdgesOnZoom: specs.size > BUSY } });

    }
    isInStep = true;
    network.setSelection({ nodes: [...picked.nodes].filter((id) => drawnNodes.has(id)).map(numberOf), edges: drawnLinks.has(picked.link) ? [linkNumberOf(picked.link)] : [] }, { highlightEdges: false });
    repaint();
  }

  /** What is emphasised: what is picked and what touches it, or the path that is marked; null where nothing is. */
  function focusOf() {
    const { links } = seen(state), nodes = new Set(), edges = new Set();
    if (picked.link && links.has(picked.link)) {
      const link = links.get(picked.link);
      return { nodes: new Set([link.source, link.target]), links: new Set([link.id]) };
    }
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
    const focus = focusOf(), bold = boldness(), large = growth();
    for (const [id, spec] of drawnNodes) {
      const node = body.nodes[numbers.get(id)];
      if (!node) continue;
      node.options.opacity = focus && !focus.nodes.has(id) ? FADED : 1;
      if (node.options.size !== spec.size * large) { node.options.size = spec.size * large; node.needsRefresh(); }
    }
    for (const [id, spec] of drawnLinks) {
      const edge = body.edges[linkNumbers.get(id)];
      if (!edge) continue;
      edge.options.color = { ...edge.options.color, color: spec.colour, opacity: focus && !focus.links.has(id) ? FADED : 1 };
      edge.options.width = spec.width * bold + (focus && focus.isPath && focus.links.has(id) ? 2.5 : 0);
    }

    network.redraw();
  }

  const inPixels = (id) => network.canvasToDOM({ x: drawnNodes.get(id).x, y: drawnNodes.get(id).y });
  const paint = painter({
    net, network, looks, drawnNodes, radiusOf, inPixels,
    placeOf: (id) => { const { x, y } = body.nodes[numbers.get(id)]; return { x, y }; },
    middleOf: (id) => body.edges[linkNumbers.get(id)].edgeType.getPoint(0.5),
    now: () => ({ state, focus: focusOf(), picked, hovered, colours, isMoving }),
    ranked: () => byRole(seen(state).nodes.values(), state.sizeBy), aboutLink,
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
    const node = nodeAt(event), edge = node === null ? network.getEdgeAt(event.pointer.DOM) : undefined, key = event.event.srcEvent;
    on.picked({ node, link: edge === undefined ? null : linkNames[edge], adds: key.ctrlKey || key.metaKey || key.shiftKey });
  });
  network.on("doubleClick", (event) => { const node = nodeAt(event); if (node !== null) on.opened(node); });
  const moving = (isOn) => { isMoving = isOn; if (!isOn) { network.redraw(); } };
  network.on("hoverNode", (event) => { hovered = names[event.node]; network.redraw(); });
  network.on("blurNode", () => { hovered = null; network.redraw(); });
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
    drawnNodes.clear(); drawnLinks.clear(); lines.clear(); vertices.clear();
    const shown = state;
    state = null;
    show(shown, picked);
  });

  return {
    show, fit, zoom, reveal, inPixels: (id) => (drawnNodes.has(id) ? inPixels(id) : null), redraw: () => network.redraw(),
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

function options(looks, colours) {
  return {
    physics: { enabled: false },
    layout: { improvedLayout: false },
    interaction: {
      hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, multiselect: true, tooltipDelay: 300,
      keyboard: { enabled: true, bindToWindow: false },
    },
    nodes: { borderWidthSelected: 4, font: { size: 1 } },
    edges: {
      arrows: { to: { enabled: false } }, smooth: false, hoverWidth: 1.5, selectionWidth: 2,
      color: { color: looks.reported, highlight: colours.accent, hover: colours.accent, inherit: false },
    },
  };
}
