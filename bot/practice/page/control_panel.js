// The panel by which a visitor moves the world behind the workspace: what it says now, and its buttons.
import { get, post } from "./api.js";
import { now, setNow } from "./dates.js";
import { attempt } from "./deeds.js";
import { el, onPhone } from "./dom.js";
import { announce } from "./notify.js";

const LOOK_AGAIN_MS = 30_000;
const MOVED_MS = 60_000;
const ROOM_FOR_ALL_PX = 760;

export class ControlPanel {
  #app;
  #turn = 0;
  #moved;
  #shown = "";

  /** `moved` is called when the workspace's clock has been put forward. */
  constructor(app, moved) {
    this.#app = app;
    this.#moved = moved;
    this.title = el("span");
    this.first = el("span", { class: "control-panel-now", data: { testid: "panel-now" } });
    this.lines = el("div", { class: "control-panel-lines", data: { testid: "panel-lines" } });
    this.buttons = el("div", { class: "control-panel-buttons" });
    this.outcome = el("p", { class: "control-panel-outcome", role: "status", data: { testid: "panel-outcome" } });
    this.node = el("details", { class: "control-panel", hidden: true, open: !onPhone() && window.innerHeight >= ROOM_FOR_ALL_PX, data: { testid: "control-panel" } },
      el("summary", {}, this.title, this.first),
      this.lines, this.buttons, this.outcome);
    setInterval(() => {
      if (!document.hidden && !this.node.hidden) this.refresh();
    }, LOOK_AGAIN_MS);
  }

  /** Asks the workspace what the panel shows now. */
  async refresh() {
    this.#turn += 1;
    const turn = this.#turn;
    const answer = await attempt(get("controls"));
    if (!answer || turn !== this.#turn) return;
    this.node.hidden = answer.panel === null;
    if (answer.panel) this.#show(answer.panel);
    const moved = Math.abs(new Date(answer.now) - now()) > MOVED_MS;
    setNow(answer.now);
    if (moved) this.#moved();
  }

  #show(panel) {
    const shown = JSON.stringify(panel);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const [first = "", ...rest] = panel.lines;
    this.title.textContent = panel.title;
    this.first.textContent = first;
    this.lines.replaceChildren(...rest.map((line) => el("p", {}, line)));
    this.#showButtons(panel);
    this.outcome.textContent = panel.working ? `${panel.working} …` : panel.outcome ?? "";
    this.outcome.classList.toggle("control-panel-working", Boolean(panel.working));
  }

  /** The same buttons are kept, so that the one in use keeps the focus. */
  #showButtons(panel) {
    const before = new Map([...this.buttons.children].map((node) => [node.dataset.control, node]));
    const focused = [...before.values()].findIndex((node) => node === document.activeElement);
    const nodes = panel.controls.map((control) => before.get(control.id) ?? this.#button(control));
    for (const node of nodes) node.setAttribute("aria-disabled", String(Boolean(panel.working)));
    const same = nodes.length === before.size && nodes.every((node) => node.isConnected);
    if (!same) this.buttons.replaceChildren(...nodes);
    if (focused >= 0 && document.activeElement !== nodes[focused]) nodes[focused]?.focus();
  }

  #button(control) {
    const node = el("button", {
      type: "button",
      class: "control-panel-button",
      data: { control: control.id, testid: `control-${control.id}` },
      on: { click: () => this.#press(node) },
    }, control.label);
    return node;
  }

  async #press(node) {
    if (node.getAttribute("aria-disabled") === "true") return;
    const answer = await attempt(post("controls", { as: this.#app.route.as, id: node.dataset.control }));
    if (answer) announce(answer.outcome);
    this.refresh();
  }
}
