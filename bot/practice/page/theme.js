// The light and dark themes.
import { el } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "caseload.theme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");

function remembered() {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null; // storage is switched off in this browser
  }
}

function remember(theme) {
  try {
    window.localStorage.setItem(KEY, theme);
  } catch {
    return; // the choice lasts until the page is closed
  }
}

function current() {
  return document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
}

/** Puts on the theme chosen earlier; without one the system's choice holds. */
export function wearTheme() {
  const theme = remembered();
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}

/** The button that changes the theme. */
export function themeSwitch() {
  const node = el("button", { type: "button", class: "quiet-button", data: { testid: "theme-switch" } });
  const show = () => {
    const other = current() === "dark" ? "light" : "dark";
    node.replaceChildren(icon(other === "dark" ? "moon" : "sun"), el("span", {}, `Use the ${other} theme`));
  };
  node.addEventListener("click", () => {
    const theme = current() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    remember(theme);
    show();
  });
  dark.addEventListener("change", show);
  show();
  return node;
}
