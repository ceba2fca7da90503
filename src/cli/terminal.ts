/** Where a command reads from and writes to: results on stdout, everything else on stderr. */
import { randomBytes } from "node:crypto";
import type { Environment } from "../models/index.ts";
import { UsageError } from "../core/errors.ts";
import { aboutOf, type Subject } from "./about.ts";
import type { DocumentName } from "./documents/index.ts";
import { eventLines, ON_STDOUT, type EventLines } from "./event-lines.ts";
import { wrapped } from "../report/fit.ts";

/** A stream that can be written to. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What a choice shows with its options. */
export interface ChoiceWords {
  /** The option of Enter alone; default: the first. */
  readonly initial?: string | undefined;
  /** A few words on an option, by the option. */
  readonly hints?: ReadonlyMap<string, string>;
}

/** Questions to a person. Each rejects with `AbortedError` when it is turned away. */
export interface Ask {
  text(message: string, initial: string): Promise<string>;
  choose(message: string, options: readonly string[], more?: ChoiceWords): Promise<string>;
  /**
   * One or more of the options; `initial` are chosen until the person says otherwise.
   * @param hints a few words on an option, by the option
   */
  several(
    message: string,
    options: readonly string[],
    initial: readonly string[],
    hints?: ReadonlyMap<string, string>,
  ): Promise<readonly string[]>;
  /** @param initial the answer of Enter alone; default false */
  confirm(message: string, initial?: boolean): Promise<boolean>;
}

/** The world of one invocation, so that tests need no process. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Absent where nobody can be asked. */
  readonly ask?: Ask;
  readonly env: Environment;
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface OutputFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** Where events go as they happen: `jsonl` for stdout, or a file. */
  readonly events?: string;
}

/** Columns where nobody says how many there are. */
const WIDTH = 80;

export class Terminal {
  readonly io: Io;
  readonly json: boolean;
  readonly quiet: boolean;
  /** Takes what happens, for `--events`. */
  readonly events: EventLines;
  /** Whether stdout has no lines for people. */
  readonly silent: boolean;
  /** Whether stderr can show a line that is written over. */
  readonly live: boolean;
  /** How to call protegi where this invocation was made: npm's scripts and npx put nothing on the PATH of the shell. */
  readonly program: string;
  readonly #color: boolean;
  /** Marks colours as ours: text from a row or a model cannot know it. */
  readonly #nonce: string = randomBytes(8).toString("hex");

  constructor(io: Io, flags: OutputFlags) {
    const able = !io.env["NO_COLOR"] && io.env["TERM"] !== "dumb";
    this.io = io;
    this.json = flags.json === true;
    this.quiet = flags.quiet === true;
    if (this.json && flags.events === ON_STDOUT)
      throw new UsageError(
        "--events",
        "--json has stdout for its one document",
        "Write the events into a file: --events run.jsonl.",
      );
    this.events = flags.events === undefined ? () => undefined : eventLines(io, flags.events);
    this.silent = this.json || flags.events === ON_STDOUT;
    this.program = io.env["npm_execpath"] ? "npx protegi" : "protegi";
    this.live = io.stderr.isTTY === true && !io.env["CI"] && io.env["TERM"] !== "dumb" && !this.quiet;
    this.#color = io.stdout.isTTY === true && able;
  }

  /** Columns of a line: those of the terminal, else `COLUMNS`, else 80. */
  get width(): number {
    const named = Number(this.io.env["COLUMNS"]);
    return this.io.stdout.columns || (Number.isInteger(named) && named > 0 ? named : WIDTH);
  }

  /** Columns that a table may take: those of a terminal; a file or a pipe gets all of it. */
  get room(): number {
    return this.io.stdout.isTTY === true ? this.width : Infinity;
  }

  /** Lines for people, fitted to a terminal; where stdout has JSON they are left out. */
  print(...lines: readonly string[]): void {
    if (this.silent) return;
    const shown = lines.flatMap((line) => wrapped(this.#shown(line), this.room));
    this.io.stdout.write(`${shown.join("\n")}\n`);
  }

  /** The one JSON document of --json, with its head. */
  document(name: DocumentName, value: object, subject: Subject = {}): void {
    const whole = (): object => ({ about: aboutOf(name, subject), ...value });
    if (this.json) this.io.stdout.write(`${jsonText(whole())}\n`);
    else if (this.silent) this.events({ type: "result", result: whole() });
  }

  /** A remark next to the result. */
  note(text: string): void {
    if (this.quiet) return;
    const { isTTY, columns } = this.io.stderr;
    this.io.stderr.write(`${wrapped(plain(text), (isTTY && columns) || Infinity).join("\n")}\n`);
  }

  bold(text: string): string {
    return this.#paint(text, "1");
  }

  dim(text: string): string {
    return this.#paint(text, "2");
  }

  green(text: string): string {
    return this.#paint(text, "32");
  }

  red(text: string): string {
    return this.#paint(text, "31");
  }

  #paint(text: string, code: string): string {
    return this.#color ? `<${this.#nonce}:${code}>${text}<${this.#nonce}:0>` : text;
  }

  #shown(line: string): string {
    return plain(line).replaceAll(new RegExp(`<${this.#nonce}:(\\d+)>`, "g"), "\u001b[$1m");
  }
}

/** A unified diff, line by line; with a width, lines that are longer go on in the next one, behind the sign of theirs. */
export function paintDiff(terminal: Terminal, diff: string, width = Infinity): string[] {
  return diff.split("\n").flatMap((line) => {
    const [sign = " "] = line;
    const paint = sign === "+" ? "green" : sign === "-" ? "red" : "dim";
    return wrapped(line, width, sign === "+" || sign === "-" ? `${sign}  ` : "   ").map((part) =>
      terminal[paint](part),
    );
  });
}

/** What a terminal would obey rather than show: control characters but tab and line feed, and changes of direction. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text that a terminal shows and does not obey; further lines are indented, so that none passes for one of ours. */
export function plain(text: string): string {
  return text.replace(OBEYED, escaped).replace(/\n(?! {2}|\n|$)/g, "\n  ");
}

/** JSON that is safe to show in a terminal too. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(OBEYED, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
