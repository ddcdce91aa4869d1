/**
 * Which labels find room, and where: the highest ranks first, none over another, over a node or under a button.
 *
 * Everything is in pixels of the screen; nothing here touches the page.
 *
 * @typedef {[number, number, number, number]} Box  left, top, right, bottom
 * @typedef {{rows: string[], width: number, high: number}} Text
 */

export const ROW = 15;
const WIDEST = 24, LONGEST = 46, SHORT = 14;
const LABEL = -1;

/** A text that cannot turn what stands beside it. */
export const isolate = (text) => `\u2068${text}\u2069`;

/** The first signs of a text, with a mark where it was cut. */
export function cut(text, most) {
  const signs = Array.from(text);
  return signs.length > most ? `${signs.slice(0, most - 1).join("")}…` : text;
}

/** A text in one row or two, as near to the middle as a space lets it. */
export function wrap(text) {
  const short = cut(text, LONGEST);
  if (short.length <= WIDEST) return [short];
  const middle = short.length / 2, gaps = [...short.matchAll(/\s/gu)].map((gap) => gap.index);
  const gap = gaps.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  if (gap === undefined || Math.max(gap, short.length - gap) > WIDEST + 6) return [cut(short, WIDEST + 4)];
  return [short.slice(0, gap), short.slice(gap + 1)];
}

/** The rows of a label, whole or short, with the room that they take; `measure` tells the width of a row. */
export function textOf(label, isShort, measure) {
  const rows = (isShort ? [cut(label, SHORT)] : wrap(label)).map(isolate);
  return /** @type {Text} */ ({ rows, width: Math.max(...rows.map(measure)) + 8, high: rows.length * ROW + 2 });
}

/** Boxes that are taken, found by the cells that they lie in. */
export function room() {
  const cells = new Map(), WIDE = 96, HIGH = 32;
  const each = (box, visit) => {
    for (let x = Math.floor(box[0] / WIDE); x <= Math.floor(box[2] / WIDE); x++)
      for (let y = Math.floor(box[1] / HIGH); y <= Math.floor(box[3] / HIGH); y++) if (visit(x * 100_003 + y)) return true;
    return false;
  };
  return {
    add(box, owner = LABEL) {
      each(box, (key) => { (cells.get(key) || cells.set(key, []).get(key)).push([box, owner]); return false; });
    },
    isFree(box, isObstacle = () => true) {
      return !each(box, (key) => (cells.get(key) || []).some(([other, whose]) =>
        isObstacle(whose) && box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]));
    },
  };
}

/** Where the label of a node may stand, the best place first: below, right, left, above, then the corners. */
function spots({ x, y }, radius, { width, high }) {
  const r = radius + 1, d = radius * 0.7;
  return [
    [-width / 2, r], [r, -high / 2], [-r - width, -high / 2], [-width / 2, -r - high],
    [d, d], [-d - width, d], [d, -d - high], [-d - width, -d - high],
  ].map(([dx, dy]) => /** @type {Box} */ ([x + dx, y + dy, x + dx + width, y + dy + high]));
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
    const { point, radius, must } = nodes[at], boxes = spots(point, radius + 2, text);
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
    if (put(at, textOf(nodes[at].label, false, stage.measure))) vain = 0;
    else { left.push(at); vain++; }
  }
  if (nodes.length <= FEW) for (const at of left) put(at, textOf(nodes[at].label, true, stage.measure));
  return { placed, taken };
}
