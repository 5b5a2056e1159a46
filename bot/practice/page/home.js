// The app's Home tab.
import { showBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { Form } from "./form.js";

/** `{node, show(view)}`; what was entered stays where block and action stay. */
export function homePane(app) {
  const node = el("div", { class: "home scroller", data: { testid: "home" } });
  let form = new Form();
  let signature = null;
  const show = (view) => {
    if (JSON.stringify(view) === signature) return;
    signature = JSON.stringify(view);
    form = new Form(form.values());
    const focused = { ...document.activeElement?.dataset };
    node.replaceChildren(view
      ? showBlocks(view.blocks ?? [], app.surface({ view_id: view.id }, form))
      : el("p", { class: "empty" }, `${app.boot.bot.name} has put nothing on its Home yet. If it stays empty, look whether the app is connected.`));
    if (!focused.action) return;
    [...node.querySelectorAll("[data-action]")].find((one) => one.dataset.action === focused.action && one.dataset.block === focused.block)?.focus();
  };
  return { node, show };
}
