/** A line chart as SVG: one panel for each world, one line for each contender, readable on light and dark pages. */

export interface Series {
  readonly name: string;
  readonly color: string;
  /** Drawn thicker than the others. */
  readonly main?: boolean;
  readonly points: readonly { readonly x: number; readonly y: number; readonly half?: number }[];
}

export interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
}

export interface ChartOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Values that the x axis is marked at. */
  readonly xMarks: readonly number[];
}

const PANEL = { width: 300, height: 240, left: 52, right: 14, top: 34, bottom: 44 };
const LEGEND_LINE = 18;
const LEGEND_COLUMNS = 4;

/** The chart as one SVG document: x logarithmic, y linear from 0. */
export function chart(panels: readonly Panel[], { title, xLabel, yLabel, xMarks }: ChartOptions): string {
  const width = PANEL.width * panels.length;
  const names = panels[0]!.series;
  const legend = Math.ceil(names.length / LEGEND_COLUMNS) * LEGEND_LINE + 12;
  const height = PANEL.height + legend;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}" font-family="system-ui, sans-serif" font-size="11">`,
    `<title>${escape(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...panels.map(
      (panel, i) => `<g transform="translate(${i * PANEL.width} 0)">${drawPanel(panel, xMarks, xLabel, yLabel)}</g>`,
    ),
    ...names.map(({ name, color, main }, i) => {
      const x = PANEL.left + (i % LEGEND_COLUMNS) * ((width - PANEL.left) / LEGEND_COLUMNS);
      const y = PANEL.height + 10 + Math.floor(i / LEGEND_COLUMNS) * LEGEND_LINE;
      return `<line x1="${x}" x2="${x + 20}" y1="${y}" y2="${y}" stroke="${color}" stroke-width="${main ? 3.5 : 1.6}"/><text x="${x + 26}" y="${y + 4}" fill="#222"${main ? ' font-weight="bold"' : ""}>${escape(name)}</text>`;
    }),
    "</svg>\n",
  ].join("\n");
}

function drawPanel({ title, series }: Panel, xMarks: readonly number[], xLabel: string, yLabel: string): string {
  const xs = xMarks.map(Math.log);
  const high = Math.max(...series.flatMap(({ points }) => points.map(({ y, half = 0 }) => y + half)));
  const step = niceStep(high / 4);
  const top = Math.ceil(high / step) * step;
  const toX = (x: number): number =>
    PANEL.left + ((Math.log(x) - xs[0]!) / (xs.at(-1)! - xs[0]!)) * (PANEL.width - PANEL.left - PANEL.right);
  const toY = (y: number): number =>
    PANEL.height - PANEL.bottom - (y / top) * (PANEL.height - PANEL.top - PANEL.bottom);
  const marks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
  return [
    `<text x="${PANEL.left}" y="18" fill="#222" font-weight="bold" font-size="12">${escape(title)}</text>`,
    ...marks.map(
      (y) =>
        `<line x1="${PANEL.left}" x2="${PANEL.width - PANEL.right}" y1="${at(toY(y))}" y2="${at(toY(y))}" stroke="#e2e2e2"/><text x="${PANEL.left - 6}" y="${at(toY(y) + 4)}" text-anchor="end" fill="#555">${Number(y.toPrecision(3))}</text>`,
    ),
    ...xMarks.map(
      (x) =>
        `<text x="${at(toX(x))}" y="${PANEL.height - PANEL.bottom + 16}" text-anchor="middle" fill="#555">${x}</text>`,
    ),
    `<text x="${(PANEL.left + PANEL.width - PANEL.right) / 2}" y="${PANEL.height - 10}" text-anchor="middle" fill="#333">${escape(xLabel)}</text>`,
    `<text x="12" y="${(PANEL.top + PANEL.height - PANEL.bottom) / 2}" transform="rotate(-90 12 ${(PANEL.top + PANEL.height - PANEL.bottom) / 2})" text-anchor="middle" fill="#333">${escape(yLabel)}</text>`,
    // What is drawn last lies on top.
    ...[...series.filter(({ main }) => !main), ...series.filter(({ main }) => main)].map(({ color, main, points }) => {
      const line = points.map(({ x, y }) => `${at(toX(x))},${at(toY(y))}`).join(" ");
      const bars = points.map(
        ({ x, y, half = 0 }) =>
          `<line x1="${at(toX(x))}" x2="${at(toX(x))}" y1="${at(toY(y - half))}" y2="${at(toY(y + half))}" stroke="${color}" stroke-width="1"/><circle cx="${at(toX(x))}" cy="${at(toY(y))}" r="${main ? 3.5 : 2}" fill="${color}"/>`,
      );
      return `<polyline points="${line}" fill="none" stroke="${color}" stroke-width="${main ? 3.5 : 1.6}"/>${bars.join("")}`;
    }),
  ].join("\n");
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least)!;
}

function at(value: number): string {
  return value.toFixed(1);
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
