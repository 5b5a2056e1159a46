// Fields to type into, and date and time pickers.
import { dispatch, marks } from "./actions.js";
import { el } from "./dom.js";
import { textLine } from "./mrkdwn.js";

const WEB_ADDRESS = /^https?:\/\/\S+\.\S+$/i;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function lengthProblem(element, value) {
  if (value && element.min_length && value.length < element.min_length) return `Write at least ${element.min_length} characters; there are ${value.length}.`;
  if (element.max_length && value.length > element.max_length) return `Write at most ${element.max_length} characters; there are ${value.length}.`;
  return null;
}

function numberProblem(element, value) {
  if (!value) return null;
  if (!/^-?\d+(\.\d+)?$/.test(value)) return "Write a number, such as 15.";
  if (!element.is_decimal_allowed && value.includes(".")) return "Write a whole number, such as 15.";
  if (element.min_value !== undefined && Number(value) < Number(element.min_value)) return `Write a number of ${element.min_value} or more.`;
  if (element.max_value !== undefined && Number(value) > Number(element.max_value)) return `Write a number of ${element.max_value} or less.`;
  return null;
}

/** What each type needs: attributes of the field, the key of its start value, and what is wrong with a value. */
const TYPED = {
  plain_text_input: { attributes: { type: "text" }, problem: lengthProblem },
  email_text_input: { attributes: { type: "email", autocomplete: "off" }, problem: (_, value) => (value && !EMAIL.test(value) ? "Write an email address, such as ana@example.org." : null) },
  url_text_input: { attributes: { type: "url" }, problem: (_, value) => (value && !WEB_ADDRESS.test(value) ? "Write a web address that begins with https://." : null) },
  number_input: { attributes: { type: "text", inputmode: "decimal" }, problem: numberProblem },
};

const PICKED = {
  datepicker: { attributes: { type: "date" }, key: "selected_date", initial: "initial_date" },
  timepicker: { attributes: { type: "time" }, key: "selected_time", initial: "initial_time" },
};

function triggersOn(element, moment) {
  return (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(moment);
}

function tellTyping(element, place, node) {
  const tell = () => dispatch(element, place, node, { value: node.value });
  if (triggersOn(element, "on_enter_pressed")) {
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      tell();
    });
  }
  if (triggersOn(element, "on_character_entered")) {
    let timer = null;
    node.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(tell, 400);
    });
  }
}

function counter(element, node) {
  const count = el("span", { class: "count", "aria-hidden": "true" });
  const show = () => {
    const left = element.max_length - node.value.length;
    count.textContent = left <= Math.max(20, element.max_length / 10) ? String(left) : "";
  };
  node.addEventListener("input", show);
  show();
  return count;
}

/** A field for text, an email address, a web address or a number. */
export function typedInput(element, place) {
  const { attributes, problem } = TYPED[element.type];
  const kept = place.ctx.form.remembered(place.blockId, place.actionId);
  const node = el(element.multiline ? "textarea" : "input", {
    ...(element.multiline ? { rows: 4 } : attributes),
    class: "field",
    placeholder: textLine(element.placeholder) || null,
    maxlength: element.max_length,
    autofocus: element.focus_on_load,
    "aria-required": place.required || null,
    "aria-labelledby": place.labelledBy,
    data: marks(place),
  });
  node.value = (kept ? kept.value : element.initial_value) ?? "";
  if (place.dispatches) tellTyping(element, place, node);
  place.ctx.form.add(place.blockId, place.actionId, {
    read: () => ({ type: element.type, value: node.value === "" ? null : node.value }),
    problem: () => problem(element, node.value),
    required: place.required,
    isEmpty: () => node.value.trim() === "",
  });
  return element.max_length ? el("span", { class: "counted" }, node, counter(element, node)) : node;
}

function picker(element, place, attributes, start) {
  const placeholder = textLine(element.placeholder) || "Choose";
  const node = el("input", {
    ...attributes,
    class: "field field-picker",
    "aria-label": place.labelledBy ? null : placeholder,
    "aria-labelledby": place.labelledBy,
    "aria-required": place.required || null,
    data: marks(place),
  });
  node.value = start ?? "";
  return node;
}

function register(element, place, node, key, value) {
  let before = node.value;
  node.addEventListener("change", async () => {
    if (!place.dispatches) return;
    if (await dispatch(element, place, node, { [key]: value() })) before = node.value;
    else node.value = before;
  });
  place.ctx.form.add(place.blockId, place.actionId, {
    read: () => ({ type: element.type, [key]: value() }),
    problem: () => (node.validity.badInput ? "Choose a whole date or time, or leave this empty." : null),
    required: place.required,
    isEmpty: () => !node.value,
  });
  return node;
}

/** A date ("2026-11-20") or a time ("08:30"). */
export function datePicker(element, place) {
  const { attributes, key, initial } = PICKED[element.type];
  const kept = place.ctx.form.remembered(place.blockId, place.actionId);
  const node = picker(element, place, attributes, kept ? kept[key] : element[initial]);
  return register(element, place, node, key, () => node.value || null);
}

function localMinute(epoch) {
  const date = new Date(epoch * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A date with a time, in epoch seconds. */
export function dateTimePicker(element, place) {
  const kept = place.ctx.form.remembered(place.blockId, place.actionId);
  const start = kept ? kept.selected_date_time : element.initial_date_time;
  const node = picker(element, place, { type: "datetime-local" }, start ? localMinute(start) : "");
  const value = () => (node.value ? Math.floor(new Date(node.value).getTime() / 1000) : null);
  return register(element, place, node, "selected_date_time", value);
}
