// Images and other files.
import { el } from "./dom.js";
import { icon } from "./icons.js";

function address(url) {
  return /^(https?:\/\/|\/)/i.test(url ?? "") ? url : "";
}

function missing(alt) {
  return el("span", { class: "picture-missing" }, icon("warning"), `This image could not be loaded: ${alt || "no description"}`);
}

/** An image with its description; when it cannot be loaded, the description stands in its place. */
export function picture({ image_url: url, slack_file: file, alt_text: alt, image_width: width, image_height: height }) {
  const node = el("img", { src: address(url ?? file?.url), alt: alt ?? "", width, height });
  node.addEventListener("error", () => node.replaceWith(missing(alt)));
  return node;
}

/** An image that opens in full when it is pressed. */
export function pictureToOpen(image) {
  const url = address(image.image_url ?? image.slack_file?.url);
  if (!url) return picture(image);
  return el("a", { class: "picture-link", href: url, target: "_blank", rel: "noopener noreferrer", "aria-label": `Open in full: ${image.alt_text ?? "image"}` }, picture(image));
}

/** A file of a message: an image that opens in full, or a name to download. */
export function fileNode(file) {
  if (file.mimetype?.startsWith("image/")) {
    const image = pictureToOpen({ image_url: file.url, alt_text: file.alt_txt || file.name, image_width: file.width, image_height: file.height });
    return el("figure", { class: "file-picture" },
      el("figcaption", {}, file.name),
      image);
  }
  return el("a", { class: "file-card", href: address(file.url), download: file.name }, icon("file"), el("span", {}, file.name));
}
