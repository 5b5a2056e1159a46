// Shows data_visualization blocks: a drawn chart, its legend and the figures behind it.
import { drawBars } from "./chart_bars.js";
import { drawLines } from "./chart_lines.js";
import { drawPie, pieLetters } from "./chart_pie.js";
import { legendSign, written } from "./chart_parts.js";
import { el } from "./dom.js";

const DRAW = { bar: drawBars, line: drawLines, area: drawLines, pie: drawPie };
const NAMES = { bar: "Bar chart", line: "Line chart", area: "Area chart", pie: "Pie chart" };

function seriesSummary(series) {
  const values = series.data.map((point) => point.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const last = series.data.at(-1);
  return `${series.name}: lowest ${written(low)}, highest ${written(high)}, ${last.label} ${written(last.value)}`;
}

function summary(title, chart) {
  const parts = chart.type === "pie"
    ? chart.segments.map((segment) => `${segment.label} ${written(segment.value)}`)
    : chart.series.map(seriesSummary);
  return `${NAMES[chart.type]}: ${title}. ${parts.join("; ")}.`;
}

function figuresTable(chart) {
  if (chart.type === "pie") {
    return el("table", {}, el("tbody", {}, chart.segments.map((segment) => el("tr", {},
      el("th", { scope: "row" }, segment.label), el("td", { class: "cell-right" }, written(segment.value))))));
  }
  const categories = chart.axis_config?.categories ?? chart.series[0].data.map((point) => point.label);
  return el("table", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, chart.axis_config?.x_label ?? ""), chart.series.map((series) => el("th", { scope: "col", class: "cell-right" }, series.name)))),
    el("tbody", {}, categories.map((category) => el("tr", {}, el("th", { scope: "row" }, category), chart.series.map((series) => {
      const point = series.data.find((one) => one.label === category);
      return el("td", { class: "cell-right" }, point ? written(point.value) : "–");
    })))));
}

function legend(chart) {
  if (chart.type === "pie") return pieLetters(chart);
  if (chart.series.length < 2) return null;
  const kind = chart.type === "bar" ? "bar" : "line";
  return el("ul", { class: "legend" }, chart.series.map((series, index) => el("li", {}, legendSign(index, kind), series.name)));
}

/** The chart drawn to the width it is given, and again when that changes. */
function canvas(chart, label) {
  const node = el("div", { class: "chart-canvas", role: "img", "aria-label": label });
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width < 80 || width === drawn) return;
    drawn = width;
    node.replaceChildren(DRAW[chart.type](chart, width));
  }).observe(node);
  return node;
}

/** A data_visualization block; a kind of chart it does not know becomes a visible note. */
export function chartBlock(block) {
  const { chart, title } = block;
  if (!DRAW[chart?.type]) return el("p", { class: "unknown-block" }, `Cannot show chart type “${chart?.type}”.`);
  return el("figure", { class: `chart chart-${chart.type}` },
    el("figcaption", {}, title),
    chart.type === "pie" ? null : legend(chart),
    el("div", { class: "chart-row" }, canvas(chart, summary(title, chart)), chart.type === "pie" ? legend(chart) : null),
    el("details", { class: "chart-figures" }, el("summary", {}, "Show the figures"), el("div", { class: "table-scroll", tabindex: 0, role: "region", "aria-label": `Figures of ${title}` }, figuresTable(chart))));
}
