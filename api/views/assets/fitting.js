/**
 * What labels need to find room, for the explorer's page (a module) and the picture (the same lines within its script).
 *
 * Everything is in pixels of the screen; nothing here touches the page.
 *
 * @typedef {[number, number, number, number]} Box  left, top, right, bottom
 */

export const ROW = 15;
export const LABEL = -1; // whose box it is: that of a label
const WIDEST = 24, NARROW = 14, LONGEST = 46;

/** A text that cannot turn what stands beside it. */
export const isolate = (text) => `\u2068${text}\u2069`;

/** The first signs of a text, with a mark where it was cut. */
export function cut(text, most) {
  const signs = Array.from(text);
  return signs.length > most ? `${signs.slice(0, most - 1).join("")}…` : text;
}

/** A text in one row, or in two, as near to the middle as a space lets it; a row that is still too long is cut. */
export function wrap(text, widest = WIDEST) {
  const short = cut(text, LONGEST), most = widest + 6;
  if (short.length <= widest) return [short];
  const middle = short.length / 2, gaps = [...short.matchAll(/\s/gu)].map((gap) => gap.index).filter((gap) => gap <= most);
  const gap = gaps.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  if (gap === undefined) return [cut(short, most)];
  return [short.slice(0, gap), cut(short.slice(gap + 1), most)];
}

/** The rows of a label, the best first, to be tried one after the other until one finds room. */
export const forms = (text) => [wrap(text), wrap(text, NARROW), [cut(text, NARROW)]];

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

/**
 * Where the label of a node may stand, the best place first: below, right, left, above, then the corners. Near the edge
 * of a stage so `wide`, what stands below or above moves inwards.
 */
export function spots({ x, y }, radius, { width, high }, wide) {
  const r = radius + 1, d = radius * 0.7, left = Math.max(3, Math.min(x - width / 2, wide - 3 - width)) - x;
  return [
    [left, r], [r, -high / 2], [-r - width, -high / 2], [left, -r - high],
    [d, d], [-d - width, d], [d, -d - high], [-d - width, -d - high],
  ].map(([dx, dy]) => /** @type {Box} */ ([x + dx, y + dy, x + dx + width, y + dy + high]));
}
