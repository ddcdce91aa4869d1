/* the drawing has the colours of the page, light or dark; in the dark shapes are lighter than on paper */
const dark = matchMedia("(prefers-color-scheme: dark)"), look = {}, LIGHTER = 0.35;
const onPaper = {};
for (const [name, group] of Object.entries(data.drawn.options.groups)) onPaper[name] = group.color.background;
const lighter = (colour) => `#${[1, 3, 5].map((at) => {
  const part = parseInt(colour.slice(at, at + 2), 16);
  return Math.round(part + (255 - part) * LIGHTER).toString(16).padStart(2, "0");
}).join("")}`;
const readLook = () => {
  const style = getComputedStyle(document.documentElement), { groups, edges: strokes } = data.drawn.options;
  for (const name of ["ink", "soft", "halo", "paper"]) look[name] = style.getPropertyValue(`--${name}`).trim();
  for (const [name, group] of Object.entries(groups)) {
    const colour = dark.matches ? lighter(onPaper[name]) : onPaper[name], shape = document.querySelector(`#symbol-${name} path`);
    Object.assign(group.color, { background: colour, border: look.paper });
    for (const state of ["highlight", "hover"]) group.color[state] = { background: colour, border: look.ink };
    if (shape) shape.setAttribute("fill", colour);
  }
  Object.assign(strokes.color, { highlight: look.ink, hover: look.ink });
};
readLook();
dark.addEventListener("change", () => {
  readLook();
  network.setOptions({ groups: data.drawn.options.groups, edges: { color: data.drawn.options.edges.color } });
  repaint();
});
