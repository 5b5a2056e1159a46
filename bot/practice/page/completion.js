// Offers slash commands and the app's name while one types.
import { el, freshId } from "./dom.js";
import { announce } from "./notify.js";

/** What can be completed at the caret: `{start, options: [{insert, title, note, hint}], exact}` or null. Pure. */
export function findCompletion(text, caret, { commands, botName }) {
  const before = text.slice(0, caret);
  const slash = before.match(/^\/\S*$/);
  if (slash) {
    const options = commands
      .filter((one) => one.command.startsWith(slash[0].toLowerCase()))
      .map((one) => ({ insert: `${one.command} `, title: one.command, hint: one.usage_hint, note: one.description }));
    return options.length ? { start: 0, options, exact: commands.some((one) => one.command === slash[0]) } : null;
  }
  const at = before.match(/(^|\s)@([\p{L}\p{N}]*)$/u);
  if (at && botName.toLowerCase().startsWith(at[2].toLowerCase())) {
    const option = { insert: `@${botName} `, title: `@${botName}`, hint: "", note: "Ask the app a question" };
    return { start: caret - at[2].length - 1, options: [option], exact: false };
  }
  return null;
}

/** The command whose words are being typed, or null. Pure. */
export function commandInUse(text, commands) {
  const first = text.match(/^(\/\S+)\s/)?.[1].toLowerCase();
  return commands.find((one) => one.command === first) ?? null;
}

export class Completion {
  #field;
  #offer;
  #found = null;
  #chosen = 0;

  /** `offer` is `{commands, botName}`; the list belongs to one text field. */
  constructor(field, offer) {
    this.#field = field;
    this.#offer = offer;
    this.node = el("div", { class: "completion", role: "listbox", id: freshId("completion"), "aria-label": "Suggestions", hidden: true, data: { testid: "completion" } });
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.node.id);
    field.addEventListener("input", () => this.#look());
    field.addEventListener("blur", () => this.close());
  }

  close() {
    this.#found = null;
    this.node.hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }

  /** Takes a key press; true when the list used it. */
  takesKey(event) {
    if (!this.#found) return false;
    const count = this.#found.options.length;
    const moves = { ArrowDown: 1, ArrowUp: count - 1 };
    if (moves[event.key]) this.#choose((this.#chosen + moves[event.key]) % count);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" && !event.shiftKey) this.#accept(this.#chosen);
    else if (event.key === "Enter" && !event.shiftKey && !this.#found.exact) this.#accept(this.#chosen);
    else return false;
    event.preventDefault();
    return true;
  }

  #look() {
    const found = findCompletion(this.#field.value, this.#field.selectionStart, this.#offer);
    if (!found) return this.close();
    const fresh = !this.#found;
    this.#found = found;
    this.node.replaceChildren(...found.options.map((option, index) => this.#row(option, index)));
    this.node.hidden = false;
    this.#choose(0);
    if (fresh) announce(found.options.length === 1 ? "1 suggestion" : `${found.options.length} suggestions`);
    return undefined;
  }

  #row(option, index) {
    const row = el("div", { role: "option", id: `${this.node.id}-${index}`, class: "completion-row" },
      el("div", {}, el("strong", {}, option.title), option.hint ? el("span", { class: "usage-hint" }, ` ${option.hint}`) : null),
      el("div", { class: "completion-note" }, option.note ?? ""));
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // keeps the caret in the field
      this.#accept(index);
    });
    return row;
  }

  #choose(index) {
    this.#chosen = index;
    [...this.node.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    this.#field.setAttribute("aria-activedescendant", `${this.node.id}-${index}`);
    this.node.children[index].scrollIntoView({ block: "nearest" });
  }

  #accept(index) {
    const { start, options } = this.#found;
    this.#field.setRangeText(options[index].insert, start, this.#field.selectionStart, "end");
    this.close();
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
