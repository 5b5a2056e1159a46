// The drawn signs of the page.
import { svg } from "./dom.js";

const PATHS = {
  hash: "M8 4 6.5 16M13.5 4 12 16M4 8h13M3.5 12.5h13",
  lock: "M6 9V6.5a4 4 0 0 1 8 0V9M5 9h10v7.5H5z",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 7.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z",
  back: "M12.5 4 6.5 10l6 6",
  close: "M5 5l10 10M15 5 5 15",
  down: "M5 8l5 5 5-5",
  more: "M10 4.6v.01M10 10v.01M10 15.4v.01",
  send: "M3 4l14 6-14 6 2-6zM5 10h6",
  reply: "M4 4h12v9h-6l-4 3.5V13H4z",
  people: "M7.5 9a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.5 16c0-3 2.2-5 5-5s5 2 5 5M13 4a2.5 2.5 0 0 1 0 5M14.5 11.4c1.9.6 3 2.3 3 4.6",
  guest: "M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3.3 2.7-5.5 6-5.5s6 2.2 6 5.5",
  shared: "M8 12l4-4M8.5 6.5l2-2a3.2 3.2 0 0 1 4.6 4.6l-2 2M11.5 13.5l-2 2a3.2 3.2 0 0 1-4.6-4.6l2-2",
  sun: "M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M15.8 4.2l-1.4 1.4M5.6 14.4l-1.4 1.4",
  moon: "M15.8 12.4A6.7 6.7 0 0 1 7.6 4.2a6.7 6.7 0 1 0 8.2 8.2z",
  info: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM10 9v5M10 6.2v.01",
  warning: "M10 3 2.5 16.5h15zM10 8v4M10 14.3v.01",
  success: "M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM6.5 10.2l2.4 2.4 4.6-5",
  sort: "M6 12l4 4 4-4M6 8l4-4 4 4",
  ascending: "M6 12l4-4 4 4",
  descending: "M6 8l4 4 4-4",
  file: "M5 2.5h6l4 4v11H5zM11 2.5v4h4",
};

/** A small sign; it says nothing to a screen reader, so words stand beside it. */
export function icon(name) {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: PATHS[name] }),
  );
}

/** The app's own mark: three columns under a limit line. */
export function mark() {
  return svg(
    "svg",
    { class: "mark", viewBox: "0 0 32 32", "aria-hidden": "true", focusable: "false" },
    svg("rect", { x: 7, y: 17, width: 4.5, height: 8, rx: 1.5 }),
    svg("rect", { x: 13.75, y: 11, width: 4.5, height: 14, rx: 1.5 }),
    svg("rect", { x: 20.5, y: 14, width: 4.5, height: 11, rx: 1.5 }),
    svg("path", { class: "mark-limit", d: "M6 8.5h20" }),
  );
}
