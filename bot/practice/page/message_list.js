// Keeps a list of messages on the screen up to date without losing place, focus or what was entered.
import { dayHeading, now } from "./dates.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { messageNode } from "./messages.js";
import { announce } from "./notify.js";

const TOGETHER_MS = 5 * 60_000;
const NEAR_THE_END_PX = 80;

function keyOf(message) {
  return `${message.ts}${message.ephemeral ? " ephemeral" : ""}`;
}

function continues(message, before) {
  return Boolean(before)
    && before.user.id === message.user.id
    && Boolean(before.ephemeral) === Boolean(message.ephemeral)
    && !message.broadcast
    && new Date(message.time) - new Date(before.time) < TOGETHER_MS
    && new Date(message.time).toDateString() === new Date(before.time).toDateString();
}

function spoken(message) {
  const words = (message.text || "a message").replace(/<[^>|]*\|([^>]*)>/g, "$1").replace(/[*_~`<>]/g, "");
  return `${message.user.name}${message.ephemeral ? ", only visible to you" : ""}: ${words.slice(0, 240)}`;
}

export class MessageList {
  #options;
  #shown = new Map();
  #first = true;
  #top = 0;

  /** `options` are those of `messageNode`, with `label` and `empty`, what an empty list says. */
  constructor(options) {
    this.#options = options;
    this.items = el("ol", { class: "messages", "aria-label": options.label });
    this.jump = el("button", { type: "button", class: "jump", hidden: true, on: { click: () => this.toEnd() } }, icon("down"), "New messages");
    this.scroller = el("div", { class: "scroller", tabindex: -1 }, el("div", { class: "scroller-push" }), this.items);
    this.node = el("div", { class: "message-list" }, this.scroller, this.jump);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const settled = new ResizeObserver(() => {
      if (this.pinned) this.toEnd();
    });
    settled.observe(this.items);
    settled.observe(this.scroller);
    this.pinned = true;
  }

  #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END_PX;
  }

  /** Only a move upwards is the reader leaving the end; growth below also makes the end further away. */
  #scrolled() {
    const { scrollTop } = this.scroller;
    if (this.#atEnd()) this.pinned = true;
    else if (scrollTop < this.#top) this.pinned = false;
    this.#top = scrollTop;
    if (this.pinned) this.jump.hidden = true;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.pinned = true;
    this.jump.hidden = true;
  }

  /** Brings the list to these messages, oldest first. */
  update(messages) {
    const stay = !this.pinned;
    const focused = this.#focused();
    const known = this.#shown;
    this.#shown = new Map();
    const rows = messages.length ? this.#rows(messages, known) : [this.#options.empty ?? ""];
    this.#place(rows);
    this.#refocus(focused);
    const fresh = this.#first ? [] : messages.filter((message) => !known.has(keyOf(message)));
    for (const message of fresh) announce(spoken(message));
    if (!stay) this.toEnd();
    else if (fresh.length) this.jump.hidden = false;
    this.#first = false;
  }

  #rows(messages, known) {
    let day = null;
    return messages.flatMap((message, index) => {
      const date = new Date(message.time);
      const newDay = date.toDateString() !== day;
      day = date.toDateString();
      const row = this.#row(message, !newDay && continues(message, messages[index - 1]), known);
      return newDay ? [this.#dayRow(date), row] : [row];
    });
  }

  #dayRow(date) {
    const heading = dayHeading(date, now());
    const before = [...this.items.querySelectorAll(".day")].find((node) => node.textContent === heading);
    return before ?? el("li", { class: "day" }, el("span", {}, heading));
  }

  #row(message, compact, known) {
    const key = keyOf(message);
    const before = known.get(key);
    const signature = JSON.stringify([message, compact]);
    if (before?.signature === signature) {
      this.#shown.set(key, before);
      return before.node;
    }
    const made = messageNode(message, { ...this.#options, compact, kept: before?.form.values() });
    this.#shown.set(key, { ...made, signature });
    return made.node;
  }

  /** Moves as few nodes as possible, so that focus and open menus survive. */
  #place(rows) {
    const wanted = new Set(rows);
    for (const child of [...this.items.childNodes]) if (!wanted.has(child)) child.remove();
    rows.forEach((row, index) => {
      if (this.items.childNodes[index] !== row) this.items.insertBefore(row, this.items.childNodes[index] ?? null);
    });
  }

  #focused() {
    const node = document.activeElement;
    if (!this.items.contains(node)) return null;
    return { node, ts: node.closest(".message")?.dataset.ts, ...node.dataset };
  }

  #refocus(focused) {
    if (!focused || focused.node.isConnected) return;
    const message = [...this.items.children].find((row) => row.dataset?.ts === focused.ts);
    const same = message && [...message.querySelectorAll("[data-action]")].find((node) => node.dataset.action === focused.action && node.dataset.block === focused.block);
    (same ?? this.scroller).focus();
  }
}
