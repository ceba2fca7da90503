/** The chart: its lines, its axes, and texts that are no markup. */
import { describe, expect, it } from "vitest";
import { chart, type Panel } from "../../src/report/chart.ts";

const PANEL: Panel = {
  title: "one",
  xLabel: "x",
  series: [
    {
      name: "a < b",
      color: "#000",
      main: true,
      points: [
        { x: 10, y: 0.7, low: 0.62, high: 0.78 },
        { x: 100, y: 0.8 },
      ],
    },
    {
      name: "c & d",
      color: "#111",
      points: [
        { x: 10, y: 0.75 },
        { x: 90, y: 0.75 },
      ],
    },
  ],
};
const OPTIONS = { title: "t", yLabel: "y" };

/** The marks of the axes: what stands right of nothing is y's, what stands in the middle is x's and the labels. */
function marks(svg: string, anchor: "end" | "middle"): string[] {
  return Array.from(svg.matchAll(new RegExp(`text-anchor="${anchor}"[^>]*>([^<]*)<`, "g")), ([, text]) => text!);
}

describe("the chart", () => {
  it("draws one line for each series in each panel, and lets no text be markup", () => {
    const svg = chart([PANEL, { ...PANEL, title: "two" }], OPTIONS);
    expect(svg.match(/<polyline/g)).toHaveLength(4);
    expect(svg).toContain("a &lt; b");
    expect(svg).toContain("c &amp; d");
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it("marks round values around all that is drawn, intervals included", () => {
    const svg = chart([PANEL], OPTIONS);
    expect(marks(svg, "end")).toEqual(["0.6", "0.65", "0.7", "0.75", "0.8"]);
    expect(marks(svg, "middle")).toEqual(["0", "50", "100", "x", "y"]);
  });

  it("can begin y at 0, and have x on a logarithmic axis", () => {
    const svg = chart([PANEL], { ...OPTIONS, fromZero: true, logMarks: [10, 30, 100] });
    expect(marks(svg, "end")).toEqual(["0", "0.2", "0.4", "0.6", "0.8"]);
    expect(marks(svg, "middle").slice(0, 3)).toEqual(["10", "30", "100"]);
  });

  it("has axes even where nothing moves", () => {
    const still = { ...PANEL, series: [{ name: "s", color: "#000", points: [{ x: 0, y: 0 }] }] };
    expect(chart([still], OPTIONS)).not.toMatch(/NaN|Infinity/);
  });

  it("gives long names fewer columns in the legend", () => {
    const named = (name: string): string =>
      chart([{ ...PANEL, series: [1, 2, 3, 4].map((i) => ({ ...PANEL.series[0]!, name: `${name} ${i}` })) }], OPTIONS);
    const height = (svg: string): number => Number(/height="(\d+)"/.exec(svg)![1]);
    expect(height(named("selector=least-regret beamWidth=4"))).toBeGreaterThan(height(named("a")));
  });
});
