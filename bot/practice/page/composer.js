// The field in which one writes a message or a command.
import { commandInUse, Completion } from "./completion.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";

const TALLEST_PX = 220;
const drafts = new Map();

function growing(field) {
  field.style.height = "auto";
  if (field.scrollHeight) field.style.height = `${Math.min(field.scrollHeight, TALLEST_PX)}px`;
}

function usage(hint, text, commands) {
  const command = commandInUse(text, commands);
  hint.replaceChildren(...(command
    ? [el("strong", {}, command.command), ` ${command.usage_hint ?? ""}`, command.description ? ` · ${command.description}` : ""]
    : [el("kbd", {}, "Enter"), " sends, ", el("kbd", {}, "Shift"), " + ", el("kbd", {}, "Enter"), " begins a new line"]));
  hint.classList.toggle("using-command", Boolean(command));
}

/**
 * A composer. `send(text)` resolves to true when the server took the text; `draftKey` is where an
 * unsent text waits; `testids` names the field and its button.
 */
export function composer({ label, commands, botName, draftKey, send, testids }) {
  const field = el("textarea", { class: "composer-field", rows: 1, placeholder: label, "aria-label": label, autocomplete: "off", spellcheck: "true", data: { testid: testids.field } });
  const button = el("button", { type: "submit", class: "send", "aria-label": "Send", data: { testid: testids.send } }, icon("send"));
  const hint = el("p", { class: "composer-hint" });
  const completion = new Completion(field, { commands, botName });
  const node = el("form", { class: "composer" }, completion.node, el("div", { class: "composer-box" }, field, el("div", { class: "composer-foot" }, hint, button)));
  const settle = () => {
    growing(field);
    button.disabled = field.value.trim() === "";
    drafts.set(draftKey, field.value);
    usage(hint, field.value, commands);
  };
  const submit = async () => {
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    completion.close();
    settle();
    if (await send(text)) return;
    if (!field.value) field.value = text;
    settle();
  };
  field.value = drafts.get(draftKey) ?? "";
  field.addEventListener("input", settle);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || completion.takesKey(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    submit();
  });
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  settle();
  return { node, focus: () => field.focus(), settle };
}
