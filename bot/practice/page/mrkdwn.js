// Shows Slack's mrkdwn as elements; whatever it does not know stays text.
import { fillDate } from "./dates.js";
import { el, lines } from "./dom.js";
import { withEmoji } from "./emoji.js";

const STYLES = { "*": "strong", _: "em", "~": "s" };

function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function leaf(text) {
  return lines(withEmoji(unescaped(text)));
}

/** A link when the address is one a person may follow, otherwise only its text. */
export function safeLink(url, children) {
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return el("span", {}, children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, children);
}

/** The chip of a person, highlighted when it is the reader. */
export function userChip(id, label, ctx) {
  const name = label || ctx.names.users[id] || id;
  return el("span", { class: id === ctx.viewer ? "mention mention-me" : "mention" }, `@${name}`);
}

/** The chip of a channel; it opens the channel when the reader can see it. */
export function channelChip(id, label, ctx) {
  const text = `#${ctx.names.channels[id] || label || id}`;
  if (!ctx.canOpen(id)) return el("span", { class: "mention" }, text);
  return el("button", { type: "button", class: "mention mention-link", on: { click: () => ctx.open(id) } }, text);
}

/** The chip of @here, @channel or @everyone. */
export function broadcastChip(range) {
  return el("span", { class: "mention mention-me" }, `@${range}`);
}

function special(body, label) {
  const [kind, ...rest] = body.split("^");
  if (kind === "date" && rest.length >= 2 && /^\d+$/.test(rest[0])) {
    const shown = fillDate(Number(rest[0]), rest[1]);
    const time = el("time", { datetime: new Date(rest[0] * 1000).toISOString() }, shown);
    return rest[2] ? safeLink(rest[2], [time]) : time;
  }
  if (["here", "channel", "everyone"].includes(kind)) return broadcastChip(kind);
  if (kind === "subteam") return el("span", { class: "mention" }, label || `@${rest[0] ?? "group"}`);
  return el("span", {}, unescaped(label ?? body));
}

function angled(inside, ctx) {
  const bar = inside.indexOf("|");
  const body = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : unescaped(inside.slice(bar + 1));
  if (/^@[UW]\w+$/.test(body)) return userChip(body.slice(1), label, ctx);
  if (/^#[CGD]\w+$/.test(body)) return channelChip(body.slice(1), label, ctx);
  if (body.startsWith("!")) return special(body.slice(1), label);
  if (/^[a-z][a-z0-9+.-]*:/i.test(body)) return safeLink(unescaped(body), withEmoji(label ?? unescaped(body.replace(/^mailto:/, ""))));
  return null;
}

function wordBefore(text, at) {
  return at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1]);
}

function closing(text, from, sign) {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\n") return -1;
    if (text[at] === sign && at > from && !/\s/.test(text[at - 1]) && !/[\p{L}\p{N}]/u.test(text[at + 1] ?? " ")) return at;
    if (text[at] === "<" || text[at] === "`") {
      const end = text.indexOf(text[at] === "<" ? ">" : "`", at + 1);
      if (end > 0) at = end;
    }
  }
  return -1;
}

function marked(text, at, ctx) {
  const sign = text[at];
  if (sign === "<") {
    const end = text.indexOf(">", at);
    const node = end < 0 ? null : angled(text.slice(at + 1, end), ctx);
    return node && { node, end: end + 1 };
  }
  if (sign === "`") {
    const end = text.indexOf("`", at + 1);
    const code = end < 0 ? "" : text.slice(at + 1, end);
    return code && !code.includes("\n") ? { node: el("code", {}, unescaped(code)), end: end + 1 } : null;
  }
  if (!STYLES[sign] || wordBefore(text, at) || /\s/.test(text[at + 1] ?? " ")) return null;
  const end = closing(text, at + 1, sign);
  return end < 0 ? null : { node: el(STYLES[sign], {}, inline(text.slice(at + 1, end), ctx)), end: end + 1 };
}

/** The nodes of one run of mrkdwn without blocks. */
function inline(text, ctx) {
  const nodes = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const found = "<`*_~".includes(text[at]) ? marked(text, at, ctx) : null;
    if (!found) continue;
    nodes.push(...leaf(text.slice(start, at)), found.node);
    start = found.end;
    at = found.end - 1;
  }
  nodes.push(...leaf(text.slice(start)));
  return nodes;
}

function quoted(line) {
  return line.match(/^(?:&gt;|>) ?(.*)$/)?.[1] ?? null;
}

function paragraphs(text, ctx) {
  const groups = [];
  for (const line of text.split("\n")) {
    const inner = quoted(line);
    const last = groups.at(-1);
    if (last && last.quote === (inner !== null)) last.lines.push(inner ?? line);
    else groups.push({ quote: inner !== null, lines: [inner ?? line] });
  }
  return groups.flatMap((group, index) => {
    const nodes = inline(group.lines.join("\n"), ctx);
    if (group.quote) return [el("blockquote", {}, nodes)];
    return index > 0 || group.lines.join("") ? nodes : [];
  });
}

/** The nodes that show a mrkdwn text. */
export function mrkdwn(text, ctx) {
  return String(text ?? "").split("```").flatMap((part, index, parts) => {
    const fenced = index % 2 === 1 && index < parts.length - 1;
    if (fenced) return [el("pre", {}, unescaped(part.replace(/^\n|\n$/g, "")))];
    const unclosed = index % 2 === 1 ? "```" : "";
    const after = index > 0 && !unclosed ? part.replace(/^\n/, "") : part;
    return after || unclosed ? paragraphs(unclosed + after, ctx) : [];
  });
}

/** The nodes of a text object, mrkdwn or plain. */
export function textNodes(text, ctx) {
  if (!text) return [];
  if (text.type === "mrkdwn") return mrkdwn(text.text, ctx);
  return lines(text.emoji === false ? text.text : withEmoji(text.text));
}

/** A text object as one line of characters, for labels. */
export function textLine(text) {
  return withEmoji(text?.text ?? "").replace(/\s+/g, " ").trim();
}
