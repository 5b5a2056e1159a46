// The left pane: the workspace, who one is, and the conversations.
import { avatar } from "./avatar.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { personaSwitch } from "./personas.js";
import { themeSwitch } from "./theme.js";

function unreadBadge(count) {
  if (!count) return null;
  return el("span", { class: "unread" }, el("span", { "aria-hidden": "true" }, String(count)), el("span", { class: "unseen" }, count === 1 ? "1 unread message" : `${count} unread messages`));
}

function kindWords(conversation) {
  const words = [conversation.kind === "private" ? "private" : null, conversation.guests ? "has guests" : null, conversation.shared ? "shared with another organisation" : null];
  const said = words.filter(Boolean).join(", ");
  return said ? el("span", { class: "unseen" }, ` (${said})`) : null;
}

function entry(conversation, app) {
  const current = conversation.id === app.place() || (conversation.kind === "im" && app.place() === "home");
  const sign = conversation.kind === "im" ? avatar({ is_bot: true }, "small") : icon(conversation.kind === "private" ? "lock" : "hash");
  return el("li", {}, el("button", {
    type: "button",
    class: conversation.unread ? "entry entry-unread" : "entry",
    "aria-current": current ? "page" : null,
    data: { testid: `conversation-${conversation.id}` },
    on: { click: () => app.go({ in: conversation.id, thread: null }) },
  }, sign, el("span", { class: "entry-name" }, conversation.name), kindWords(conversation),
  conversation.guests ? el("span", { class: "entry-flag", title: "Has guests" }, icon("guest")) : null,
  conversation.shared ? el("span", { class: "entry-flag", title: "Shared with another organisation" }, icon("shared")) : null,
  unreadBadge(conversation.unread)));
}

function group(title, conversations, app) {
  if (!conversations.length) return null;
  return el("section", {}, el("h2", {}, title), el("ul", {}, conversations.map((one) => entry(one, app))));
}

export class Sidebar {
  #app;
  #signature = "";

  constructor(app) {
    this.#app = app;
    this.persona = el("div");
    this.list = el("nav", { class: "conversations", "aria-label": "Conversations" });
    this.node = el("div", { class: "sidebar" },
      el("div", { class: "workspace-name" }, el("strong", {}, app.boot.workspace.name), el("span", {}, "Caseload practice workspace")),
      this.persona, this.list, app.panel.node, el("div", { class: "sidebar-foot" }, app.moods.node, themeSwitch()));
  }

  /** Redraws what changed. */
  update() {
    const app = this.#app;
    const signature = JSON.stringify([app.route.as, app.place(), app.conversations]);
    if (signature === this.#signature) return;
    this.#signature = signature;
    const focused = document.activeElement?.closest?.(".entry")?.dataset.testid;
    if (this.persona.dataset.as !== app.route.as) {
      this.persona.dataset.as = app.route.as;
      this.persona.replaceChildren(personaSwitch(app));
    }
    const channels = app.conversations.filter((one) => one.kind !== "im");
    this.list.replaceChildren(...[
      group("Channels", channels.filter((one) => one.is_member), app),
      group("Channels you can join", channels.filter((one) => !one.is_member), app),
      group("Apps", app.conversations.filter((one) => one.kind === "im"), app),
    ].filter(Boolean));
    if (focused) this.list.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
  }
}
