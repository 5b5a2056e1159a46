// Draws line and area charts with each line named at its end.
import { columns, dashOf, label, pointSign, scale, seriesClass, sheet, textWidth, ticks, valueGrid, written } from "./chart_parts.js";
import { svg } from "./dom.js";

const HEIGHT = 270;
const LINE_HEIGHT = 15;

function range(values, isArea) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const flat = low > 0 && high - low < high / 2;
  return isArea || !flat ? [Math.min(0, low), Math.max(0, high)] : [low - (high - low) * 0.15, high];
}

function points(row, x, y) {
  return row.flatMap((value, at) => (value === null ? [] : [{ x: x(at), y: y(value), value }]));
}

function path(spots) {
  return spots.map((spot, at) => `${at ? "L" : "M"}${spot.x.toFixed(1)} ${spot.y.toFixed(1)}`).join("");
}

/** Moves labels apart until none covers another. */
function spread(ends, low, high) {
  const order = [...ends].sort((one, other) => one.y - other.y);
  order.forEach((end, at) => {
    end.at = Math.max(end.y, at ? order[at - 1].at + LINE_HEIGHT : low);
  });
  let floor = high;
  for (const end of order.reverse()) {
    end.at = Math.min(end.at, floor);
    floor = end.at - LINE_HEIGHT;
  }
  return ends;
}

function categoryLabels(categories, x, bottom, left, right) {
  const widest = Math.max(...categories.map(textWidth)) + 12;
  const every = Math.max(1, Math.ceil(widest / ((right - left) / Math.max(categories.length - 1, 1))));
  const last = categories.length - 1;
  return categories.flatMap((category, at) => ((last - at) % every
    ? []
    : [label(Math.min(Math.max(x(at), textWidth(category) / 2), right + 12), bottom + 17, category, { anchor: "middle" })]));
}

function oneLine(spots, index, isArea, base) {
  if (!spots.length) return [];
  const area = isArea ? svg("path", { class: `area ${seriesClass(index)}`, d: `${path(spots)}L${spots.at(-1).x} ${base}L${spots[0].x} ${base}z` }) : null;
  const signs = spots.length <= 12 ? spots.map((spot) => pointSign(index, spot.x, spot.y, 3.5)) : [pointSign(index, spots.at(-1).x, spots.at(-1).y)];
  return [area, svg("path", { class: `line ${seriesClass(index)}`, d: path(spots), "stroke-dasharray": dashOf(index) }), ...signs];
}

function endTexts(chart, rows, width) {
  const lasts = rows.map((row) => row.filter((value) => value !== null).at(-1));
  const long = chart.series.map((series, index) => `${series.name} ${written(lasts[index] ?? 0)}`);
  const widest = Math.max(...long.map(textWidth)) * 1.08;
  if (chart.series.length > 1 && widest < width * 0.32) return { texts: long, room: widest + 14, named: true };
  const short = lasts.map((value) => written(value ?? 0));
  return { texts: short, room: Math.max(...short.map(textWidth)) * 1.08 + 14, named: false };
}

/** A line or area chart as an SVG of this width. */
export function drawLines(chart, width) {
  const { categories, rows, values } = columns(chart);
  const axis = chart.axis_config ?? {};
  const isArea = chart.type === "area";
  const steps = ticks(...range(values, isArea));
  const left = Math.max(...steps.map((step) => textWidth(written(step)))) + 14;
  const { texts, room, named } = endTexts(chart, rows, width);
  const top = axis.y_label ? 30 : 14;
  const bottom = HEIGHT - (axis.x_label ? 44 : 26);
  const right = width - room;
  const x = scale([0, Math.max(categories.length - 1, 1)], [left + 6, right - 4]);
  const y = scale([steps[0], steps.at(-1)], [bottom, top]);
  const drawn = rows.map((row) => points(row, x, y));
  const ends = drawn.flatMap((spots, index) => (spots.length ? [{ ...spots.at(-1), text: texts[index] }] : []));
  const drawing = sheet(width, HEIGHT,
    valueGrid(steps, y, left, right),
    drawn.map((spots, index) => oneLine(spots, index, isArea, y(steps[0]))),
    spread(ends, top, bottom).map((end) => label(end.x + 9, end.at + 4, end.text, { strong: true })),
    categoryLabels(categories, x, bottom, left, right),
    axis.y_label ? label(0, 12, axis.y_label, { name: "axis-label" }) : null,
    axis.x_label ? label((left + right) / 2, HEIGHT - 6, axis.x_label, { anchor: "middle", name: "axis-label" }) : null);
  if (named) drawing.classList.add("named-lines");
  return drawing;
}
