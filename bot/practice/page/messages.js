// Shows one message.
import { avatar } from "./avatar.js";
import { showBlocks } from "./blocks.js";
import { clockTime, fullMoment } from "./dates.js";
import { el } from "./dom.js";
import { Form } from "./form.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { fileNode } from "./pictures.js";

function byline(message, date) {
  const { user } = message;
  return el("div", { class: "byline" },
    el("span", { class: "author" }, user.name),
    user.is_bot ? el("span", { class: "app-badge" }, "APP") : null,
    el("time", { datetime: message.time, title: fullMoment(date) }, clockTime(date)));
}

function body(message, ctx) {
  const edited = message.edited ? el("span", { class: "edited" }, " (edited)") : null;
  if (message.blocks?.length) return [showBlocks(message.blocks, ctx), edited];
  return [message.text ? el("div", { class: "message-text" }, mrkdwn(message.text, ctx), edited) : null];
}

function replies(message, openThread) {
  const count = message.reply_count;
  if (!count || !openThread) return null;
  return el("button", { type: "button", class: "replies", data: { testid: "open-thread" }, on: { click: () => openThread(message.ts) } },
    count === 1 ? "1 reply" : `${count} replies`, el("span", { class: "replies-more" }, "View thread"));
}

function replyTool(message, openThread) {
  if (!openThread || message.ephemeral) return null;
  return el("div", { class: "message-tools" },
    el("button", { type: "button", class: "icon-button", title: "Reply in thread", "aria-label": `Reply in thread to ${message.user.name}`, on: { click: () => openThread(message.thread_ts ?? message.ts) } }, icon("reply")));
}

/**
 * The list item of a message. `surface(message, form)` gives the context of its blocks; `compact`
 * leaves the author out where the message above has the same; without `openThread` it has no thread.
 */
export function messageNode(message, { surface, openThread, compact, kept }) {
  const date = new Date(message.time);
  const form = new Form(kept);
  const ctx = surface(message, form);
  const node = el("li", {
    class: ["message", compact && "message-compact", message.ephemeral && "message-ephemeral"].filter(Boolean).join(" "),
    data: { testid: message.ephemeral ? "ephemeral" : "message", ts: message.ts },
  });
  node.append(
    compact ? el("time", { class: "gutter-time", datetime: message.time, title: fullMoment(date) }, clockTime(date)) : avatar(message.user),
    el("div", { class: "message-body" },
      message.ephemeral ? el("p", { class: "only-you" }, icon("eye"), "Only visible to you") : null,
      message.broadcast ? el("p", { class: "only-you" }, icon("reply"), "Replied to a thread") : null,
      compact ? null : byline(message, date),
      ...body(message, ctx).filter(Boolean),
      ...(message.files ?? []).map(fileNode),
      replies(message, openThread) ?? ""),
    replyTool(message, openThread) ?? "",
  );
  return { node, form };
}
