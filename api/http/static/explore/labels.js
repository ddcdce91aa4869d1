/**
 * Which labels find room, and where: the highest ranks first, none over another, over a node or under a button.
 *
 * @typedef {import("./fitting.js").Box} Box
 * @typedef {{rows: string[], width: number, high: number}} Text
 */
import { forms, isolate, LABEL, room, ROW, spots } from "./fitting.js";

/** The rows of a label with the room that they take; `measure` tells the width of a row. */
function textOf(lines, measure) {
  const rows = lines.map(isolate);
  return /** @type {Text} */ ({ rows, width: Math.max(...rows.map(measure)) + 8, high: rows.length * ROW + 2 });
}

/**
 * The labels of nodes that find room.
 *
 * @param {Array<{point: {x: number, y: number}, radius: number, label: string, must: boolean}>} nodes those in view, by rank
 * @param {{wide: number, high: number, taken: Box[], isFar: boolean, measure: (row: string) => number}} stage
 *   `taken` are buttons and the like; from afar the label of a large node may cover small ones
 * @returns {{placed: Array<{at: number, text: Text, box: Box}>, taken: ReturnType<typeof room>}} by number of the node
 */
export function arrange(nodes, stage) {
  const FEW = 80, LEADERS = 24, TRIES = 320, IN_VAIN = 40;
  const taken = room(), placed = [], left = [];
  for (const box of stage.taken) taken.add(box);
  nodes.forEach(({ point, radius }, at) => {
    if (stage.isFar && radius < 3.5) return;
    taken.add([point.x - radius, point.y - radius, point.x + radius, point.y + radius], at);
  });
  const isInside = (box) => box[0] > 2 && box[1] > 2 && box[2] < stage.wide - 2 && box[3] < stage.high - 2;
  const put = (at, text) => {
    const { point, radius, must } = nodes[at], boxes = spots(point, radius + 2, text, stage.wide);
    const isObstacle = (share) => (whose) => whose === LABEL || (whose !== at && !(stage.isFar && nodes[whose].radius < radius * share));
    const tryAt = (share) => boxes.find((box) => isInside(box) && taken.isFree(box, isObstacle(share)));
    const box = tryAt(0.65) || (at < LEADERS && tryAt(0.9)) || (must && boxes.find((one) => isInside(one) && taken.isFree(one, (whose) => whose === LABEL)));
    if (!box) return false;
    taken.add(box);
    placed.push({ at, text, box });
    return true;
  };
  let vain = 0; // in a row: where it is crowded, measuring more costs more than it shows
  for (let at = 0; at < Math.min(nodes.length, TRIES) && vain < IN_VAIN; at++) {
    if (put(at, textOf(forms(nodes[at].label)[0], stage.measure))) vain = 0;
    else { left.push(at); vain++; }
  }
  if (nodes.length <= FEW) for (const at of left) forms(nodes[at].label).slice(1).some((lines) => put(at, textOf(lines, stage.measure)));
  return { placed, taken };
}
