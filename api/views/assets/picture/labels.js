/* labels: constant size on the screen, parties and seizures first, then by rank, each only where there is room */
const FACE = getComputedStyle(document.documentElement).fontFamily;
const pen = document.createElement("canvas").getContext("2d");
const font = (strong, scale) => `${strong ? 650 : 500} ${13 / scale}px ${FACE}`;
const textOf = (node, lines) => {
  const rows = lines.map(isolate), strong = node.style === "Seizure";
  if (node.hub) rows.push("hub");
  pen.font = font(strong, 1);
  return { rows, strong, width: Math.max(...rows.map((row) => pen.measureText(row).width)) + 8, high: rows.length * ROW + 2 };
};
const texts = nodes.map((node) => forms(node.label).map((lines) => textOf(node, lines)));
const edgeTexts = edges.map((edge) => {
  pen.font = `500 11px ${FACE}`;
  const text = cut(edge.label || edge.words, 32);
  return { rows: [isolate(text)], width: pen.measureText(text).width + 6, high: 14 };
});

const buttonBoxes = () => {
  const stage = net.getBoundingClientRect();
  return [...document.querySelectorAll(".zoom")].map((part) => {
    const box = part.getBoundingClientRect();
    return [box.left - stage.left - 4, box.top - stage.top - 4, box.right - stage.left + 4, box.bottom - stage.top + 4];
  });
};

const FEW = 80, LEADERS = 24;
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
  for (const box of buttonBoxes()) taken.add(box, LABEL);
  const order = [...points.keys()].sort((a, b) => nodes[a].role - nodes[b].role || a - b), leading = new Set(order.slice(0, LEADERS));
  if (focus) order.sort((a, b) => (focus.nodes.has(b) ? 1 : 0) - (focus.nodes.has(a) ? 1 : 0));
  if (hovered !== null && points.has(hovered)) order.unshift(hovered);
  if (selected && selected.node !== undefined && points.has(selected.node)) order.unshift(selected.node);
  visible = [];
  const done = new Set();
  const put = (at, text, must) => {
    const boxes = spots(points.get(at), radiusOf(at) * scale + 2, text, wide);
    const isInside = (box) => box[0] > 2 && box[1] > 2 && box[2] < wide - 2 && box[3] < high - 2;
    const isObstacle = (share) => (whose) => whose === LABEL || (whose !== at && !(far && size[whose] < size[at] * share));
    const tryAt = (share) => boxes.find((one) => isInside(one) && taken.isFree(one, isObstacle(share)));
    const box = tryAt(0.65) || (leading.has(at) && tryAt(0.9))
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
    if (!put(at, texts[at][0], at === hovered || (selected && selected.node === at))) left.push(at);
  }
  if (points.size <= FEW) for (const at of left) texts[at].slice(1).some((text) => put(at, text, false));
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
      context.strokeStyle = look.halo;
      context.strokeText(row, corner.x, y);
      context.fillStyle = isTag ? look.soft : look.ink;
      context.fillText(row, corner.x, y);
    });
  }
  context.restore();
};
window.picture = { labels: () => visible.map(({ text, box }) => ({ text: text.rows.join(" "), box: [...box] })) };
