// Shows Block Kit's blocks.
import { placeOf } from "./actions.js";
import { chartBlock } from "./charts.js";
import { el, freshId } from "./dom.js";
import { elementNode, isGroup } from "./elements.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { textLine, textNodes } from "./mrkdwn.js";
import { picture, pictureToOpen } from "./pictures.js";
import { richText } from "./rich_text.js";
import { dataTableBlock, tableBlock } from "./tables.js";

function section(block, ctx, blockId) {
  const body = el("div", { class: "section-body" });
  if (block.text) body.append(el("div", { class: "section-text" }, textNodes(block.text, ctx)));
  if (block.fields) body.append(el("div", { class: "section-fields" }, block.fields.map((field) => el("div", {}, textNodes(field, ctx)))));
  if (!block.accessory) return el("div", { class: "section" }, body);
  const accessory = elementNode(block.accessory, placeOf(block.accessory, 0, blockId, ctx));
  return el("div", { class: `section section-${block.accessory.type === "image" ? "pictured" : "with-accessory"}` }, body, el("div", { class: "accessory" }, accessory));
}

function context(block, ctx) {
  return el("div", { class: "context" }, (block.elements ?? []).map((element) => (
    element.type === "image" ? picture(element) : el("span", {}, textNodes(element, ctx)))));
}

function actions(block, ctx, blockId) {
  return el("div", { class: "actions" }, (block.elements ?? []).map((element, index) => elementNode(element, placeOf(element, index, blockId, ctx))));
}

function image(block) {
  const title = textLine(block.title);
  return el("figure", { class: "image-block" }, title ? el("figcaption", {}, title) : null, pictureToOpen(block));
}

function input(block, ctx, blockId) {
  const labelId = freshId("label");
  const grouped = isGroup(block.element);
  const place = placeOf(block.element, 0, blockId, ctx, { dispatches: block.dispatch_action === true, required: !block.optional, labelledBy: labelId });
  const field = elementNode(block.element, place);
  const control = grouped ? field : field.matches("input, select, textarea, summary") ? field : field.querySelector("input, select, textarea, summary") ?? field;
  const hint = block.hint ? el("p", { class: "hint", id: freshId("hint") }, textNodes(block.hint, ctx)) : null;
  if (hint) control.setAttribute("aria-describedby", hint.id);
  control.classList.add("control");
  const label = el("div", { class: "label", id: labelId }, textLine(block.label), block.optional ? el("span", { class: "optional" }, " (optional)") : null);
  if (!grouped) label.addEventListener("click", () => control.focus());
  return el("div", { class: "input-block", data: { input: blockId } }, label, field, hint);
}

const LEVELS = { info: ["info", "Note: "], warning: ["warning", "Warning: "], error: ["warning", "Error: "], success: ["success", "Done: "], default: ["info", ""] };

function alert(block, ctx) {
  const level = LEVELS[block.level] ? block.level : "default";
  const [sign, word] = LEVELS[level];
  return el("div", { class: `alert alert-${level}` }, icon(sign), el("div", {}, el("span", { class: "unseen" }, word), textNodes(block.text, ctx)));
}

function cardHead(block, ctx) {
  return el("div", { class: "card-head" },
    block.icon ? picture(block.icon) : null,
    el("div", {},
      block.title ? el("div", { class: "card-title" }, textNodes(block.title, ctx)) : null,
      block.subtitle ? el("div", { class: "card-subtitle" }, textNodes(block.subtitle, ctx)) : null));
}

function card(block, ctx, blockId) {
  return el("article", { class: "card" },
    block.hero_image ? picture(block.hero_image) : null,
    cardHead(block, ctx),
    block.body ? el("div", {}, textNodes(block.body, ctx)) : null,
    block.actions ? actions({ elements: block.actions }, ctx, blockId) : null);
}

function carousel(block, ctx, blockId) {
  return el("div", { class: "carousel", tabindex: 0, role: "region", "aria-label": "Cards; scroll sideways for more" },
    (block.elements ?? []).map((one, index) => card(one, ctx, one.block_id ?? `${blockId}-${index}`)));
}

function container(block, ctx, blockId) {
  const title = block.rich_text_title ? richText(block.rich_text_title, ctx) : textLine(block.title);
  const head = [block.icon ? picture(block.icon) : null, el("span", { class: "card-title" }, title), block.subtitle ? el("span", { class: "card-subtitle" }, textNodes(block.subtitle, ctx)) : null];
  const children = blockNodes(block.child_blocks ?? [], ctx, `${blockId}-`);
  if (block.is_collapsible) {
    return el("details", { class: "container", open: !block.default_collapsed }, el("summary", {}, head), el("div", { class: "blocks" }, children));
  }
  return el("div", { class: "container" }, el("div", { class: block.has_header_divider ? "container-head divided" : "container-head" }, head), el("div", { class: "blocks" }, children));
}

const BLOCKS = {
  section,
  context,
  actions,
  context_actions: actions,
  image,
  input,
  alert,
  card,
  carousel,
  container,
  header: (block) => el("h3", { class: "header-block" }, textNodes(block.text)),
  divider: () => el("hr"),
  rich_text: richText,
  table: tableBlock,
  data_table: dataTableBlock,
  markdown: (block) => markdown(block.text),
  data_visualization: chartBlock,
};

function shown(block, ctx, blockId) {
  const show = BLOCKS[block?.type];
  if (!show) return el("p", { class: "unknown-block" }, `Cannot show block type “${block?.type}”.`);
  try {
    return show(block, ctx, blockId);
  } catch (error) {
    console.error(error); // one malformed block must not take the conversation with it
    return el("p", { class: "unknown-block" }, `This ${block.type} block is not well formed and cannot be shown.`);
  }
}

function blockNodes(blocks, ctx, prefix = "") {
  return blocks.map((block, index) => {
    const blockId = block?.block_id || `${prefix}block-${index}`;
    const node = shown(block, ctx, blockId);
    node.dataset.blockType = block?.type ?? "";
    return node;
  });
}

/**
 * The nodes of a list of blocks. `ctx` is their surface: `{viewer, names, form, act(action),
 * conversations(), canOpen(id), open(id)}`.
 */
export function showBlocks(blocks, ctx) {
  return el("div", { class: "blocks" }, blockNodes(blocks, ctx));
}
