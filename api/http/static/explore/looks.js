/** How things look: shape and colour by type, size by a figure, border and sign by risk, width by count. */
import { COUNTED, GROUP } from "./seen.js";
import { t } from "./texts.js";

const OTHER = "other";
const SMALLEST = 9, LARGEST = 25, USUAL = 13, OF_SEIZURE = 16;
/** Shapes of one size look alike: the same as in `api/views/placing.py`. */
const AREA = { star: 1.35, triangle: 1.2, triangleDown: 1.2, diamond: 1.1, square: 0.92 };
/** Whose labels come first: parties and seizures before documents and numbers. */
const ROLES = ["Seizure", GROUP, "Company", "Person", "Party", "Vehicle", "Container", "Watchlist", "Case"];

/**
 * @param {{styles: Object<string, {shape: string, colour: string, icon: string}>, reported: string, derived: string, seized: string}} given
 */
export function lookedAt(given) {
  const icons = {};
  for (const [name, style] of Object.entries(given.styles)) icons[name] = new Path2D(style.icon);
  const nameOf = (type) => (Object.hasOwn(given.styles, type) ? type : OTHER);
  const styleOf = (node) => nameOf(node.type === GROUP ? node.look : node.type);
  return {
    ...given, icons, nameOf, styleOf,
    /** Half the width of a node at a zoom of 1, given the most that any node has of what sizes go by. */
    sizeOf(node, by, most) {
      const value = Math.max(0, Number(node[by]) || 0), area = AREA[given.styles[styleOf(node)].shape] || 1;
      const isKnown = node[by] !== null && node[by] !== undefined;
      const least = node.type === GROUP ? 19 : node.type === "Seizure" ? OF_SEIZURE : 0;
      const size = most > 0 && isKnown ? SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(value / most) : USUAL;
      return Math.round(Math.max(size, least) * area * 10) / 10;
    },
    widthOf: (link) => Math.round(Math.min(6, 1.3 + (link.kind === COUNTED || link.many ? 0.9 * Math.log2(link.count) : 0)) * 10) / 10,
    colourOf: (link) => (link.is_inferred ? given.derived : link.is_seized ? given.seized : given.reported),
  };
}

/** Nodes in the order in which their labels are placed. */
export function byRole(nodes, sizeBy) {
  const role = (node) => { const at = ROLES.indexOf(node.type); return at < 0 ? ROLES.length : at; };
  return [...nodes].sort((a, b) => role(a) - role(b) || (b[sizeBy] || 0) - (a[sizeBy] || 0)
    || b.seizures - a.seizures || b.consignments - a.consignments || (a.id < b.id ? -1 : 1));
}

/** "Company · UZ · 3 seizures": what is said of a node below its name. */
export function aboutNode(node) {
  if (node.type === GROUP) return `${t("in_one", { number: node.members.length })}${node.seizures ? ` · ${t("with_seizures", { number: node.seizures })}` : ""}`;
  const parts = [node.type];
  if (node.country) parts.push(node.country);
  if (node.seizures && node.type !== "Seizure") parts.push(t("seizures", { count: node.seizures }));
  if (node.consignments) parts.push(t("consignments", { count: node.consignments }));
  if (node.is_hub) parts.push(t("hub"));
  return parts.join(" · ");
}

/** What a link says: "12 consignments", "has phone". */
export function aboutLink(link) {
  if (link.kind === COUNTED) return t("consignments", { count: link.count });
  return link.many === 1 ? t("links", { count: 1 }) : link.words;
}

/** The colours of the page as it is shown now, light or dark. */
export function theme() {
  const style = getComputedStyle(document.documentElement), of = (name) => style.getPropertyValue(name).trim();
  return {
    ink: of("--ink"), soft: of("--soft"), paper: of("--paper"), ring: of("--ring"), risk: of("--risk"), accent: of("--accent"),
    mark: of("--mark"), face: style.fontFamily,
  };
}
