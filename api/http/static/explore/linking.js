/**
 * The links of the drawing, painted below the nodes: lines of one look in one stroke, so that thousands cost little.
 *
 * Links are not given to vis-network: making its own object for each takes longer than all else that a first view does.
 *
 * @typedef {{id: string, source: string, target: string, width: number, bend: number, colour: string, isDashed: boolean}} Line
 *   `bend` is how far the middle of a link lies beside the straight line, in shares of its length
 */

const NEAR = 6; // pixels from a line that count as on it
const FADED = 0.2;

/** How links between the same two ends are spread like a fan, so that each can be seen and picked: link id -> bend. */
export function bends(links) {
  const together = new Map(), bend = new Map();
  for (const link of links.values()) {
    const isForward = link.source < link.target, key = isForward ? link.source : link.target, other = isForward ? link.target : link.source;
    const fans = together.get(key) || together.set(key, new Map()).get(key);
    (fans.get(other) || fans.set(other, []).get(other)).push(link);
  }
  for (const fans of together.values()) {
    for (const fan of fans.values()) {
      if (fan.length > 1) fan.forEach((link, at) => bend.set(link.id, (at - (fan.length - 1) / 2) * 0.16 * (link.source < link.target ? 1 : -1)));
    }
  }
  return bend;
}

/** The point that a bent line is drawn towards. */
const control = (a, b, bend) => ({ x: (a.x + b.x) / 2 - (b.y - a.y) * bend, y: (a.y + b.y) / 2 + (b.x - a.x) * bend });

/**
 * @param {(id: string) => {x: number, y: number}} placeOf where a node stands now
 */
export function linking(placeOf) {
  /** @type {Map<string, Line>} */
  let lines = new Map();

  function trace(context, line, a = placeOf(line.source), b = placeOf(line.target)) {
    context.moveTo(a.x, a.y);
    if (line.bend) {
      const { x, y } = control(a, b, line.bend);
      context.quadraticCurveTo(x, y, b.x, b.y);
    } else context.lineTo(b.x, b.y);
  }
  const isOutside = (a, b, view, slack) => Math.max(a.x, b.x) < view.left - slack || Math.min(a.x, b.x) > view.right + slack
    || Math.max(a.y, b.y) < view.top - slack || Math.min(a.y, b.y) > view.bottom + slack;

  return {
    /** @param {Map<string, Line>} next */
    show(next) { lines = next; },
    lines: () => lines,
    /**
     * @param {CanvasRenderingContext2D} context
     * @param {{focus: ?{links: Set<string>, isPath: boolean}, picked: ?string, bold: number, accent: string,
     *   view: {left: number, right: number, top: number, bottom: number}}} now
     */
    draw(context, { focus, picked, bold, accent, view }) {
      const looks = new Map();
      for (const line of lines.values()) {
        const a = placeOf(line.source), b = placeOf(line.target);
        if (isOutside(a, b, view, line.bend ? Math.hypot(a.x - b.x, a.y - b.y) : 0)) continue;
        const isFaint = focus && !focus.links.has(line.id), isPicked = line.id === picked;
        const wide = isPicked ? line.width + 2.5 : focus && focus.isPath && !isFaint ? line.width + 2 : line.width;
        const colour = isPicked ? accent : line.colour, key = `${colour} ${wide} ${line.isDashed} ${isFaint}`;
        let look = looks.get(key);
        if (!look) looks.set(key, look = { colour, wide, isDashed: line.isDashed, isFaint, path: new Path2D() });
        trace(look.path, line, a, b);
      }
      context.save();
      for (const look of [...looks.values()].sort((one, other) => Number(other.isFaint) - Number(one.isFaint))) {
        context.globalAlpha = look.isFaint ? FADED : 1;
        context.strokeStyle = look.colour;
        context.lineWidth = look.wide * bold;
        context.setLineDash(look.isDashed ? [7, 6] : []);
        context.stroke(look.path);
      }
      context.restore();
    },
    /** The middle of a link. */
    middleOf(id) {
      const line = lines.get(id), a = placeOf(line.source), b = placeOf(line.target), c = control(a, b, line.bend);
      return { x: (a.x + 2 * c.x + b.x) / 4, y: (a.y + 2 * c.y + b.y) / 4 };
    },
    /** The id of the link at a point of the data, null where there is none. */
    at({ x, y }, scale) {
      let best = null, least = NEAR / scale;
      for (const line of lines.values()) {
        const a = placeOf(line.source), b = placeOf(line.target), c = control(a, b, line.bend), pieces = line.bend ? 12 : 1;
        let from = a;
        for (let piece = 1; piece <= pieces; piece++) {
          const t = piece / pieces, u = 1 - t;
          const to = line.bend ? { x: u * u * a.x + 2 * u * t * c.x + t * t * b.x, y: u * u * a.y + 2 * u * t * c.y + t * t * b.y } : b;
          const far = distance({ x, y }, from, to);
          if (far < least) { least = far; best = line.id; }
          from = to;
        }
      }
      return best;
    },
  };
}

/** How far a point lies from a piece of a line. */
function distance(point, a, b) {
  const dx = b.x - a.x, dy = b.y - a.y, long = dx * dx + dy * dy;
  const t = long ? Math.min(1, Math.max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / long)) : 0;
  return Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
}
