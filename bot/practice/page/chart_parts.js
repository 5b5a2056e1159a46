// The parts that charts share: numbers, scales, axes and the signs of a series.
import { svg } from "./dom.js";

export const FONT_SIZE = 12;
const SERIES_COLOURS = 6;
const SHAPES = ["circle", "square", "triangle", "diamond", "cross", "plus"];
const DASHES = [null, "7 4", "2 3", "10 3 2 3", "1 4", "12 5"];

const pen = document.createElement("canvas").getContext("2d");

/** The width of a text in the chart's font, in pixels. */
export function textWidth(text) {
  pen.font = `${FONT_SIZE}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}

/** "1,297" or "19.3": at most two decimals, British separators. */
export function written(value) {
  return new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 }).format(value);
}

/** The class that carries a series' colour. */
export function seriesClass(index) {
  return `series-${index % SERIES_COLOURS}`;
}

/** The dash pattern of a series, so that lines differ without colour. */
export function dashOf(index) {
  return DASHES[index % DASHES.length];
}

/** The point sign of a series at x, y; each series has its own shape. */
export function pointSign(index, x, y, size = 4) {
  const shape = SHAPES[index % SHAPES.length];
  const name = `point ${seriesClass(index)}`;
  const at = (dx, dy) => `${x + dx * size} ${y + dy * size}`;
  const paths = {
    square: `M${at(-0.9, -0.9)}L${at(0.9, -0.9)}L${at(0.9, 0.9)}L${at(-0.9, 0.9)}z`,
    triangle: `M${at(0, -1.2)}L${at(1.1, 0.9)}L${at(-1.1, 0.9)}z`,
    diamond: `M${at(0, -1.3)}L${at(1.3, 0)}L${at(0, 1.3)}L${at(-1.3, 0)}z`,
    cross: `M${at(-1, -1)}L${at(1, 1)}M${at(1, -1)}L${at(-1, 1)}`,
    plus: `M${at(-1.2, 0)}L${at(1.2, 0)}M${at(0, -1.2)}L${at(0, 1.2)}`,
  };
  if (shape === "circle") return svg("circle", { class: name, cx: x, cy: y, r: size });
  return svg("path", { class: name, d: paths[shape] });
}

/** The sign of a series in a legend. */
export function legendSign(index, kind) {
  const node = svg("svg", { class: "legend-sign", width: 26, height: 12, viewBox: "0 0 26 12", "aria-hidden": "true" });
  if (kind === "bar") node.append(svg("rect", { class: `bar ${seriesClass(index)}`, x: 7, y: 0, width: 12, height: 12, rx: 2 }));
  else node.append(svg("path", { class: `line ${seriesClass(index)}`, d: "M1 6h24", "stroke-dasharray": dashOf(index) }), pointSign(index, 13, 6));
  return node;
}

/** Round steps that cover low to high, about `wanted` of them. */
export function ticks(low, high, wanted = 5) {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: Math.max(last - first, 1) + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** A function from a value to a pixel. */
export function scale([low, high], [from, to]) {
  return (value) => from + ((value - low) / (high - low || 1)) * (to - from);
}

/** A text of the chart. */
export function label(x, y, text, { anchor = "start", strong = false, name = "" } = {}) {
  return svg("text", { x, y, "text-anchor": anchor, class: `${strong ? "chart-strong" : "chart-text"} ${name}`.trim() }, text);
}

/** The text, shortened to fit so many pixels. */
export function fitted(text, pixels) {
  if (textWidth(text) <= pixels) return text;
  let short = text;
  while (short.length > 1 && textWidth(`${short}…`) > pixels) short = short.slice(0, -1);
  return `${short.trimEnd()}…`;
}

/** Every series' values by category; a missing point is null. */
export function columns(chart) {
  const categories = chart.axis_config?.categories ?? chart.series[0].data.map((point) => point.label);
  const rows = chart.series.map((series) => categories.map((category) => series.data.find((point) => point.label === category)?.value ?? null));
  return { categories, rows, values: rows.flat().filter((value) => value !== null) };
}

/** The SVG of a chart; its meaning is told by the element around it. */
export function sheet(width, height, ...children) {
  return svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" }, children);
}

/** Horizontal grid lines with their values at the left. */
export function valueGrid(steps, y, left, right) {
  return steps.map((step) => svg("g", {},
    svg("path", { class: step === 0 ? "axis" : "grid", d: `M${left} ${Math.round(y(step)) + 0.5}H${right}` }),
    label(left - 8, y(step) + 4, written(step), { anchor: "end" })));
}
