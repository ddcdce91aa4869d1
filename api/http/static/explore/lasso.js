/** The lasso: a line drawn around nodes with Shift held, or after its button was pressed. */
import { svg } from "./dom.js";

const STEP = 4;

/**
 * @param {HTMLElement} net where the drawing is
 * @param {SVGElement} over what the line is drawn on
 * @param {{isOn: () => boolean, ended: (polygon: Array<{x: number, y: number}>, adds: boolean) => void,
 *   clicked: (point: {x: number, y: number}) => void}} on  `clicked` where nothing was drawn around
 */
export function lasso(net, over, on) {
  let line = null;
  const outline = svg("polygon", { class: "lasso" });
  const at = (event) => { const box = net.getBoundingClientRect(); return { x: event.clientX - box.left, y: event.clientY - box.top }; };
  const stop = (event) => { event.stopPropagation(); event.preventDefault(); };

  net.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !(event.shiftKey || on.isOn())) return;
    line = { points: [at(event)], adds: event.ctrlKey || event.metaKey, isLine: false };
    stop(event);
  }, true);
  window.addEventListener("pointermove", (event) => {
    if (!line) return;
    const point = at(event), last = line.points.at(-1);
    if (Math.hypot(point.x - last.x, point.y - last.y) < STEP) return;
    line.points.push(point);
    line.isLine = true;
    stop(event);
    outline.setAttribute("points", line.points.map(({ x, y }) => `${x},${y}`).join(" "));
    over.append(outline);
  }, true);
  window.addEventListener("pointerup", (event) => {
    if (!line) return;
    const { points, adds, isLine } = line;
    line = null;
    outline.remove();
    stop(event);
    if (isLine && points.length > 2) on.ended(points, adds);
    else on.clicked(points[0]);
  }, true);
}
