// Menus that choose one or several of many: options, people, channels and conversations.
import { dispatch, marks } from "./actions.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { textLine } from "./mrkdwn.js";

function plain(text) {
  return { type: "plain_text", text, emoji: true };
}

function people(ctx) {
  return Object.entries(ctx.names.users).map(([value, name]) => ({ value, text: plain(name) }));
}

function channels(ctx, kinds) {
  return ctx.conversations()
    .filter((one) => kinds.includes(one.kind))
    .map((one) => ({ value: one.id, text: plain(one.kind === "im" ? one.name : `#${one.name}`) }));
}

/** How each type finds its options and writes its choice into the payload. */
const KINDS = {
  static_select: { key: "selected_option", initial: "initial_option" },
  multi_static_select: { key: "selected_options", initial: "initial_options" },
  users_select: { key: "selected_user", initial: "initial_user", find: people },
  multi_users_select: { key: "selected_users", initial: "initial_users", find: people },
  channels_select: { key: "selected_channel", initial: "initial_channel", find: (ctx) => channels(ctx, ["channel"]) },
  multi_channels_select: { key: "selected_channels", initial: "initial_channels", find: (ctx) => channels(ctx, ["channel"]) },
  conversations_select: { key: "selected_conversation", initial: "initial_conversation", find: (ctx) => channels(ctx, ["channel", "private", "im"]) },
  multi_conversations_select: { key: "selected_conversations", initial: "initial_conversations", find: (ctx) => channels(ctx, ["channel", "private", "im"]) },
};

function groupsOf(element, ctx) {
  const { find } = KINDS[element.type];
  if (find) return [{ label: null, options: find(ctx) }];
  if (element.option_groups) return element.option_groups;
  return [{ label: null, options: element.options ?? [] }];
}

/** An option as the payload names it: whole for options, the id alone for people and places. */
function named(element, option) {
  if (!option) return null;
  if (KINDS[element.type].find) return option.value;
  return { text: option.text, value: option.value };
}

function valueOf(choice) {
  return typeof choice === "string" ? choice : choice?.value;
}

function words(option) {
  const description = textLine(option.description);
  return description ? `${textLine(option.text)} – ${description}` : textLine(option.text);
}

function optionNodes(groups, isChosen) {
  return groups.map((group) => {
    const nodes = group.options.map((option) => el("option", { value: option.value, selected: isChosen(option) }, words(option)));
    return group.label ? el("optgroup", { label: textLine(group.label) }, nodes) : nodes;
  });
}

/** A menu that chooses one. */
export function select(element, place) {
  const { key, initial } = KINDS[element.type];
  const groups = groupsOf(element, place.ctx);
  const options = groups.flatMap((group) => group.options);
  const kept = place.ctx.form.remembered(place.blockId, place.actionId);
  let chosen = valueOf(kept ? kept[key] : element[initial]) ?? "";
  const placeholder = textLine(element.placeholder) || "Choose";
  const node = el(
    "select",
    { class: "select", "aria-label": place.labelledBy ? null : placeholder, "aria-labelledby": place.labelledBy, data: marks(place) },
    el("option", { value: "", disabled: place.required, selected: !chosen }, placeholder),
    optionNodes(groups, (option) => option.value === chosen),
  );
  const choice = () => named(element, options.find((option) => option.value === node.value) ?? null);
  node.addEventListener("change", async () => {
    if (!place.dispatches) return;
    if (await dispatch(element, place, node, { [key]: choice() })) chosen = node.value;
    else node.value = chosen;
  });
  place.ctx.form.add(place.blockId, place.actionId, {
    read: () => ({ type: element.type, [key]: choice() }),
    required: place.required,
    isEmpty: () => !node.value,
  });
  return el("span", { class: "select-frame" }, node, icon("down"));
}

function tickList(groups, chosen, name) {
  return groups.map((group) => {
    const rows = group.options.map((option) => el("label", { class: "choice" },
      el("input", { type: "checkbox", name, value: option.value, checked: chosen.has(option.value) }),
      el("span", {}, words(option))));
    return group.label ? el("fieldset", {}, el("legend", {}, textLine(group.label)), rows) : rows;
  });
}

function summary(options, chosen, placeholder) {
  const names = options.filter((option) => chosen.has(option.value)).map((option) => textLine(option.text));
  return names.length ? names.join(", ") : placeholder;
}

function limitTicks(panel, most) {
  const boxes = [...panel.querySelectorAll("input")];
  const full = boxes.filter((box) => box.checked).length >= most;
  for (const box of boxes) box.disabled = full && !box.checked;
}

/** A menu that chooses several; the app is told when it is closed with a change. */
export function multiSelect(element, place) {
  const { key, initial } = KINDS[element.type];
  const groups = groupsOf(element, place.ctx);
  const options = groups.flatMap((group) => group.options);
  const kept = place.ctx.form.remembered(place.blockId, place.actionId);
  const chosen = new Set(((kept ? kept[key] : element[initial]) ?? []).map(valueOf));
  const placeholder = textLine(element.placeholder) || "Choose";
  const id = freshId("multi");
  const text = el("span", {}, summary(options, chosen, placeholder));
  const head = el("summary", { class: "select", "aria-labelledby": place.labelledBy ? `${place.labelledBy} ${id}` : null, data: marks(place) }, text, icon("down"));
  text.id = id;
  const panel = el("div", { class: "multi-panel", role: "group", tabindex: -1, "aria-labelledby": place.labelledBy, "aria-label": place.labelledBy ? null : placeholder }, tickList(groups, chosen, id));
  const node = el("details", { class: "multi" }, head, panel);
  const choice = () => options.filter((option) => chosen.has(option.value)).map((option) => named(element, option));
  let told = JSON.stringify(choice());
  panel.addEventListener("change", (event) => {
    if (event.target.checked) chosen.add(event.target.value);
    else chosen.delete(event.target.value);
    text.textContent = summary(options, chosen, placeholder);
    limitTicks(panel, element.max_selected_items ?? Infinity);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !node.open) return;
    event.preventDefault(); // the modal around it stays open
    event.stopPropagation();
    node.open = false;
    head.focus();
  });
  node.addEventListener("toggle", () => {
    if (node.open || JSON.stringify(choice()) === told) return;
    told = JSON.stringify(choice());
    if (place.dispatches) dispatch(element, place, head, { [key]: choice() });
  });
  node.addEventListener("focusout", (event) => {
    if (!node.contains(event.relatedTarget)) node.open = false;
  });
  limitTicks(panel, element.max_selected_items ?? Infinity);
  place.ctx.form.add(place.blockId, place.actionId, {
    read: () => ({ type: element.type, [key]: choice() }),
    required: place.required,
    isEmpty: () => chosen.size === 0,
  });
  return node;
}
