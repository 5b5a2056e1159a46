// Tells the reader what happened: toasts, spoken announcements, and the banner about the connection.
import { el } from "./dom.js";
import { icon } from "./icons.js";

const TOAST_MS = 9000;

/** A short-lived note that something could not be done. */
export function toast(sentence) {
  const note = el("div", { class: "toast", data: { testid: "toast" } }, icon("warning"), el("p", {}, sentence));
  const close = el(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close this note", on: { click: () => note.remove() } },
    icon("close"),
  );
  note.append(close);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

/** Speaks a sentence to a screen reader. */
export function announce(sentence) {
  const live = document.getElementById("live");
  live.append(el("p", {}, sentence));
  while (live.childElementCount > 5) live.firstElementChild.remove();
}

/** Forgets what was spoken: it may have been for somebody else's eyes. */
export function hush() {
  document.getElementById("live").replaceChildren();
}

/** Says that the line to the server or to the app is broken, or Slack down; all well clears the banner. */
export function showConnection({ live, connected, outage }) {
  const banner = document.getElementById("banner");
  let sentence = null;
  if (!live) sentence = "The practice workspace is not answering. Trying again; nothing you see here is new.";
  else if (outage) sentence = "Slack is down: an outage is being practised. Nothing reaches the app until you clear it under Slack's moods.";
  else if (!connected) sentence = "The app is not connected. Commands and buttons will not be answered until it is back.";
  if (banner.textContent === (sentence ?? "")) return;
  banner.replaceChildren(...(sentence ? [icon("warning"), el("span", {}, sentence)] : []));
}
