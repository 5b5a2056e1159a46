// Shows a safe part of standard Markdown: headings, lists, quotes, code, tables, links and emphasis.
import { el, lines } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { safeLink } from "./mrkdwn.js";

const INLINE = [
  [/^`([^`\n]+)`/, (found) => el("code", {}, found[1])],
  [/^!\[([^\]]*)\]\(([^)\s]+)\)/, (found) => safeLink(found[2], found[1] || found[2])],
  [/^\[([^\]]+)\]\(([^)\s]+)\)/, (found) => safeLink(found[2], inline(found[1]))],
  [/^<(https?:\/\/[^>\s]+)>/, (found) => safeLink(found[1], found[1])],
  [/^\*\*(?=\S)(.+?)\*\*/, (found) => el("strong", {}, inline(found[1]))],
  [/^__(?=\S)(.+?)__/, (found) => el("strong", {}, inline(found[1]))],
  [/^~~(?=\S)(.+?)~~/, (found) => el("s", {}, inline(found[1]))],
  [/^\*(?=\S)([^*\n]+)\*/, (found) => el("em", {}, inline(found[1]))],
  [/^_(?=\S)([^_\n]+)_(?![\p{L}\p{N}])/u, (found) => el("em", {}, inline(found[1]))],
  [/^\\([\\`*_{}[\]()#+\-.!|>~])/, (found) => found[1]],
];

function matchAt(text, at) {
  if (text[at] === "_" && at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1])) return null;
  const rest = text.slice(at);
  for (const [pattern, show] of INLINE) {
    const found = rest.match(pattern);
    if (found) return { node: show(found), length: found[0].length };
  }
  return null;
}

function inline(text) {
  const nodes = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const found = "`![<*_~\\".includes(text[at]) ? matchAt(text, at) : null;
    if (!found) continue;
    nodes.push(...lines(withEmoji(text.slice(start, at))), found.node);
    start = at + found.length;
    at = start - 1;
  }
  nodes.push(...lines(withEmoji(text.slice(start))));
  return nodes;
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;

function list(rows) {
  const [first] = rows.map((row) => row.match(ITEM));
  const node = el(/\d/.test(first[2]) ? "ol" : "ul");
  const depth = first[1].length;
  for (let at = 0; at < rows.length; ) {
    const found = rows[at].match(ITEM);
    let end = at + 1;
    while (end < rows.length && (rows[end].match(ITEM)?.[1].length ?? 0) > depth) end += 1;
    const box = found[3].match(/^\[([ xX])\]\s+(.*)$/);
    const words = box ? `${box[1] === " " ? "☐" : "☑"} ${box[2]}` : found[3];
    node.append(el("li", {}, inline(words), end > at + 1 ? list(rows.slice(at + 1, end)) : null));
    at = end;
  }
  return node;
}

function cells(row) {
  return row.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
}

function table(rows) {
  const [head, , ...body] = rows.map(cells);
  return el(
    "div",
    { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Table" },
    el("table", {},
      el("thead", {}, el("tr", {}, head.map((cell) => el("th", { scope: "col" }, inline(cell))))),
      el("tbody", {}, body.map((row) => el("tr", {}, row.map((cell) => el("td", {}, inline(cell))))))),
  );
}

function isTable(rows, at) {
  return rows[at].includes("|") && /^\s*\|?\s*:?-{2,}/.test(rows[at + 1] ?? "") && (rows[at + 1] ?? "").includes("|");
}

/** How many rows from `at` on belong together by `belongs`. */
function run(rows, at, belongs) {
  let end = at;
  while (end < rows.length && belongs(rows[end])) end += 1;
  return end;
}

function heading(row) {
  const [, signs, words] = row.match(/^(#{1,6})\s+(.*?)\s*#*$/);
  return el("p", { class: `md-heading md-heading-${Math.min(signs.length, 3)}`, role: "heading", "aria-level": signs.length + 2 }, inline(words));
}

function startsBlock(rows, at) {
  const row = rows[at];
  return row.trim() === "" || /^(#{1,6}\s|```|>|(-{3,}|\*{3,}|_{3,})\s*$)/.test(row) || ITEM.test(row) || isTable(rows, at);
}

function blockAt(rows, at) {
  const row = rows[at];
  if (row.trim() === "") return { node: null, end: at + 1 };
  if (row.startsWith("```")) {
    const end = run(rows, at + 1, (later) => !later.startsWith("```"));
    return { node: el("pre", {}, rows.slice(at + 1, end).join("\n")), end: end + 1 };
  }
  if (/^#{1,6}\s/.test(row)) return { node: heading(row), end: at + 1 };
  if (/^(-{3,}|\*{3,}|_{3,})\s*$/.test(row)) return { node: el("hr"), end: at + 1 };
  if (row.startsWith(">")) {
    const end = run(rows, at, (later) => later.startsWith(">"));
    return { node: el("blockquote", {}, blocks(rows.slice(at, end).map((line) => line.replace(/^> ?/, "")))), end };
  }
  if (ITEM.test(row)) {
    const end = run(rows, at, (later) => ITEM.test(later));
    return { node: list(rows.slice(at, end)), end };
  }
  if (isTable(rows, at)) {
    const end = run(rows, at, (later) => later.includes("|"));
    return { node: table(rows.slice(at, end)), end };
  }
  let end = at + 1;
  while (end < rows.length && !startsBlock(rows, end)) end += 1;
  return { node: el("p", {}, inline(rows.slice(at, end).join("\n"))), end };
}

function blocks(rows) {
  const nodes = [];
  for (let at = 0; at < rows.length; ) {
    const { node, end } = blockAt(rows, at);
    if (node) nodes.push(node);
    at = end;
  }
  return nodes;
}

/** The element that shows a standard Markdown text. */
export function markdown(text) {
  return el("div", { class: "markdown" }, blocks(String(text ?? "").split("\n")));
}
