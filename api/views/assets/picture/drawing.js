/* the drawing */
const size = data.drawn.nodes.map((node) => node.size);
const strokes = data.drawn.edges.map((edge) => edge.width);
const colours = data.drawn.edges.map((edge) => edge.color.color);
const place = data.drawn.nodes.map(({ x, y }) => ({ x, y }));
const icons = {};
for (const [name, path] of Object.entries(data.icons)) icons[name] = new Path2D(path);

/* from afar nodes and lines are drawn larger than they are, in steps, so that they can be told apart */
let step = 0;
const stepAt = (scale) => Math.max(0, Math.round(Math.log(0.75 / scale) / Math.log(1.35)));
const growth = () => Math.min(1.75, 1.12 ** step), boldness = () => Math.min(3.2, 1.3 ** step);
const radiusOf = (at) => size[at] * growth();
const SIDES = Math.min(60, net.clientWidth / 14), ENDS = 32;
const whole = () => {
  const x = place.map((point) => point.x), y = place.map((point) => point.y);
  const [left, right, top, bottom] = [Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)];
  const wide = Math.max(60, net.clientWidth - 2 * SIDES), high = Math.max(60, net.clientHeight - 2 * ENDS);
  const scale = Math.min(1.5, wide / Math.max(1, right - left + 60), high / Math.max(1, bottom - top + 60));
  return { scale, position: { x: (left + right) / 2, y: (top + bottom) / 2 } };
};
if (nodes.length) step = stepAt(whole().scale);
data.drawn.nodes.forEach((node, at) => { node.size = radiusOf(at); });
for (const edge of data.drawn.edges) edge.width *= boldness();

const vertices = new vis.DataSet(data.drawn.nodes), lines = new vis.DataSet(data.drawn.edges);
const network = new vis.Network(net, { nodes: vertices, edges: lines }, data.drawn.options);
window.network = network;
const frame = net.querySelector(".vis-network");
frame.setAttribute("role", "application");
frame.setAttribute("aria-label", net.dataset.label);
const settle = () => {
  const now = stepAt(network.getScale());
  if (now === step) return;
  step = now;
  repaint();
};
const fit = (isMoved) => {
  if (!nodes.length) return;
  const end = whole();
  network.moveTo(isMoved && !calm ? { ...end, animation: { duration: 250, easingFunction: "easeInOutQuad" } } : end);
};
const zoom = (factor) => {
  network.moveTo({ scale: Math.min(5, Math.max(0.03, network.getScale() * factor)) });
  settle();
};
byId("zoom-in").addEventListener("click", () => zoom(1.4));
byId("zoom-out").addEventListener("click", () => zoom(1 / 1.4));
byId("zoom-fit").addEventListener("click", () => fit(true));
