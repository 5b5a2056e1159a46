// Draws bar charts: upright while the category names fit under the bars, lying otherwise.
import { columns, fitted, label, scale, seriesClass, sheet, textWidth, ticks, valueGrid, written } from "./chart_parts.js";
import { svg } from "./dom.js";

const MIN_LABELLED_WIDTH = 12;

function bar(index, x, y, width, height) {
  return svg("rect", { class: `bar ${seriesClass(index)}`, x, y, width: Math.max(width, 1), height: Math.max(height, 1), rx: 2 });
}

function upright({ categories, rows, values }, axis, width) {
  const steps = ticks(Math.min(0, ...values), Math.max(0, ...values));
  const height = 260;
  const left = Math.max(...steps.map((step) => textWidth(written(step)))) + 14;
  const top = axis.y_label ? 34 : 20;
  const bottom = height - (axis.x_label ? 44 : 26);
  const y = scale([steps[0], steps.at(-1)], [bottom, top]);
  const band = (width - left) / categories.length;
  const thick = Math.min((band * 0.74) / rows.length, 56);
  const marks = categories.flatMap((category, at) => {
    const middle = left + band * (at + 0.5);
    const start = middle - (thick * rows.length) / 2;
    const bars = rows.flatMap((row, index) => {
      if (row[at] === null) return [];
      const [high, low] = [y(Math.max(row[at], 0)), y(Math.min(row[at], 0))];
      const x = start + index * thick;
      const says = written(row[at]);
      const fits = textWidth(says) <= Math.max(thick, rows.length === 1 ? band - 4 : 0);
      return [bar(index, x + 1, high, thick - 2, low - high), fits ? label(x + thick / 2, high - 5, says, { anchor: "middle", strong: true }) : null];
    });
    return [...bars, label(middle, bottom + 17, category, { anchor: "middle" })];
  });
  return sheet(width, height, valueGrid(steps, y, left, width), marks,
    axis.y_label ? label(0, 12, axis.y_label, { name: "axis-label" }) : null,
    axis.x_label ? label((left + width) / 2, height - 6, axis.x_label, { anchor: "middle", name: "axis-label" }) : null);
}

function lying({ categories, rows, values }, axis, width) {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const thick = rows.length > 1 ? 15 : 20;
  const band = thick * rows.length + 12;
  const left = Math.min(Math.max(...categories.map(textWidth)) + 10, width * 0.42);
  const room = Math.max(...values.map((value) => textWidth(written(value)))) + 10;
  const top = axis.y_label ? 20 : 4;
  const x = scale([low, high || 1], [left, width - room]);
  const height = top + band * categories.length;
  const marks = categories.flatMap((category, at) => {
    const start = top + at * band + 6;
    const bars = rows.flatMap((row, index) => {
      if (row[at] === null) return [];
      const [from, to] = [x(Math.min(row[at], 0)), x(Math.max(row[at], 0))];
      const y = start + index * thick;
      return [bar(index, from, y + 1, to - from, thick - 2), thick >= MIN_LABELLED_WIDTH ? label(to + 5, y + thick / 2 + 4, written(row[at]), { strong: true }) : null];
    });
    return [...bars, label(left - 8, start + (thick * rows.length) / 2 + 4, fitted(category, left - 10), { anchor: "end" })];
  });
  return sheet(width, height, svg("path", { class: "axis", d: `M${x(0)} ${top}V${height}` }), marks,
    axis.y_label ? label(left, 12, axis.y_label, { name: "axis-label" }) : null);
}

/** A bar chart as an SVG of this width. */
export function drawBars(chart, width) {
  const data = columns(chart);
  const axis = chart.axis_config ?? {};
  const band = (width - 40) / data.categories.length;
  const fits = data.categories.every((category) => textWidth(category) + 6 <= band) && band / data.rows.length >= 14;
  return fits ? upright(data, axis, width) : lying(data, axis, width);
}
