/** Where a command reads from and writes to: results on stdout, everything else on stderr. */

/** A stream that can be written to. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The world of one invocation, so that tests need no process. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whether questions can be asked. */
  readonly interactive: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface OutputFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export class Terminal {
  readonly io: Io;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly #color: boolean;

  constructor(io: Io, flags: OutputFlags) {
    this.io = io;
    this.json = flags.json === true;
    this.quiet = flags.quiet === true;
    this.#color = io.stdout.isTTY === true && !io.env["NO_COLOR"] && io.env["TERM"] !== "dumb";
  }

  /** Lines for people; with --json they are left out. */
  print(...lines: readonly string[]): void {
    if (!this.json) this.io.stdout.write(`${lines.map(plain).join("\n")}\n`);
  }

  /** The one JSON document of --json. */
  document(value: unknown): void {
    if (this.json) this.io.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** A remark beside the result. */
  note(text: string): void {
    if (!this.quiet) this.io.stderr.write(`${plain(text)}\n`);
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
    return this.#color ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

/** Colours of our own stay; any other control character, such as one in a row of data, is shown and not obeyed. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/\u001b\[(?:0|1|2|31|32)m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (found) =>
    found.length > 1 ? found : `\\x${found.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
