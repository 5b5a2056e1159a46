// Buttons, overflow menus and the small buttons of context_actions.
import { dispatch, marks } from "./actions.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { textLine } from "./mrkdwn.js";
import { attachPopover, closePopover } from "./popover.js";

function isWebAddress(url) {
  return /^https?:\/\//i.test(url ?? "");
}

/** A button; one with a url opens it and tells the app as well. */
export function button(element, place) {
  const style = { primary: "button-primary", danger: "button-danger" }[element.style] ?? "";
  const label = element.accessibility_label ?? null;
  const press = async (event) => {
    if (node.getAttribute("aria-busy") === "true") return event.preventDefault();
    return dispatch(element, place, node, { text: element.text, ...("value" in element ? { value: element.value } : {}) });
  };
  const attributes = { class: `button ${style}`, "aria-label": label, data: marks(place), on: { click: press } };
  const node = isWebAddress(element.url)
    ? el("a", { ...attributes, href: element.url, target: "_blank", rel: "noopener noreferrer" }, textLine(element.text))
    : el("button", { ...attributes, type: "button" }, textLine(element.text));
  return node;
}

function overflowItem(element, option, place, trigger, panel) {
  const choose = () => {
    closePopover(panel);
    trigger.focus();
    if (isWebAddress(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
    dispatch(element, place, trigger, { selected_option: option });
  };
  return el("button", { type: "button", role: "menuitem", class: "menu-item", tabindex: -1, on: { click: choose } }, textLine(option.text));
}

/** The "…" button with its menu. */
export function overflow(element, place) {
  const trigger = el(
    "button",
    { type: "button", class: "button button-overflow", "aria-haspopup": "menu", "aria-label": "More actions", data: marks(place) },
    icon("more"),
  );
  const panel = el("div", { role: "menu", class: "menu" });
  panel.append(...element.options.map((option) => overflowItem(element, option, place, trigger, panel)));
  attachPopover(trigger, panel, { align: "end", items: "[role=menuitem]" });
  return el("span", { class: "overflow" }, trigger, panel);
}

/** A pair of buttons asking whether an answer was useful. */
export function feedbackButtons(element, place) {
  return el("span", { class: "button-row" }, ["positive_button", "negative_button"].map((key) => {
    const choice = element[key];
    const node = el("button", { type: "button", class: "button button-small", "aria-label": choice.accessibility_label, data: marks(place) }, textLine(choice.text));
    node.addEventListener("click", () => dispatch(element, place, node, { text: choice.text, value: choice.value }));
    return node;
  }));
}

/** A small button of a context_actions block; its sign is named in words. */
export function iconButton(element, place) {
  const node = el("button", { type: "button", class: "button button-small", "aria-label": element.accessibility_label, data: marks(place) }, textLine(element.text));
  node.addEventListener("click", () => dispatch(element, place, node, { text: element.text, value: element.value }));
  return node;
}
