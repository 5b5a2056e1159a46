// Shows the view on top of the reader's stack as a modal dialog.
import { showBlocks } from "./blocks.js";
import { addToken, el, freshId } from "./dom.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import { textLine } from "./mrkdwn.js";

function fieldOf(body, blockId) {
  return [...body.querySelectorAll("[data-input]")].find((node) => node.dataset.input === blockId) ?? null;
}

function clearErrors(body) {
  for (const error of body.querySelectorAll(".field-error")) error.remove();
  for (const control of body.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

function showError(field, sentence) {
  const error = el("p", { class: "field-error", id: freshId("error"), data: { testid: "field-error" } }, icon("warning"), el("span", {}, sentence));
  const control = field.querySelector(".control");
  control.setAttribute("aria-invalid", "true");
  addToken(control, "aria-describedby", error.id);
  field.append(error);
}

export class Modal {
  #deeds;
  #dialog = null;
  #view = null;
  #form = null;
  #entered = new Map();

  /**
   * `deeds` is what the modal can ask for: `submit(view, state)` resolves to field errors or null,
   * `close(view, all)`, `surface(view, form)` gives the context of its blocks, `refuse(sentence)` a toast.
   */
  constructor(deeds) {
    this.#deeds = deeds;
  }

  /** Shows a view, or closes with null; what was entered stays through changes and pushed views. */
  show(view) {
    if (JSON.stringify(view) === JSON.stringify(this.#view)) return;
    const same = view !== null && view.id === this.#view?.id;
    if (this.#view) this.#entered.set(this.#view.id, this.#form.values());
    this.#view = view;
    if (view === null) this.#leave();
    else this.#draw(view, new Form(this.#entered.get(view.id)), same);
  }

  #leave() {
    const dialog = this.#dialog;
    this.#dialog = null;
    this.#entered.clear();
    dialog?.close();
    dialog?.remove();
  }

  #draw(view, form, same) {
    this.#form = form;
    const focused = same ? { ...document.activeElement?.dataset } : {};
    const scrolled = same ? this.#dialog.querySelector(".modal-body").scrollTop : 0;
    const content = this.#content(view, form);
    if (!this.#dialog) this.#open();
    this.#dialog.replaceChildren(content);
    this.#dialog.setAttribute("aria-labelledby", content.querySelector("h2").id);
    content.querySelector(".modal-body").scrollTop = scrolled;
    this.#focus(focused);
  }

  #open() {
    const dialog = el("dialog", { class: "modal", data: { testid: "modal" } });
    dialog.addEventListener("cancel", (event) => {
      if (event.target !== dialog) return;
      event.preventDefault();
      this.#close(false);
    });
    this.#dialog = dialog;
    document.body.append(dialog);
    dialog.showModal();
  }

  #focus({ block, action }) {
    const controls = [...this.#dialog.querySelectorAll("[data-action]")];
    const before = action && controls.find((node) => node.dataset.action === action && node.dataset.block === block);
    const first = this.#dialog.querySelector("[autofocus], .modal-body .control, .modal-body .control input");
    (before ?? first ?? this.#dialog.querySelector("[data-testid=modal-submit], [data-testid=modal-close]"))?.focus();
  }

  #content(view, form) {
    const submit = textLine(view.submit);
    const back = Boolean(view.previous_view_id);
    const leave = () => this.#close(false);
    const node = el("form", { novalidate: true, class: "modal-form" },
      el("header", { class: "modal-head" },
        back ? el("button", { type: "button", class: "icon-button", "aria-label": "Back to the previous step", on: { click: leave } }, icon("back")) : null,
        el("h2", { id: freshId("modal") }, textLine(view.title)),
        el("button", { type: "button", class: "icon-button", "aria-label": "Close", on: { click: () => this.#close(true) } }, icon("close"))),
      el("div", { class: "modal-body" }, showBlocks(view.blocks ?? [], this.#deeds.surface(view, form))),
      el("footer", { class: "modal-foot" },
        el("button", { type: "button", class: "button", data: { testid: "modal-close" }, on: { click: leave } }, textLine(view.close) || (submit ? "Cancel" : "Close")),
        submit ? el("button", { type: "submit", class: "button button-primary", data: { testid: "modal-submit" } }, submit) : null));
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      if (submit) this.#submit(node.querySelector("[data-testid=modal-submit]"));
    });
    return node;
  }

  #close(all) {
    const view = this.#view;
    if (view) this.#deeds.close(view, all);
  }

  async #submit(button) {
    if (button.getAttribute("aria-busy") === "true") return;
    const problems = this.#form.problems();
    this.#showErrors(problems);
    if (Object.keys(problems).length) return;
    button.setAttribute("aria-busy", "true");
    const errors = await this.#deeds.submit(this.#view, this.#form.values());
    button.removeAttribute("aria-busy");
    if (this.#dialog && errors) this.#showErrors(errors);
  }

  #showErrors(errors) {
    const body = this.#dialog.querySelector(".modal-body");
    clearErrors(body);
    for (const [blockId, sentence] of Object.entries(errors)) {
      const field = fieldOf(body, blockId);
      if (field) showError(field, sentence);
      else this.#deeds.refuse(sentence);
    }
    const control = body.querySelector("[aria-invalid=true]");
    (control?.matches("[role]") ? control.querySelector("input") : control)?.focus();
  }
}
