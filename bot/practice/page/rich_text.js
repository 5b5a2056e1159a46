// Shows rich_text blocks.
import { fillDate } from "./dates.js";
import { el, lines } from "./dom.js";
import { emojiNamed } from "./emoji.js";
import { broadcastChip, channelChip, safeLink, userChip } from "./mrkdwn.js";

const WRAPPERS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

function styled(nodes, style = {}) {
  return Object.entries(WRAPPERS).reduce((inner, [name, tag]) => (style[name] ? [el(tag, {}, inner)] : inner), nodes);
}

function emoji(piece) {
  if (piece.unicode) return String.fromCodePoint(...piece.unicode.split("-").map((code) => parseInt(code, 16)));
  return emojiNamed(piece.name) ?? `:${piece.name}:`;
}

function colourChip(value) {
  const swatch = el("span", { class: "colour-swatch", "aria-hidden": "true" });
  swatch.style.backgroundColor = value;
  return el("span", {}, swatch, value);
}

const PIECES = {
  text: (piece) => lines(piece.text),
  link: (piece) => safeLink(piece.url, piece.text ?? piece.url),
  user: (piece, ctx) => userChip(piece.user_id, null, ctx),
  usergroup: (piece) => el("span", { class: "mention" }, `@${piece.usergroup_id}`),
  channel: (piece, ctx) => channelChip(piece.channel_id, null, ctx),
  emoji,
  broadcast: (piece) => broadcastChip(piece.range),
  date: (piece) => {
    const shown = el("time", { datetime: new Date(piece.timestamp * 1000).toISOString() }, fillDate(piece.timestamp, piece.format));
    return piece.url ? safeLink(piece.url, [shown]) : shown;
  },
  color: (piece) => colourChip(piece.value),
};

function pieces(elements, ctx) {
  return (elements ?? []).flatMap((piece) => {
    const show = PIECES[piece.type];
    return show ? styled([show(piece, ctx)].flat(), piece.style) : [el("span", { class: "unknown-piece" }, `[cannot show ${piece.type}]`)];
  });
}

function list(part, ctx) {
  const node = el(part.style === "ordered" ? "ol" : "ul", { class: "rich-list" });
  node.dataset.indent = String(Math.min(part.indent ?? 0, 8));
  if (part.offset) node.setAttribute("start", String(part.offset + 1));
  if (part.border) node.classList.add("rich-border");
  node.append(...(part.elements ?? []).map((item) => el("li", {}, pieces(item.elements, ctx))));
  return node;
}

const PARTS = {
  rich_text_section: (part, ctx) => el("div", { class: "rich-section" }, pieces(part.elements, ctx)),
  rich_text_list: list,
  rich_text_preformatted: (part, ctx) => el("pre", {}, pieces(part.elements, ctx)),
  rich_text_quote: (part, ctx) => el("blockquote", {}, pieces(part.elements, ctx)),
};

/** The element that shows a rich_text block, also inside a table's cell. */
export function richText(block, ctx) {
  return el(
    "div",
    { class: "rich-text" },
    (block.elements ?? []).map((part) => PARTS[part.type]?.(part, ctx) ?? el("span", { class: "unknown-piece" }, `[cannot show ${part.type}]`)),
  );
}
