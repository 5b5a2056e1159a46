// The pane of one thread, beside the conversation.
import { composer } from "./composer.js";
import { el, onPhone } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./message_list.js";

export class ThreadPane {
  #list;
  #composer = null;

  constructor(app, conversation, ts) {
    this.id = `${conversation.id} ${ts}`;
    const name = conversation.kind === "im" ? conversation.name : `#${conversation.name}`;
    this.#list = new MessageList({
      label: `Thread in ${name}`,
      empty: el("li", { class: "empty" }, el("p", {}, "This message is no longer there.")),
      surface: (message, form) => app.surface({ channel: message.channel, ts: message.ts }, form),
      openThread: null,
    });
    if (conversation.is_member) this.#composer = this.#makeComposer(app, conversation, ts);
    this.node = el("aside", { class: "pane thread", "aria-label": `Thread in ${name}`, data: { testid: "thread" } },
      el("header", { class: "pane-head" },
        el("div", { class: "pane-title" },
          el("button", { type: "button", class: "icon-button back", "aria-label": `Back to ${name}`, on: { click: () => app.go({ thread: null }) } }, icon("back")),
          el("h2", {}, "Thread"), el("span", { class: "thread-place" }, name),
          el("button", { type: "button", class: "icon-button close", "aria-label": "Close the thread", on: { click: () => app.go({ thread: null }) } }, icon("close")))),
      this.#list.node,
      el("div", { class: "pane-foot" }, this.#composer?.node));
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector(":popover-open")) app.go({ thread: null });
    });
  }

  #makeComposer(app, conversation, ts) {
    return composer({
      label: "Reply",
      commands: [],
      botName: app.boot.bot.name,
      draftKey: `${app.route.as} ${conversation.id} ${ts}`,
      send: (text) => app.send(conversation.id, text, ts),
      testids: { field: "thread-composer", send: "thread-send" },
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
