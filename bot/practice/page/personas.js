// The switch that changes who one is.
import { avatar } from "./avatar.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { attachPopover, closePopover } from "./popover.js";

function face(persona, size) {
  return [
    avatar(persona, size),
    el("span", { class: "persona-words" }, el("span", { class: "persona-name" }, persona.name), el("span", { class: "persona-note" }, persona.note || persona.title)),
  ];
}

/** The button that says who one is, with the list of everyone one can be. */
export function personaSwitch(app) {
  const current = app.boot.personas.find((one) => one.id === app.route.as);
  const title = freshId("persona");
  const button = el("button", { type: "button", class: "persona-switch", "aria-haspopup": "listbox", data: { testid: "persona-switch" } },
    el("span", { class: "persona-lead" }, "You are"),
    el("span", { class: "persona" }, face(current, "large"), icon("down")));
  const panel = el("div", { role: "listbox", class: "persona-list", "aria-labelledby": title, data: { testid: "persona-list" } },
    el("p", { id: title, class: "panel-title", role: "presentation" }, "Who would you like to be?"));
  const choose = (persona) => () => {
    closePopover(panel);
    app.become(persona.id);
  };
  panel.append(...app.boot.personas.map((persona) => el("div", {
    role: "option",
    class: "persona",
    tabindex: -1,
    "aria-selected": String(persona.id === current.id),
    data: { testid: `persona-${persona.id}` },
    on: { click: choose(persona) },
  }, face(persona, "medium"))));
  attachPopover(button, panel, { items: "[role=option]", first: "[aria-selected=true]" });
  return el("div", { class: "persona-frame" }, button, panel);
}
