// The round-cornered square that stands for a person or the app.
import { el } from "./dom.js";
import { mark } from "./icons.js";

function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((start) => parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const EVEN_LUMINANCE = 0.179; // where black and white contrast equally

/** Black or white, whichever is read more easily on this ground. */
export function inkOn(hex) {
  if (!/^#[0-9a-f]{6}$/i.test(hex ?? "")) return "#ffffff";
  return luminance(hex) > EVEN_LUMINANCE ? "#000000" : "#ffffff";
}

/** A person's initials on their colour, or the app's mark; `size` is "small", "medium" or "large". */
export function avatar(user, size = "medium") {
  const node = el("span", { class: `avatar avatar-${size}`, "aria-hidden": "true" });
  if (user.is_bot) {
    node.classList.add("avatar-app");
    node.append(mark());
    return node;
  }
  node.append(user.initials ?? "?");
  if (user.colour) {
    node.style.backgroundColor = user.colour;
    node.style.color = inkOn(user.colour);
  }
  return node;
}
