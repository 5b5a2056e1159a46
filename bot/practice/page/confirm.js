// Asks before a deed that has a confirm object.
import { el, freshId } from "./dom.js";
import { textLine, textNodes } from "./mrkdwn.js";

/** Resolves to true when the reader agrees; without a confirm object at once. */
export function confirmed(confirm, ctx) {
  if (!confirm) return Promise.resolve(true);
  const heading = freshId("confirm");
  const danger = confirm.style === "danger" ? "button-danger" : "button-primary";
  const dialog = el(
    "dialog",
    { class: "modal confirm", role: "alertdialog", "aria-labelledby": heading, data: { testid: "confirm" } },
    el("form", { method: "dialog" },
      el("header", { class: "modal-head" }, el("h2", { id: heading }, textLine(confirm.title))),
      el("div", { class: "modal-body" }, el("p", {}, textNodes(confirm.text, ctx))),
      el("footer", { class: "modal-foot" },
        el("button", { class: "button", value: "no", data: { testid: "confirm-deny" } }, textLine(confirm.deny) || "Cancel"),
        el("button", { class: `button ${danger}`, value: "yes", data: { testid: "confirm-accept" } }, textLine(confirm.confirm) || "Yes"))),
  );
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}
