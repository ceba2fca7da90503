/** What all commands share: how they are declared, and the flags that each of them has. */
import { InvalidArgumentError, type Command } from "commander";
import { Terminal, type Io, type OutputFlags } from "./terminal.ts";

export interface CommandParts<Flags> {
  readonly name: string;
  /** The positional arguments, as commander writes them: `[config]`. */
  readonly args?: string;
  readonly summary: string;
  /** Lines for --help; each is a whole command. */
  readonly examples: readonly string[];
  readonly flags?: (command: Command) => Command;
  /** The work; resolves to the exit code. */
  readonly run: (terminal: Terminal, args: readonly string[], flags: Flags & OutputFlags) => Promise<number>;
}

/** Where the exit code of the command that ran is put. */
export interface Ending {
  code: number;
}

/** Adds a command to the program. */
export function addCommand<Flags>(program: Command, io: Io, ending: Ending, parts: CommandParts<Flags>): void {
  const command = program
    .command(`${parts.name}${parts.args === undefined ? "" : ` ${parts.args}`}`)
    .description(parts.summary);
  parts.flags?.(command);
  command
    .option("--json", "print one JSON document on stdout, and nothing else there")
    .option("--quiet", "say nothing on stderr but errors")
    .addHelpText("after", `\nExamples:\n${parts.examples.map((line) => `  $ ${line}`).join("\n")}`)
    .action(async (...given: unknown[]) => {
      const flags = command.opts<Flags & OutputFlags>();
      const args = given.flat().filter((arg) => typeof arg === "string");
      ending.code = await parts.run(new Terminal(io, flags), args, flags);
    });
}

/** For commander: a flag that is a number. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError(`Expected a number, got "${text}".`);
  return value;
}
