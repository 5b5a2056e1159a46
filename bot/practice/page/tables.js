// Shows table and data_table blocks.
import { announce } from "./notify.js";
import { el, freshId, lines } from "./dom.js";
import { icon } from "./icons.js";
import { richText } from "./rich_text.js";

function cellNodes(cell, ctx) {
  if (!cell) return [];
  if (cell.type === "rich_text") return [richText(cell, ctx)];
  return lines(cell.text ?? String(cell.value ?? ""));
}

function inlineText(element) {
  return element.text ?? (element.elements ?? []).map(inlineText).join("");
}

function cellText(cell) {
  return cell?.type === "rich_text" ? inlineText(cell) : String(cell?.text ?? cell?.value ?? "");
}

/** A cell's number: its own, or the one its text begins with ("16.2 newly qualified"); null for words. */
function cellNumber(cell) {
  if (cell?.type === "raw_number") return cell.value;
  const found = cellText(cell).trim().match(/^[-−+]?\d[\d,]*(\.\d+)?/);
  return found ? Number(found[0].replace("−", "-").replaceAll(",", "")) : null;
}

function settle(node, cell, setting) {
  const align = setting?.align ?? (cell?.type === "raw_number" ? "right" : "left");
  if (align !== "left") node.classList.add(`cell-${align}`);
  if (setting?.is_wrapped) node.classList.add("cell-wrapped");
  return node;
}

function bodyRow(row, settings, headIndex, ctx) {
  return el("tr", {}, row.map((cell, index) => {
    const node = index === headIndex ? el("th", { scope: "row" }) : el("td");
    node.append(...cellNodes(cell, ctx));
    return settle(node, cell, settings[index]);
  }));
}

/** A table that scrolls sideways, shaded at the right while columns are hidden there. */
function frame(label, table) {
  const scroll = el("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": label }, table);
  const node = el("div", { class: "table-frame" }, scroll);
  const shade = () => node.classList.toggle("more-right", scroll.scrollLeft + scroll.clientWidth < scroll.scrollWidth - 2);
  scroll.addEventListener("scroll", shade, { passive: true });
  new ResizeObserver(shade).observe(scroll);
  return node;
}

/** A table block; its first row is the head. */
export function tableBlock(block, ctx) {
  const [head = [], ...body] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  const headRow = el("tr", {}, head.map((cell, index) => {
    const blank = !cellText(cell).trim();
    const node = blank ? el("td") : el("th", { scope: "col" });
    node.append(...cellNodes(cell, ctx));
    return settle(node, body[0]?.[index], settings[index]);
  }));
  return frame("Table; scroll sideways for more columns", el("table", {},
    el("thead", {}, headRow),
    el("tbody", {}, body.map((row) => bodyRow(row, settings, 0, ctx)))));
}

const DEFAULT_PAGE_SIZE = 5;
const collator = new Intl.Collator("en-GB", { numeric: true });

/** The rows in the order of one column; numbers before words, equal rows as they came. */
function sorted(rows, { column, descending }) {
  if (column === null) return rows;
  const sign = descending ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [cellNumber(one[column]), cellNumber(other[column])];
    if (a !== null && b !== null) return sign * (a - b);
    if (a !== null || b !== null) return a !== null ? -1 : 1;
    return sign * collator.compare(cellText(one[column]), cellText(other[column]));
  });
}

class DataTable {
  constructor(block, ctx) {
    const [head = [], ...rows] = block.rows ?? [];
    this.block = block;
    this.ctx = ctx;
    this.head = head;
    this.rows = rows;
    this.size = block.page_size ?? DEFAULT_PAGE_SIZE;
    this.order = { column: null, descending: false };
    this.page = 0;
    this.body = el("tbody");
    this.foot = el("div", { class: "table-foot" });
    this.draw();
  }

  node() {
    const id = freshId("caption");
    const heads = this.head.map((cell, index) => this.headCell(cell, index));
    const table = el("table", {}, el("caption", { id }, this.block.caption), el("thead", {}, el("tr", {}, heads)), this.body);
    return el("div", { class: "data-table" }, frame(this.block.caption, table), this.foot);
  }

  headCell(cell, index) {
    const sign = el("span", { class: "sort-sign" }, icon("sort"));
    const cellNode = el("th", { scope: "col", "aria-sort": "none" });
    const sort = () => {
      this.order = { column: index, descending: this.order.column === index && !this.order.descending };
      this.page = 0;
      for (const other of cellNode.parentNode.children) other.setAttribute("aria-sort", "none");
      for (const other of cellNode.parentNode.querySelectorAll(".sort-sign")) other.replaceChildren(icon("sort"));
      const direction = this.order.descending ? "descending" : "ascending";
      cellNode.setAttribute("aria-sort", direction);
      sign.replaceChildren(icon(direction));
      this.draw();
      announce(`Sorted by ${cellText(cell)}, ${direction}.`);
    };
    cellNode.append(el("button", { type: "button", class: "sort-button", on: { click: sort } }, cellText(cell), sign));
    return settle(cellNode, this.rows[0]?.[index], null);
  }

  draw() {
    const start = this.page * this.size;
    const shown = sorted(this.rows, this.order).slice(start, start + this.size);
    const headIndex = this.block.row_header_column_index ?? 0;
    this.body.replaceChildren(...shown.map((row) => bodyRow(row, [], headIndex, this.ctx)));
    if (this.rows.length <= this.size) return;
    this.foot.replaceChildren(
      this.turn("Previous", -1, this.page === 0),
      el("span", {}, `${start + 1}–${start + shown.length} of ${this.rows.length}`),
      this.turn("Next", 1, start + this.size >= this.rows.length),
    );
  }

  turn(label, by, disabled) {
    const go = () => {
      this.page += by;
      this.draw();
    };
    return el("button", { type: "button", class: "button button-small", disabled, on: { click: go } }, label);
  }
}

/** A data_table block: caption, columns that sort, pages. */
export function dataTableBlock(block, ctx) {
  return new DataTable(block, ctx).node();
}
