// Finds how each Block Kit element is shown.
import { button, feedbackButtons, iconButton, overflow } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { el } from "./dom.js";
import { datePicker, dateTimePicker, typedInput } from "./inputs.js";
import { picture } from "./pictures.js";
import { multiSelect, select } from "./selects.js";

const ELEMENTS = {
  button,
  overflow,
  feedback_buttons: feedbackButtons,
  icon_button: iconButton,
  static_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  multi_static_select: multiSelect,
  multi_users_select: multiSelect,
  multi_channels_select: multiSelect,
  multi_conversations_select: multiSelect,
  checkboxes,
  radio_buttons: radioButtons,
  plain_text_input: typedInput,
  email_text_input: typedInput,
  url_text_input: typedInput,
  number_input: typedInput,
  datepicker: datePicker,
  timepicker: datePicker,
  datetimepicker: dateTimePicker,
  image: (element) => picture(element),
};

const GROUPS = ["checkboxes", "radio_buttons"];

/** True when the element is a group of fields, which a legend names instead of a label. */
export function isGroup(element) {
  return GROUPS.includes(element.type);
}

/** The node that shows an element at its place; an unknown type becomes a visible note. */
export function elementNode(element, place) {
  const show = ELEMENTS[element.type];
  return show ? show(element, place) : el("span", { class: "unknown-block" }, `Cannot show element type “${element.type}”.`);
}
