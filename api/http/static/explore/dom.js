/** Small builders of elements. Whatever comes out of data goes in as text, in an element of its own direction. */

export const byId = (id) => document.getElementById(id);

/**
 * An element with a text, which stands in its own direction.
 * @param {string} tag
 * @param {string} [text]
 * @param {string} [name] its class
 */
export function make(tag, text, name) {
  const element = document.createElement(tag);
  if (text !== undefined) {
    element.textContent = text;
    element.dir = "auto";
  }
  if (name) element.className = name;
  return element;
}

/** An element with attributes and children. */
export function build(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A button that does something. */
export function button(text, act, name) {
  const element = make("button", text, name);
  element.type = "button";
  element.removeAttribute("dir");
  element.addEventListener("click", act);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** An element of a drawing in SVG. */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The symbol of a type of node, as legends have it; the sprite of the page holds it. */
export const symbol = (type) => svg("svg", { class: "symbol", "aria-hidden": "true" }, svg("use", { href: `#symbol-${type}` }));

/** A number in groups of three. */
export const number = (value) => value.toLocaleString("en-US");

/** Calls a function once things are quiet, however often it was wanted. */
export function quieted(act, wait) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), wait);
  };
}
