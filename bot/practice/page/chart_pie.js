// Draws pie charts; a letter joins each slice with its line in the key.
import { label, seriesClass, sheet, written } from "./chart_parts.js";
import { el, svg } from "./dom.js";

const LETTERS = "ABCDEFGHIJKL";
const SMALLEST_INSIDE = 0.06;

function slices(segments) {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0) || 1;
  let from = 0;
  return segments.map((segment) => {
    const slice = { from, to: from + segment.value / total, share: segment.value / total };
    from = slice.to;
    return slice;
  });
}

function rim(part, radius, middle) {
  const angle = part * 2 * Math.PI - Math.PI / 2;
  return [middle + radius * Math.cos(angle), middle + radius * Math.sin(angle)];
}

function slicePath({ from, to, share }, radius, middle) {
  if (share > 0.9999) return `M${middle} ${middle - radius}a${radius} ${radius} 0 1 1 -0.01 0z`;
  const [x1, y1] = rim(from, radius, middle);
  const [x2, y2] = rim(to, radius, middle);
  return `M${middle} ${middle}L${x1} ${y1}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${x2} ${y2}z`;
}

/** A pie chart as an SVG no wider than this. */
export function drawPie(chart, width) {
  const size = Math.min(width, 230);
  const middle = size / 2;
  const radius = middle - 18;
  const parts = slices(chart.segments);
  return sheet(size, size,
    parts.map((slice, index) => svg("path", { class: `slice ${seriesClass(index)}`, d: slicePath(slice, radius, middle) })),
    parts.map((slice, index) => {
      const inside = slice.share >= SMALLEST_INSIDE;
      const [x, y] = rim((slice.from + slice.to) / 2, inside ? radius * 0.66 : radius + 10, middle);
      return label(x, y + 4, LETTERS[index], { anchor: "middle", strong: true, name: inside ? `on-slice ${seriesClass(index)}` : "" });
    }));
}

/** The key of a pie: letter, name, value and share of each slice. */
export function pieLetters(chart) {
  const parts = slices(chart.segments);
  return el("ul", { class: "legend pie-key" }, chart.segments.map((segment, index) => el("li", {},
    el("span", { class: `pie-letter ${seriesClass(index)}`, "aria-hidden": "true" }, LETTERS[index]),
    el("span", { class: "pie-name" }, segment.label),
    el("strong", {}, written(segment.value)),
    el("span", { class: "pie-share" }, `${(parts[index].share * 100).toFixed(1)} %`))));
}
