// Builds elements without ever parsing HTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, deed] of Object.entries(value)) node.addEventListener(event, deed);
    } else if (name === "data") {
      for (const [key, text] of Object.entries(value)) {
        if (text !== null && text !== undefined) node.dataset[key] = text;
      }
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An HTML element; `on` holds listeners, `data` the data attributes, empty values are left out. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element, by the same rules as `el`. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

let counter = 0;

/** An id that no other element of the page has. */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Adds one id to a list attribute such as aria-describedby. */
export function addToken(node, attribute, id) {
  const tokens = new Set((node.getAttribute(attribute) ?? "").split(" ").filter(Boolean));
  tokens.add(id);
  node.setAttribute(attribute, [...tokens].join(" "));
}

/** Text with its line breaks kept. */
export function lines(text) {
  return String(text).split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line]));
}

/** True on a screen that shows one pane at a time. */
export function onPhone() {
  return window.matchMedia("(max-width: 700px)").matches;
}
