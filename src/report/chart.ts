/** A line chart as SVG: panels side by side, one line for each series, readable on light and dark pages. */

export interface Series {
  readonly name: string;
  readonly color: string;
  /** Drawn thicker than the others. */
  readonly main?: boolean;
  readonly points: readonly Point[];
}

/** With the ends of an interval of y, when there is one. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

export interface Panel {
  readonly title: string;
  readonly xLabel: string;
  /** One line for each; a name has one colour in all panels. */
  readonly series: readonly Series[];
}

export interface ChartOptions {
  readonly title: string;
  readonly yLabel: string;
  /** Width of a panel in pixels; default 300. */
  readonly panelWidth?: number;
  /** Values that x is marked at, on a logarithmic axis; default: x is linear from 0. */
  readonly logMarks?: readonly number[];
  /** Whether y begins at 0 rather than below what is drawn. */
  readonly fromZero?: boolean;
}

/** Colours that people with any colour vision can distinguish (Okabe and Ito), then greys. */
export const COLORS: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#b8a100",
  "#6a5acd",
  "#8c5a78",
  "#333333",
  "#8a8a8a",
];

const HEIGHT = 240;
const PLOT = { left: 52, right: 18, top: 34, bottom: 44 };
const LEGEND_LINE = 18;
/** Most entries in a line of the legend, and about how wide a letter is. */
const LEGEND_COLUMNS = 4;
const LETTER = 6.2;

/** The chart as one SVG document, on a white ground of its own. */
export function chart(panels: readonly Panel[], options: ChartOptions): string {
  const { title, panelWidth = 300 } = options;
  const width = panelWidth * panels.length;
  const names = panels[0]!.series;
  const entry = 42 + LETTER * Math.max(...names.map(({ name }) => name.length));
  const columns = Math.min(LEGEND_COLUMNS, Math.max(1, Math.floor((width - PLOT.left) / entry)));
  const height = HEIGHT + Math.ceil(names.length / columns) * LEGEND_LINE + 12;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}" font-family="system-ui, sans-serif" font-size="11">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...panels.map(
      (panel, i) => `<g transform="translate(${i * panelWidth} 0)">${drawPanel(panel, panelWidth, options)}</g>`,
    ),
    ...names.map(({ name, color, main }, i) => {
      const x = PLOT.left + (i % columns) * ((width - PLOT.left) / columns);
      const y = HEIGHT + 10 + Math.floor(i / columns) * LEGEND_LINE;
      return `<line x1="${at(x)}" x2="${at(x + 20)}" y1="${y}" y2="${y}" stroke="${color}" stroke-width="${main ? 3.5 : 1.6}"/><text x="${at(x + 26)}" y="${y + 4}" fill="#222"${main ? ' font-weight="bold"' : ""}>${escape(name)}</text>`;
    }),
    "</svg>\n",
  ].join("\n");
}

function drawPanel(
  { title, xLabel, series }: Panel,
  width: number,
  { yLabel, logMarks, fromZero }: ChartOptions,
): string {
  const points = series.flatMap((one) => one.points);
  const lowest = Math.min(...points.map(({ y, low = y }) => low));
  const yMarks = marksOver(fromZero === true ? 0 : lowest, Math.max(...points.map(({ y, high = y }) => high)));
  const farthest = Math.max(...points.map(({ x }) => x)) || 1;
  const xMarks = logMarks ?? marksOver(0, farthest).filter((x) => x <= farthest);
  const scale = logMarks === undefined ? (x: number): number => x : Math.log;
  const right = width - PLOT.right;
  const bottom = HEIGHT - PLOT.bottom;
  const toX = axis((logMarks ?? [0, farthest]).map(scale), PLOT.left, right);
  const toY = axis(yMarks, bottom, PLOT.top);
  const middle = (PLOT.top + bottom) / 2;
  return [
    `<text x="${PLOT.left}" y="18" fill="#222" font-weight="bold" font-size="12">${escape(title)}</text>`,
    ...yMarks.map(
      (y) =>
        `<line x1="${PLOT.left}" x2="${right}" y1="${at(toY(y))}" y2="${at(toY(y))}" stroke="#e2e2e2"/><text x="${PLOT.left - 6}" y="${at(toY(y) + 4)}" text-anchor="end" fill="#555">${label(y)}</text>`,
    ),
    ...xMarks.map(
      (x) => `<text x="${at(toX(scale(x)))}" y="${bottom + 16}" text-anchor="middle" fill="#555">${label(x)}</text>`,
    ),
    `<text x="${(PLOT.left + right) / 2}" y="${HEIGHT - 10}" text-anchor="middle" fill="#333">${escape(xLabel)}</text>`,
    `<text x="12" y="${middle}" transform="rotate(-90 12 ${middle})" text-anchor="middle" fill="#333">${escape(yLabel)}</text>`,
    // What is drawn last lies on top: the thin lines, so that one that runs along the thick one is seen.
    ...series
      .toSorted((a, b) => Number(b.main ?? false) - Number(a.main ?? false))
      .map((one) => drawSeries(one, (x) => toX(scale(x)), toY)),
  ].join("\n");
}

function drawSeries({ color, main, points }: Series, toX: (x: number) => number, toY: (y: number) => number): string {
  const line = points.map(({ x, y }) => `${at(toX(x))},${at(toY(y))}`).join(" ");
  const bars = points.map(({ x, y, low = y, high = y }) => {
    const bar = `<line x1="${at(toX(x))}" x2="${at(toX(x))}" y1="${at(toY(low))}" y2="${at(toY(high))}" stroke="${color}" stroke-width="1"/>`;
    return `${bar}<circle cx="${at(toX(x))}" cy="${at(toY(y))}" r="${main ? 3.5 : 2}" fill="${color}"/>`;
  });
  return `<polyline points="${line}" fill="none" stroke="${color}" stroke-width="${main ? 3.5 : 1.6}"/>${bars.join("")}`;
}

/** From values, the first and last of which lie at `from` and `to`, to pixels. */
function axis(values: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [values[0]!, values.at(-1)!];
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** Round values, about five, that the whole range lies between. */
function marksOver(low: number, high: number): number[] {
  const step = niceStep((high > low ? high - low : Math.abs(high) || 1) / 4);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least)!;
}

function label(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 8 });
}

function at(value: number): string {
  return value.toFixed(1);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
