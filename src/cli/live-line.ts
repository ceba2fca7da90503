/** Lines on stderr, and on a terminal one live line below them with the state of the work. */
import type { Terminal } from "./terminal.ts";

/** Milliseconds between two draws of the live line, and between two plain lines with the state of the work. */
const DRAW = 100;
const REDRAW = 1000;
const TELL = 30_000;

export class LiveLine {
  readonly #terminal: Terminal;
  readonly #text: () => string;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout | undefined;
  #drawnAt = 0;
  #toldAt: number;

  /** @param text the state of the work, asked for at every draw */
  constructor(terminal: Terminal, text: () => string, now: () => number) {
    this.#terminal = terminal;
    this.#text = text;
    this.#now = now;
    this.#toldAt = now();
    this.#timer = terminal.live ? setInterval(() => this.#write(), REDRAW).unref() : undefined;
  }

  /** A line that stays. */
  say(text: string): void {
    this.#clear();
    this.#terminal.note(text);
  }

  /** Draws the live line again, unless it is fresh. */
  draw(): void {
    if (this.#terminal.live && this.#now() - this.#drawnAt >= DRAW) this.#write();
  }

  /** The state of the work, as a line of its own where there is no live one. */
  tell(): void {
    if (this.#terminal.live) return;
    this.#toldAt = this.#now();
    this.say(`  ${this.#text()}`);
  }

  /** Writes the line, unless it was written a short time ago. */
  tellNowAndThen(): void {
    if (this.#now() - this.#toldAt >= TELL) this.tell();
  }

  /** Clears the live line for good. */
  end(): void {
    clearInterval(this.#timer);
    this.#clear();
  }

  #write(): void {
    this.#drawnAt = this.#now();
    const { stderr } = this.#terminal.io;
    stderr.write(`\r\u001b[K${this.#text().slice(0, (stderr.columns || 80) - 1)}`);
  }

  #clear(): void {
    if (this.#terminal.live) this.#terminal.io.stderr.write("\r\u001b[K");
  }
}
