/**
 * Single figures of the documents that a benchmark measures. Right behind the number, a comment names where it is from:
 * `0.834<!-- demo: winnerMean -->` is a figure of the benchmark, and `0.249 ±0.017<!-- methods 1000-paired: monte-carlo, mean -->`
 * a cell of a kept table, by the row's first cell and the column's head (or how they begin). `minus` before the benchmark's
 * name turns the sign. How the number is written says how it is rounded: `0.834`, `83%`, `2,920`, `+0.190 [+0.174, +0.205]`.
 */

/** What a benchmark has kept, as far as a single figure may be from it. */
export interface Measured {
  readonly figures: Readonly<Record<string, number>>;
  readonly tables?: Readonly<Record<string, readonly string[]>>;
}

/** A marked figure of a page. */
export interface FigureMark {
  readonly bench: string;
  /** As the page shows it. */
  readonly shown: string;
  /** What the comment says. */
  readonly source: string;
  readonly minus: boolean;
  /** The kept table; undefined for a figure of the benchmark. */
  readonly table: string | undefined;
  /** The name of the figure, or row and column. */
  readonly name: string;
}

/** A value with what may be known of its uncertainty. */
interface Value {
  readonly value: number;
  readonly half?: number | undefined;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

const NUMBER = String.raw`[+−-]?(?:\d[\d,]*)?\.?\d+%?`;
const SHOWN = String.raw`(?<![\w.,])(?<number>${NUMBER})(?<interval>\s±${NUMBER}|\s\[${NUMBER}, ${NUMBER}\])?`;
const SOURCE = String.raw`<!-- (?<minus>minus )?(?<bench>[\w-]+)(?: (?<table>[\w-]+))?: (?<name>[^\n]+?) -->`;
const MARK = new RegExp(SHOWN + SOURCE, "g");

export function figureMarksOf(page: string): FigureMark[] {
  return Array.from(page.matchAll(MARK), ({ groups }) => markOf(groups!));
}

/** How many comments of a page look like the source of a figure, whether a number precedes them or not. */
export function sourcesIn(page: string): number {
  return page.match(new RegExp(SOURCE, "g"))?.length ?? 0;
}

/** The page without its marked figures, with its lines where they were. */
export function withoutFigures(page: string): string {
  return page.replaceAll(MARK, (mark) => mark.replaceAll(/[^\n]/g, ""));
}

/** The page with the figures of this benchmark in their places. Throws for a source that was not kept. */
export function withFigures(page: string, bench: string, kept: Measured): string {
  return page.replaceAll(MARK, (...match: unknown[]) => {
    const mark = markOf(match.at(-1) as Record<string, string>);
    const shown = mark.bench === bench ? renewed(mark, kept) : mark.shown;
    return `${shown}<!-- ${mark.source} -->`;
  });
}

/** A figure as it was kept, written in the way that the page writes it. */
export function renewed(mark: FigureMark, kept: Measured): string {
  const found = mark.table === undefined ? figure(mark.name, kept) : cell(mark, kept);
  if (found === undefined) throw new Error(`A page shows “${mark.source}”, which was not kept.`);
  const { value, half, low, high } = mark.minus ? turned(found) : found;
  const numbers = { value, ...(mark.shown.includes("±") && { half }), ...(mark.shown.includes("[") && { low, high }) };
  const missing = Object.entries(numbers).find(([, one]) => one === undefined);
  if (missing) throw new Error(`A page shows “${mark.source}” with an interval, which was not kept.`);
  const next = Object.values(numbers).values();
  return mark.shown.replaceAll(new RegExp(NUMBER, "g"), (like) => written(next.next().value!, like));
}

function markOf(groups: Record<string, string | undefined>): FigureMark {
  const { number, interval = "", minus = "", bench, table, name } = groups;
  const source = `${minus}${bench}${table === undefined ? "" : ` ${table}`}: ${name}`;
  return { bench: bench!, shown: `${number}${interval}`, source, minus: minus !== "", table, name: name! };
}

/** A figure with what is kept of its interval under the same name: `gain`, `gainHalf`, `gainLow`, `gainHigh`. */
function figure(name: string, { figures }: Measured): Value | undefined {
  const value = Object.hasOwn(figures, name) ? figures[name] : undefined;
  const [half, low, high] = ["Half", "Low", "High"].map((end) => figures[`${name}${end}`]);
  return value === undefined ? undefined : { value, half, low, high };
}

function cell({ table, name }: FigureMark, { tables }: Measured): Value | undefined {
  const [head = [], , ...rows] = (tables && Object.hasOwn(tables, table!) ? tables[table!]! : []).map(cellsOf);
  // A row's name may hold commas of its own, so each comma may be the one that divides.
  const divided = name
    .split(", ")
    .map((_, i, parts) => [parts.slice(0, i).join(", "), parts.slice(i).join(", ")] as const);
  for (const [rowName, columnName] of divided.slice(1)) {
    const row =
      rows[
        place(
          rows.map(([first = ""]) => first),
          rowName,
        )
      ];
    const text = row?.[place(head, columnName)];
    if (text !== undefined) return valueOf(text);
  }
  return undefined;
}

/** Of the one that has this name, or else of the only one that begins so; -1 without such a one. */
function place(names: readonly string[], name: string): number {
  if (names.includes(name)) return names.indexOf(name);
  const starts = names.flatMap((one, i) => (one.startsWith(name) ? [i] : []));
  return starts.length === 1 ? starts[0]! : -1;
}

function cellsOf(line: string): string[] {
  return line.replaceAll(/[*`]|^\| | \|$/g, "").split(" | ");
}

function valueOf(text: string): Value | undefined {
  const [first, ...ends] = text.match(new RegExp(NUMBER, "g")) ?? [];
  if (first === undefined) return undefined;
  const [low, high] = ends.map(numberOf);
  return text.includes("±") ? { value: numberOf(first), half: low } : { value: numberOf(first), low, high };
}

function numberOf(text: string): number {
  const value = Number(text.replace("−", "-").replaceAll(/[,%]/g, ""));
  return text.endsWith("%") ? value / 100 : value;
}

function turned({ value, half, low, high }: Value): Value {
  return { value: -value, half, low: high === undefined ? high : -high, high: low === undefined ? low : -low };
}

/** A value with the decimals, the signs and the percent of another one. */
function written(value: number, like: string): string {
  const percent = like.endsWith("%");
  const [whole = "", decimals = ""] = Math.abs(percent ? 100 * value : value)
    .toFixed(/\.(\d+)/.exec(like)?.[1]!.length ?? 0)
    .split(".");
  const digits = `${whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",")}${decimals && `.${decimals}`}${percent ? "%" : ""}`;
  const sign = value < 0 || Object.is(value, -0) ? (like.startsWith("-") ? "-" : "−") : like.startsWith("+") ? "+" : "";
  return `${sign}${digits}`;
}
