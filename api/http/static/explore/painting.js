/** What is painted over the drawing of vis-network: icons, signs of risk, pins, counts of groups, and labels. */
import { cut, isolate, ROW } from "./fitting.js";
import { arrange } from "./labels.js";
import { seen } from "./seen.js";

const FADED = 0.24, FACE_SIZE = 13;
/** How far an icon fills its shape, and how far below the middle it stands. */
const HALF = { Seizure: 0.44, Inspection: 0.46, Place: 0.5 }, LOWER = { Inspection: 0.3, Place: -0.3, Seizure: 0.08 };

/**
 * @param {object} drawn what of the drawing is needed: sizes, places, middles of links, and what is picked now
 */
export function painter(drawn) {
  const { net, network, looks, drawnNodes, radiusOf } = drawn;
  const pen = document.createElement("canvas").getContext("2d"), widths = new Map();
  const font = (strong, scale = 1) => `${strong ? 650 : 500} ${FACE_SIZE / scale}px ${drawn.now().colours.face}`;
  pen.font = font(true);
  const measure = (row) => {
    if (!widths.has(row)) widths.set(row, pen.measureText(row).width);
    return widths.get(row);
  };
  let arranged = null;

  /** Buttons and the like that lie over the drawing, in its pixels. */
  function buttons() {
    const stage = net.getBoundingClientRect();
    return [...net.parentElement.querySelectorAll(".over")].filter((one) => one.offsetParent).map((one) => {
      const box = one.getBoundingClientRect();
      return [box.left - stage.left - 4, box.top - stage.top - 4, box.right - stage.left + 4, box.bottom - stage.top + 4];
    });
  }

  function place() {
    const { state, focus, picked, hovered } = drawn.now(), scale = network.getScale(), wide = net.clientWidth, high = net.clientHeight;
    const inView = [];
    for (const node of drawn.ranked()) {
      if (!drawnNodes.has(node.id)) continue;
      const point = network.canvasToDOM(drawn.placeOf(node.id)), radius = radiusOf(node.id) * scale + 2;
      if (point.x < -radius || point.y < -radius || point.x > wide + radius || point.y > high + radius) continue;
      inView.push({ id: node.id, point, radius, label: node.label || node.id, must: node.id === hovered || picked.nodes.has(node.id) });
    }
    const weight = (one) => (one.must ? 2 : focus && focus.nodes.has(one.id) ? 1 : 0);
    if (focus || hovered !== null) inView.sort((a, b) => weight(b) - weight(a));
    const { placed, taken } = arrange(inView, { wide, high, taken: buttons(), isFar: scale < 0.5, measure });
    const labels = placed.map(({ at, text, box }) => ({ node: inView[at].id, rows: text.rows, box }));
    return { labels: [...labels, ...linkLabels(state, focus, taken, scale, inView)].map((label) => inCanvas(label)), scale };
  }
  function linkLabels(state, focus, taken, scale, inView) {
    const { links } = seen(state), labels = [], here = new Map(inView.map((one) => [one.id, one]));
    if (!focus && (links.size > 60 || scale < 0.75)) return labels;
    const wanted = focus ? [...focus.links].slice(0, 60).map((id) => links.get(id)) : [...links.values()];
    for (const link of wanted) {
      const a = link && here.get(link.source), b = link && here.get(link.target);
      if (!a || !b) continue;
      const row = isolate(cut(drawn.aboutLink(link), 30)), width = measure(row) * 0.85 + 6;
      if (Math.hypot(a.point.x - b.point.x, a.point.y - b.point.y) < a.radius + b.radius + width * 0.8) continue;
      const middle = network.canvasToDOM(drawn.middleOf(link.id)), box = [middle.x - width / 2, middle.y - 7, middle.x + width / 2, middle.y + 7];
      if (box[0] < 2 || box[2] > net.clientWidth - 2 || box[1] < 2 || box[3] > net.clientHeight - 2 || !taken.isFree(box)) continue;
      taken.add(box);
      labels.push({ link: link.id, rows: [row], box });
    }
    return labels;
  }
  const inCanvas = (label) => ({ ...label, corner: network.DOMtoCanvas({ x: (label.box[0] + label.box[2]) / 2, y: label.box[1] + 1 }) });

  function icons(context, { state, focus, colours }, scale) {
    for (const [id, spec] of drawnNodes) {
      const radius = radiusOf(id), { x, y } = drawn.placeOf(id);
      context.globalAlpha = focus && !focus.nodes.has(id) ? FADED : 1;
      if (spec.isRisk && radius * scale >= 5) sign(context, { x: x + radius * 0.8, y: y - radius * 0.8 }, Math.max(radius * 0.4, 5 / scale), colours, "!");
      if (radius * scale < 8) continue;
      if (spec.isPinned) pin(context, { x: x - radius * 0.85, y: y - radius * 0.85 }, Math.max(radius * 0.34, 5 / scale), colours);
      if (spec.isGroup) { count(context, seen(state).nodes.get(id), { x, y }, radius, colours); continue; }
      const half = radius * (HALF[spec.group] || 0.54);
      context.save();
      context.translate(x, y + radius * (LOWER[spec.group] || 0));
      context.scale(half / 12, half / 12);
      context.translate(-12, -12);
      context.fillStyle = "#fff";
      context.fill(looks.icons[spec.group], "evenodd");
      context.restore();
    }
    context.globalAlpha = 1;
  }
  function sign(context, { x, y }, size, colours, text) {
    context.beginPath();
    context.arc(x, y, size, 0, 2 * Math.PI);
    context.fillStyle = colours.risk;
    context.fill();
    context.lineWidth = size * 0.22;
    context.strokeStyle = colours.paper;
    context.stroke();
    context.fillStyle = colours.paper;
    context.font = `800 ${size * 1.5}px ${colours.face}`;
    context.textAlign = "center";
    context.fillText(text, x, y + size * 0.08);
  }
  function pin(context, { x, y }, size, colours) {
    context.beginPath();
    context.arc(x, y, size * 0.8, 0, 2 * Math.PI);
    context.moveTo(x, y + size * 0.8);
    context.lineTo(x, y + size * 2);
    context.lineWidth = size * 0.35;
    context.strokeStyle = colours.ink;
    context.stroke();
    context.fillStyle = colours.mark;
    context.fill();
  }
  function count(context, node, { x, y }, radius, colours) {
    if (!node) return;
    context.font = `700 ${radius * 0.85}px ${colours.face}`;
    context.textAlign = "center";
    context.fillStyle = "#fff";
    context.fillText(String(node.members.length), x, y + radius * 0.05);
  }

  function words(context, { focus, picked, colours }, scale) {
    for (const label of arranged.labels) {
      const isLink = label.link !== undefined, isFaint = focus && !(isLink ? focus.links.has(label.link) : focus.nodes.has(label.node));
      if (!isLink && !drawnNodes.has(label.node)) continue;
      context.globalAlpha = isFaint ? 0.5 : 1;
      context.textAlign = "center";
      const isStrong = !isLink && (drawnNodes.get(label.node).group === "Seizure" || picked.nodes.has(label.node));
      context.font = isLink ? `500 ${11 / scale}px ${colours.face}` : font(isStrong, scale);
      label.rows.forEach((row, line) => {
        const y = label.corner.y + ((isLink ? 12 : ROW) * (line + 0.5)) / scale;
        context.lineWidth = 3.5 / scale;
        context.strokeStyle = colours.paper;
        context.strokeText(row, label.corner.x, y);
        context.fillStyle = isLink ? colours.soft : colours.ink;
        context.fillText(row, label.corner.x, y);
      });
    }
  }

  return {
    /** Rings around what is picked or pointed at, below the nodes. */
    halos(context, ids) {
      const { colours, picked } = drawn.now(), scale = network.getScale();
      context.save();
      for (const id of ids) {
        const { x, y } = drawn.placeOf(id), wide = 5 / Math.min(1, scale);
        context.beginPath();
        context.arc(x, y, radiusOf(id) + wide, 0, 2 * Math.PI);
        context.globalAlpha = 0.22;
        context.fillStyle = colours.accent;
        context.fill();
        if (!picked.nodes.has(id)) continue;
        context.globalAlpha = 1;
        context.lineWidth = wide / 2.2;
        context.strokeStyle = colours.accent;
        context.stroke();
      }
      context.restore();
    },
    draw(context) {
      const now = drawn.now(), scale = network.getScale();
      context.save();
      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.direction = "ltr";
      if (!now.isMoving || drawnNodes.size <= 1200) icons(context, now, scale);
      if (!now.isMoving || !arranged || arranged.scale !== scale) {
        if (!now.isMoving) arranged = place();
        else if (arranged && arranged.scale !== scale) arranged = { labels: [], scale };
      }
      if (arranged) words(context, now, scale);
      context.restore();
    },
    labels: () => (arranged ? arranged.labels : []).map((label) => ({
      node: label.node, link: label.link, text: label.rows.join(" "), box: [...label.box],
    })),
  };
}
