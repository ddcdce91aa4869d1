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
