// Checkboxes and radio buttons.
import { dispatch, marks } from "./actions.js";
import { el, freshId } from "./dom.js";
import { textNodes } from "./mrkdwn.js";

function row(type, name, option, checked, place) {
  return el(
    "label",
    { class: "choice" },
    el("input", { type, name, value: option.value, checked, data: { ...marks(place), action: `${place.actionId}:${option.value}` } }),
    el("span", {},
      textNodes(option.text, place.ctx),
      option.description ? el("span", { class: "choice-note" }, textNodes(option.description, place.ctx)) : null),
  );
}

function group(element, place, type, startValues) {
  const name = freshId(type);
  const rows = element.options.map((option) => row(type, name, option, startValues.includes(option.value), place));
  return el("div", { class: "choices", role: type === "radio" ? "radiogroup" : "group", "aria-labelledby": place.labelledBy }, rows);
}

function ticked(element, node) {
  const values = [...node.querySelectorAll("input:checked")].map((box) => box.value);
  return element.options.filter((option) => values.includes(option.value));
}

/** Any number of the options. */
export function checkboxes(element, place) {
  const kept = place.ctx.form.remembered(place.blockId, place.actionId);
  const start = (kept ? kept.selected_options : element.initial_options) ?? [];
  const node = group(element, place, "checkbox", start.map((option) => option.value));
  const chosen = () => ticked(element, node);
  node.addEventListener("change", async (event) => {
    if (!place.dispatches) return;
    const agreed = await dispatch(element, place, node, { selected_options: chosen() });
    if (!agreed) event.target.checked = !event.target.checked;
  });
  place.ctx.form.add(place.blockId, place.actionId, {
    read: () => ({ type: "checkboxes", selected_options: chosen() }),
    required: place.required,
    isEmpty: () => chosen().length === 0,
  });
  return node;
}

/** One of the options. */
export function radioButtons(element, place) {
  const kept = place.ctx.form.remembered(place.blockId, place.actionId);
  const start = kept ? kept.selected_option : element.initial_option;
  const node = group(element, place, "radio", start ? [start.value] : []);
  const chosen = () => ticked(element, node)[0] ?? null;
  let before = chosen();
  node.addEventListener("change", async () => {
    if (!place.dispatches) return;
    if (await dispatch(element, place, node, { selected_option: chosen() })) {
      before = chosen();
      return;
    }
    for (const box of node.querySelectorAll("input")) box.checked = box.value === before?.value;
  });
  place.ctx.form.add(place.blockId, place.actionId, {
    read: () => ({ type: "radio_buttons", selected_option: chosen() }),
    required: place.required,
    isEmpty: () => chosen() === null,
  });
  return node;
}
