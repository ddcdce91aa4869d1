"use strict";
/* The interactive picture. All text reaches the page through textContent; nodes and links go by number, never by id.
   One file, because a page holds its whole script inline, under one hash in its content security policy. */
(() => {
  document.documentElement.dataset.script = "on";
  if (window.self !== window.top) document.documentElement.dataset.framed = "on"; // the page around it says what it is
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const { nodes, edges } = data;
  const net = byId("net");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const INK = "#1b2430", SOFT = "#55606f", FADED = 0.16;

  const links = nodes.map(() => []);
  edges.forEach((edge, at) => {
    links[edge.source].push(at);
    if (edge.target !== edge.source) links[edge.target].push(at);
  });
  const hiddenKinds = new Set(), hiddenLinks = new Set();
  let selected = null, hovered = null;
  const isShown = (at) => !hiddenKinds.has(nodes[at].kind);
  const isDrawn = (at) => !hiddenLinks.has(edges[at].kind) && isShown(edges[at].source) && isShown(edges[at].target);
  const otherEnd = (edge, at) => (edges[edge].source === at ? edges[edge].target : edges[edge].source);
  const number = (value) => value.toLocaleString("en-US");
  const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;

  /* the page takes its final shape before anything is measured */
  document.querySelector(".tabs").hidden = false;
  for (const view of document.querySelectorAll(".view.table")) view.hidden = true;

  /* small builders */
  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) { element.textContent = text; element.dir = "auto"; }
    if (name) element.className = name;
    return element;
  };
  const symbol = (style) => {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg"), use = document.createElementNS(space, "use");
    svg.setAttribute("class", "symbol");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#symbol-${style}`);
    svg.append(use);
    return svg;
  };
  const nodeButton = (at, below, name) => {
    const button = make("button", undefined, name), words = make("span", undefined, "name");
    button.type = "button";
    button.append(symbol(nodes[at].style), words);
    words.append(make("span", nodes[at].label));
    if (nodes[at].hub) words.append(" ", make("span", "hub", "badge"));
    if (below) words.append(make("small", below));
    button.addEventListener("click", () => select({ node: at }, true));
    return button;
  };
  const evidenceOf = (edge, open) => {
    const count = edges[edge].evidence.length;
    if (!count) return make("p", edges[edge].derived ? "Derived; no evidence line was given." : "No evidence line was given.", "hint");
    const details = make("details"), list = make("ul", undefined, "evidence");
    details.append(make("summary", `Evidence (${number(count)})`), list);
    for (const line of edges[edge].evidence) list.append(make("li", line));
    details.open = open;
    return details;
  };

  /* the drawing */
  const vertices = new vis.DataSet(data.drawn.nodes), lines = new vis.DataSet(data.drawn.edges);
  const network = new vis.Network(net, { nodes: vertices, edges: lines }, data.drawn.options);
  window.network = network;
  const frame = net.querySelector(".vis-network");
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", net.dataset.label);
  const size = data.drawn.nodes.map((node) => node.size);
  const strokes = data.drawn.edges.map((edge) => edge.width);
  const colours = data.drawn.edges.map((edge) => edge.color.color);
  const place = network.getPositions();
  const icons = {};
  for (const [name, path] of Object.entries(data.icons)) icons[name] = new Path2D(path);

  /* from afar nodes and lines are drawn larger than they are, in steps, so that they can be told apart */
  let step = 0;
  const growth = () => Math.min(1.75, 1.12 ** step), boldness = () => Math.min(3.2, 1.3 ** step);
  const radiusOf = (at) => size[at] * growth();
  const settle = () => {
    const now = Math.max(0, Math.round(Math.log(0.75 / network.getScale()) / Math.log(1.35)));
    if (now === step) return;
    step = now;
    repaint();
  };
  const SIDES = Math.min(60, net.clientWidth / 14), ENDS = 32;
  const fit = (isMoved) => {
    const x = nodes.map((_, at) => place[at].x), y = nodes.map((_, at) => place[at].y);
    if (!nodes.length) return;
    const [left, right, top, bottom] = [Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)];
    const wide = Math.max(60, net.clientWidth - 2 * SIDES), high = Math.max(60, net.clientHeight - 2 * ENDS);
    const scale = Math.min(1.5, wide / Math.max(1, right - left + 60), high / Math.max(1, bottom - top + 60));
    const end = { scale, position: { x: (left + right) / 2, y: (top + bottom) / 2 } };
    network.moveTo(isMoved && !calm ? { ...end, animation: { duration: 250, easingFunction: "easeInOutQuad" } } : end);
  };
  const zoom = (factor) => {
    network.moveTo({ scale: Math.min(5, Math.max(0.03, network.getScale() * factor)) });
    settle();
  };
  byId("zoom-in").addEventListener("click", () => zoom(1.4));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
  byId("zoom-fit").addEventListener("click", () => fit(true));

  /* labels: constant size on the screen, the highest ranks first, each only where there is room */
  const FACE = getComputedStyle(document.documentElement).fontFamily;
  const WIDEST = 24, LONGEST = 46, ROW = 15;
  const pen = document.createElement("canvas").getContext("2d");
  const isolate = (text) => `\u2068${text}\u2069`;
  const cut = (text, most) => {
    const signs = Array.from(text);
    return signs.length > most ? `${signs.slice(0, most - 1).join("")}…` : text;
  };
  const wrap = (text) => {
    const short = cut(text, LONGEST);
    if (short.length <= WIDEST) return [short];
    const middle = short.length / 2, gaps = [...short.matchAll(/\s/gu)].map((gap) => gap.index);
    const gap = gaps.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
    if (gap === undefined || Math.max(gap, short.length - gap) > WIDEST + 6) return [cut(short, WIDEST + 4)];
    return [short.slice(0, gap), short.slice(gap + 1)];
  };
  const font = (strong, scale) => `${strong ? 650 : 500} ${13 / scale}px ${FACE}`;
  const textOf = (node, lines) => {
    const rows = lines.map(isolate), strong = node.style === "Seizure";
    if (node.hub) rows.push("hub");
    pen.font = font(strong, 1);
    return { rows, strong, width: Math.max(...rows.map((row) => pen.measureText(row).width)) + 8, high: rows.length * ROW + 2 };
  };
  const texts = nodes.map((node) => textOf(node, wrap(node.label)));
  const shorts = nodes.map((node) => textOf(node, [cut(node.label, 14)]));
  const edgeTexts = edges.map((edge) => {
    pen.font = `500 11px ${FACE}`;
    const text = cut(edge.label || edge.words, 32);
    return { rows: [isolate(text)], width: pen.measureText(text).width + 6, high: 14 };
  });

  const room = () => {
    const cells = new Map(), WIDE = 96, HIGH = 32;
    const each = (box, visit) => {
      for (let x = Math.floor(box[0] / WIDE); x <= Math.floor(box[2] / WIDE); x++)
        for (let y = Math.floor(box[1] / HIGH); y <= Math.floor(box[3] / HIGH); y++) if (visit(`${x},${y}`)) return true;
      return false;
    };
    return {
      add: (box, owner) => each(box, (key) => { (cells.get(key) || cells.set(key, []).get(key)).push([box, owner]); return false; }),
      isFree: (box, isObstacle) => !each(box, (key) => (cells.get(key) || []).some(([other, whose]) =>
        isObstacle(whose) && box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])),
    };
  };
  const spots = (point, radius, text) => {
    const { width, high } = text, r = radius + 1, d = radius * 0.7;
    return [
      [-width / 2, r], [r, -high / 2], [-r - width, -high / 2], [-width / 2, -r - high],
      [d, d], [-d - width, d], [d, -d - high], [-d - width, -d - high],
    ].map(([x, y]) => [point.x + x, point.y + y, point.x + x + width, point.y + y + high]);
  };

  const LABEL = -1, FEW = 80, LEADERS = 24;
  let visible = [];
  const arrange = (focus) => {
    const scale = network.getScale(), wide = net.clientWidth, high = net.clientHeight, taken = room();
    const points = new Map(), far = scale < 0.5; // from afar the name of a large node may cover small ones
    nodes.forEach((_, at) => {
      if (!isShown(at)) return;
      const point = network.canvasToDOM(place[at]), radius = radiusOf(at) * scale + 2;
      if (point.x < -radius || point.y < -radius || point.x > wide + radius || point.y > high + radius) return;
      points.set(at, point);
      taken.add([point.x - radius, point.y - radius, point.x + radius, point.y + radius], at);
    });
    const order = [...points.keys()];
    if (focus) order.sort((a, b) => (focus.nodes.has(b) ? 1 : 0) - (focus.nodes.has(a) ? 1 : 0));
    if (hovered !== null && points.has(hovered)) order.unshift(hovered);
    if (selected && selected.node !== undefined && points.has(selected.node)) order.unshift(selected.node);
    visible = [];
    const done = new Set();
    const put = (at, text, must) => {
      const boxes = spots(points.get(at), radiusOf(at) * scale + 2, text);
      const isInside = (box) => box[0] > 2 && box[1] > 2 && box[2] < wide - 2 && box[3] < high - 2;
      const isObstacle = (share) => (whose) => whose === LABEL || (whose !== at && !(far && size[whose] < size[at] * share));
      const tryAt = (share) => boxes.find((one) => isInside(one) && taken.isFree(one, isObstacle(share)));
      const box = tryAt(0.65) || (at < LEADERS && tryAt(0.9))
        || (must && boxes.find((one) => taken.isFree(one, (whose) => whose === LABEL)));
      if (!box) return false;
      taken.add(box, LABEL);
      visible.push({ node: at, text, box });
      return true;
    };
    const left = [];
    for (const at of order) {
      if (done.has(at)) continue;
      done.add(at);
      if (!put(at, texts[at], at === hovered || (selected && selected.node === at))) left.push(at);
    }
    if (points.size <= FEW) for (const at of left) put(at, shorts[at], false);
    edgeLabels(focus, points, taken, scale);
  };
  const edgeLabels = (focus, points, taken, scale) => {
    if (edges.length > 80 && !focus && scale < 0.8) return;
    const wanted = focus ? [...focus.edges] : edges.map((_, at) => at);
    for (const at of wanted) {
      const edge = edges[at], a = points.get(edge.source), b = points.get(edge.target), text = edgeTexts[at];
      if (!a || !b || !isDrawn(at) || edge.source === edge.target) continue;
      const drawn = network.body.edges[at], middle = network.canvasToDOM(drawn.edgeType.getPoint(0.5));
      if (Math.hypot(a.x - b.x, a.y - b.y) < (radiusOf(edge.source) + radiusOf(edge.target)) * scale + text.width * 0.8) continue;
      const box = [middle.x - text.width / 2, middle.y - 7, middle.x + text.width / 2, middle.y + 7];
      if (!taken.isFree(box, () => true)) continue;
      taken.add(box, LABEL);
      visible.push({ edge: at, text: edgeTexts[at], box });
    }
  };
  const HALF = { Seizure: 0.44, Inspection: 0.46, Place: 0.5 }, LOWER = { Inspection: 0.3, Place: -0.3, Seizure: 0.08 };
  const draw = (context) => {
    const scale = network.getScale(), focus = focusOf();
    arrange(focus);
    context.save();
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.direction = "ltr";
    nodes.forEach((node, at) => {
      const radius = radiusOf(at), half = radius * (HALF[node.style] || 0.54);
      if (!isShown(at) || radius * scale < 8) return;
      context.save();
      context.globalAlpha = focus && !focus.nodes.has(at) ? FADED : 1;
      context.translate(place[at].x, place[at].y + radius * (LOWER[node.style] || 0));
      context.scale(half / 12, half / 12);
      context.translate(-12, -12);
      context.fillStyle = "#fff";
      context.fill(icons[node.style], "evenodd");
      context.restore();
    });
    for (const label of visible) {
      const at = label.node, isEdge = at === undefined;
      const corner = network.DOMtoCanvas({ x: (label.box[0] + label.box[2]) / 2, y: label.box[1] + 1 });
      const rows = label.text.rows;
      const faint = focus && !(isEdge ? focus.edges.has(label.edge) : focus.nodes.has(at));
      context.globalAlpha = faint ? 0.35 : 1;
      context.textAlign = "center";
      rows.forEach((row, line) => {
        const isTag = isEdge || (nodes[at].hub && line === rows.length - 1);
        context.font = isTag ? `500 ${11 / scale}px ${FACE}` : font(label.text.strong || (selected && selected.node === at), scale);
        const y = corner.y + ((isEdge ? 12 : ROW) * (line + 0.5)) / scale;
        context.lineWidth = 3.5 / scale;
        context.strokeStyle = "rgba(255,255,255,.92)";
        context.strokeText(row, corner.x, y);
        context.fillStyle = isTag ? SOFT : INK;
        context.fillText(row, corner.x, y);
      });
    }
    context.restore();
  };
  window.picture = { labels: () => visible.map(({ text, box }) => ({ text: text.rows.join(" "), box: [...box] })) };

  /* what is emphasised: the selected thing and what touches it */
  const focusOf = () => {
    if (!selected) return null;
    if (selected.edge !== undefined) {
      return { nodes: new Set([edges[selected.edge].source, edges[selected.edge].target]), edges: new Set([selected.edge]) };
    }
    const near = links[selected.node].filter(isDrawn);
    return { nodes: new Set([selected.node, ...near.map((edge) => otherEnd(edge, selected.node))]), edges: new Set(near) };
  };
  const repaint = () => {
    const focus = focusOf(), bold = boldness();
    vertices.update(nodes.map((_, id) => ({ id, size: radiusOf(id), hidden: !isShown(id), opacity: focus && !focus.nodes.has(id) ? FADED : 1 })));
    lines.update(edges.map((_, id) => ({
      id, hidden: !isDrawn(id), width: strokes[id] * bold,
      color: { color: colours[id], opacity: focus && !focus.edges.has(id) ? FADED : 1 },
    })));
  };
  let waiting = 0;
  network.on("zoom", () => { clearTimeout(waiting); waiting = setTimeout(settle, 60); });
  network.on("animationFinished", () => settle());

  /* details */
  const detail = byId("detail"), status = byId("status"), find = byId("find"), hits = byId("hits");
  const facts = (pairs) => {
    const list = make("dl");
    for (const [name, value] of pairs) if (value !== "") list.append(make("dt", name), make("dd", value));
    return list;
  };
  const showNothing = () => {
    const list = make("ul", undefined, "rows");
    nodes.slice(0, 8).forEach((node, at) => {
      const item = make("li");
      item.append(nodeButton(at, `${node.type} · ${plural(links[at].length, "link", "links")}`));
      list.append(item);
    });
    detail.replaceChildren(make("p", "Select an entity or a link to see what is known of it, and from which record.", "hint"));
    if (nodes.length) detail.append(make("h2", "Highest rank"), list);
  };
  const showNode = (at) => {
    const node = nodes[at], title = make("h2", node.label), kind = make("p", undefined, "kind-line");
    title.tabIndex = -1;
    kind.append(symbol(node.style), make("span", node.type));
    if (node.hub) kind.append(make("span", "hub", "badge"));
    detail.replaceChildren(kind, title);
    if (node.note) detail.append(make("p", node.note, "note"));
    detail.append(facts([...node.properties, ["Group", node.group], ["Id", node.id]]));
    const list = make("ul", undefined, "links");
    const near = links[at].filter((edge) => !hiddenLinks.has(edges[edge].kind) && isShown(otherEnd(edge, at)));
    near.sort((a, b) => otherEnd(a, at) - otherEnd(b, at) || a - b);
    for (const edge of near.slice(0, 200)) {
      const item = make("li"), how = make("p", undefined, "how");
      const away = edges[edge].source === at;
      how.append(make("span", `${away ? "→" : "←"} ${edges[edge].words}`));
      if (edges[edge].label) how.append(make("span", edges[edge].label));
      if (edges[edge].derived) how.append(make("span", "derived", "badge derived"));
      item.append(how, nodeButton(otherEnd(edge, at), "", "rows-like"), evidenceOf(edge, false));
      list.append(item);
    }
    const left = links[at].length - Math.min(near.length, 200);
    detail.append(make("h3", `Linked to (${number(near.length)})`), list);
    if (left) detail.append(make("p", `${plural(left, "link is", "links are")} not listed here: switched off in the legend, or past the first 200. The view Links lists all.`, "hint"));
    return title;
  };
  const showEdge = (at) => {
    const edge = edges[at], title = make("h2", edge.words), kind = make("p", undefined, "kind-line"), pair = make("div", undefined, "pair");
    title.tabIndex = -1;
    kind.append(make("span", "Link"), make("span", edge.derived ? "derived by an analysis" : "reported by a source", edge.derived ? "badge derived" : "badge"));
    pair.append(nodeButton(edge.source, nodes[edge.source].type), make("p", `↓ ${edge.words}`, "how"), nodeButton(edge.target, nodes[edge.target].type));
    detail.replaceChildren(kind, title, pair, facts([["Label", edge.label], ["Weight", String(edge.weight)]]), evidenceOf(at, true));
    return title;
  };
  /* bring a place into view; what is well in view already stays where it is */
  const show = (goal) => {
    const point = network.canvasToDOM(goal), scale = network.getScale();
    const isSeen = point.x > 60 && point.y > 60 && point.x < net.clientWidth - 60 && point.y < net.clientHeight - 60;
    if (isSeen && scale >= 0.6) return;
    const end = { position: { x: goal.x, y: goal.y }, scale: Math.max(scale, 0.75) };
    network.moveTo(calm ? end : { ...end, animation: { duration: 300, easingFunction: "easeInOutQuad" } });
    if (calm) settle();
  };
  const select = (what, move) => {
    selected = what;
    openView("picture");
    if (!what) {
      network.unselectAll();
      showNothing();
      status.textContent = "";
    } else {
      const isNode = what.node !== undefined;
      const ends = isNode ? [what.node] : [edges[what.edge].source, edges[what.edge].target];
      for (const at of ends) setKind("kinds", nodes[at].kind, true);
      if (!isNode) setKind("link-kinds", edges[what.edge].kind, true);
      const title = isNode ? showNode(what.node) : showEdge(what.edge);
      if (isNode) network.selectNodes([what.node], false); else network.setSelection({ nodes: [], edges: [what.edge] }, { highlightEdges: false });
      status.textContent = isNode ? `Selected: ${nodes[what.node].label}` : `Selected: ${nodes[edges[what.edge].source].label}, ${edges[what.edge].words}, ${nodes[edges[what.edge].target].label}`;
      if (move) {
        hits.replaceChildren();
        const goal = isNode ? place[what.node] : network.body.edges[what.edge].edgeType.getPoint(0.5);
        show(goal);
        title.focus();
      }
    }
    repaint();
  };
  network.on("click", (event) => {
    if (event.nodes.length) select({ node: event.nodes[0] }, false);
    else if (event.edges.length) select({ edge: event.edges[0] }, false);
    else if (selected) select(null, false);
  });
  network.on("hoverNode", (event) => { hovered = event.node; network.redraw(); });
  network.on("blurNode", () => { hovered = null; network.redraw(); });
  network.on("dragEnd", (event) => {
    if (event.nodes.length) Object.assign(place, network.getPositions(event.nodes));
  });
  network.on("dragging", (event) => {
    if (event.nodes.length) Object.assign(place, network.getPositions(event.nodes));
  });
  network.on("afterDrawing", draw);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !selected) return;
    select(null, false);
    byId("find").focus();
  });

  /* legend */
  const boxes = [...document.querySelectorAll(".legend input")];
  const setKind = (list, kind, on) => {
    for (const box of boxes) if (box.closest("fieldset").id === list && Number(box.value) === kind) box.checked = on;
    readBoxes();
  };
  const readBoxes = () => {
    hiddenKinds.clear();
    hiddenLinks.clear();
    for (const box of boxes) if (!box.checked) (box.closest("fieldset").id === "kinds" ? hiddenKinds : hiddenLinks).add(Number(box.value));
    const off = nodes.filter((_, at) => !isShown(at)).length, cutLinks = edges.filter((_, at) => !isDrawn(at)).length;
    byId("show-all").hidden = !off && !cutLinks;
    status.textContent = off || cutLinks ? `Switched off in the legend: ${plural(off, "entity", "entities")}, ${plural(cutLinks, "link", "links")}.` : "";
  };
  const filter = () => {
    readBoxes();
    if (selected && !(selected.node !== undefined ? isShown(selected.node) : isDrawn(selected.edge))) select(null, false);
    else if (selected && selected.node !== undefined) showNode(selected.node);
    repaint();
  };
  for (const box of boxes) box.addEventListener("change", filter);
  byId("show-all").addEventListener("click", () => {
    for (const box of boxes) box.checked = true;
    filter();
    boxes[0].focus();
  });

  /* search: any script, case and accents do not matter */
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const index = nodes.map((node) => [node.label, node.id, node.note, ...node.properties.map((pair) => pair[1])].map(fold).join("\n"));
  const search = () => {
    const wanted = fold(find.value.trim());
    hits.replaceChildren();
    status.textContent = "";
    if (!wanted) return;
    const found = nodes.map((_, at) => at).filter((at) => index[at].includes(wanted));
    found.sort((a, b) => fold(nodes[b].label).includes(wanted) - fold(nodes[a].label).includes(wanted) || a - b);
    for (const at of found.slice(0, 12)) {
      const item = make("li"), pair = nodes[at].properties.find((one) => fold(one[1]).includes(wanted));
      const why = fold(nodes[at].label).includes(wanted) || !pair ? nodes[at].type : `${pair[0]}: ${cut(pair[1], 60)}`;
      item.append(nodeButton(at, why));
      hits.append(item);
    }
    status.textContent = found.length > 12 ? `The first 12 of ${number(found.length)} found.` : found.length ? `${number(found.length)} found.` : "Nothing found. Try a part of the name, or a number.";
  };
  find.addEventListener("input", search);
  find.addEventListener("focus", () => { if (!hits.childElementCount) search(); });
  find.addEventListener("keydown", (event) => {
    const first = hits.querySelector("button");
    if (event.key === "Enter" && first) first.click();
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
  });
  hits.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], all = [...hits.querySelectorAll("button")];
    if (!step) return;
    event.preventDefault();
    (all[all.indexOf(document.activeElement) + step] || find).focus();
  });

  /* views */
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const openView = (name) => {
    for (const tab of tabs) {
      const on = tab.id === `tab-${name}`;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      byId(tab.getAttribute("aria-controls")).hidden = !on;
    }
  };
  tabs.forEach((tab, at) => {
    tab.addEventListener("click", () => openView(tab.id.slice(4)));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next = event.key === "Home" ? tabs[0] : event.key === "End" ? tabs.at(-1) : step && tabs[(at + step + tabs.length) % tabs.length];
      if (!next) return;
      event.preventDefault();
      next.focus();
      openView(next.id.slice(4));
    });
  });
  for (const button of document.querySelectorAll(".to-node")) button.addEventListener("click", () => select({ node: Number(button.dataset.at) }, true));
  for (const button of document.querySelectorAll(".to-edge")) button.addEventListener("click", () => select({ edge: Number(button.dataset.at) }, true));

  openView("picture");
  showNothing();
  fit(false);
  settle();
  network.once("afterDrawing", () => { document.documentElement.dataset.ready = "1"; });
  network.redraw();
})();
