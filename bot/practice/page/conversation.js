// The middle pane: a conversation's head, its messages and the composer, or the app's Home.
import { composer } from "./composer.js";
import { el, onPhone } from "./dom.js";
import { homePane } from "./home.js";
import { icon } from "./icons.js";
import { MessageList } from "./message_list.js";
import { attachPopover, closePopover } from "./popover.js";

function sign(conversation) {
  if (conversation.kind === "im") return null;
  return icon(conversation.kind === "private" ? "lock" : "hash");
}

function flags(conversation) {
  return [
    conversation.guests ? el("span", { class: "flag" }, icon("guest"), "Has guests") : null,
    conversation.shared ? el("span", { class: "flag" }, icon("shared"), "Shared with another organisation") : null,
  ];
}

function members(conversation, app) {
  const count = conversation.members.length;
  const words = count === 1 ? "1 member" : `${count} members`;
  const button = el("button", { type: "button", class: "members", "aria-label": words, data: { testid: "members" } }, icon("people"), String(count));
  const leave = () => {
    closePopover(panel);
    app.leave(conversation.id);
  };
  const panel = el("div", { class: "member-panel", role: "group", "aria-label": "Members" },
    el("p", { class: "panel-title" }, words),
    el("ul", {}, conversation.members.map((member) => el("li", {}, member.name))),
    conversation.is_member ? el("button", { type: "button", class: "button button-small", role: "button", on: { click: leave } }, `Leave #${conversation.name}`) : null);
  attachPopover(button, panel, { align: "end", items: "button" });
  return [button, panel];
}

function tab(label, id, isCurrent, go) {
  return el("button", { type: "button", role: "tab", "aria-selected": String(isCurrent), tabindex: isCurrent ? 0 : -1, data: { testid: id }, on: { click: go } }, label);
}

function tabs(app, current) {
  const go = (where) => () => app.go({ in: where, thread: null });
  const list = el("div", { role: "tablist", class: "tabs", "aria-label": "Views of the app" },
    tab("Home", "tab-home", current === "home", go("home")),
    tab("Messages", "tab-messages", current !== "home", go(app.im().id)));
  list.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    app.go({ in: current === "home" ? app.im().id : "home", thread: null });
    document.querySelector("[role=tab][aria-selected=true]")?.focus();
  });
  return list;
}

function head(conversation, app, current) {
  const isIm = conversation.kind === "im";
  return el("header", { class: isIm ? "pane-head pane-head-app" : "pane-head" },
    el("div", { class: "pane-title" },
      el("button", { type: "button", class: "icon-button back", "aria-label": "Back to the conversations", data: { testid: "back" }, on: { click: () => app.go({ in: null, thread: null }) } }, icon("back")),
      el("h1", {}, sign(conversation), el("span", {}, conversation.name)),
      isIm ? el("span", { class: "app-badge" }, "APP") : null,
      ...flags(conversation),
      isIm ? null : members(conversation, app)),
    conversation.topic ? el("p", { class: "topic", title: conversation.topic }, conversation.topic) : null,
    isIm ? tabs(app, current) : null);
}

function joinBar(conversation, app) {
  return el("div", { class: "join" },
    el("p", {}, `You are not a member of #${conversation.name}, so you can read it but not write in it.`),
    el("button", { type: "button", class: "button button-primary", data: { testid: "join" }, on: { click: () => app.join(conversation.id) } }, "Join channel"));
}

function emptyWords(conversation, app) {
  const command = app.boot.commands[0]?.command;
  const help = command ? ["Type ", el("code", {}, `${command} help`), " to see what can be asked."] : [];
  const words = conversation.kind === "im"
    ? ["This is the beginning of your messages with ", el("strong", {}, conversation.name), ". ", ...help]
    : ["Nothing has been said in ", el("strong", {}, `#${conversation.name}`), " yet. ", conversation.purpose ?? ""];
  return el("li", { class: "empty" }, el("p", {}, words));
}

/** The pane of one conversation for the present persona. */
export class ConversationPane {
  #app;
  #list = null;
  #composer = null;

  constructor(app, conversation) {
    this.#app = app;
    this.id = conversation.id;
    this.head = el("div");
    this.foot = el("div", { class: "pane-foot" });
    this.#list = new MessageList({
      label: `Messages in ${conversation.name}`,
      empty: emptyWords(conversation, app),
      surface: (message, form) => app.surface({ channel: message.channel, ts: message.ts }, form),
      openThread: (ts) => app.go({ thread: ts }),
    });
    this.node = el("main", { id: "main", class: "pane", tabindex: -1, "aria-label": conversation.name }, this.head, this.#list.node, this.foot);
    this.describe(conversation);
  }

  /** Redraws the head and foot where the conversation changed. */
  describe(conversation) {
    const signature = JSON.stringify({ ...conversation, unread: 0 });
    if (signature === this.signature) return;
    this.signature = signature;
    this.head.replaceChildren(head(conversation, this.#app, conversation.id));
    if (!conversation.is_member) {
      this.#composer = null;
      this.foot.replaceChildren(joinBar(conversation, this.#app));
    } else if (!this.#composer) {
      this.#composer = this.#makeComposer(conversation);
      this.foot.replaceChildren(this.#composer.node);
      this.#composer.settle();
    }
  }

  #makeComposer(conversation) {
    const app = this.#app;
    return composer({
      label: conversation.kind === "im" ? `Message ${conversation.name}` : `Message #${conversation.name}`,
      commands: app.boot.commands,
      botName: app.boot.bot.name,
      draftKey: `${app.route.as} ${conversation.id}`,
      send: (text) => app.send(conversation.id, text),
      testids: { field: "composer", send: "send" },
    });
  }

  show(messages) {
    this.#list.update(messages);
  }

  /** Called once the pane is in the page. */
  arrive() {
    this.#composer?.settle();
    if (!onPhone()) this.#composer?.focus();
  }
}

/** The pane of the app's Home. */
export class HomePane {
  constructor(app, im) {
    this.id = "home";
    this.home = homePane(app);
    this.node = el("main", { id: "main", class: "pane", tabindex: -1, "aria-label": `Home of ${im.name}` }, head(im, app, "home"), this.home.node);
  }

  describe() {}

  show(view) {
    this.home.show(view);
  }

  arrive() {}
}
