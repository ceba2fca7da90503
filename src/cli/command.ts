/** What all commands share: how they are declared, and the flags that each of them has. */
import { InvalidArgumentError, type Command } from "commander";
import { Terminal, type Io, type OutputFlags } from "./terminal.ts";

export interface CommandParts<Flags> {
  /** Lines for --help; each is a whole command. */
  readonly examples: readonly string[];
  readonly flags?: (command: Command) => Command;
  /** The work; resolves to the exit code. */
  readonly run: (terminal: Terminal, args: readonly string[], flags: Flags & OutputFlags) => Promise<number>;
}

/** A command as the list of --help has it. */
export interface ListedCommand {
  readonly name: string;
  /** The positional arguments, as commander writes them: `[config]`. */
  readonly args?: string;
  readonly summary: string;
  /** Its flags and its work, with all that they import. */
  readonly load: () => Promise<CommandParts<never>>;
}

/** Where the exit code of the command that ran is put. */
export interface Ending {
  code: number;
}

/** Adds a command to the program. One that is not meant is only listed: nothing of it is loaded. */
export async function addCommand(
  program: Command,
  io: Io,
  ending: Ending,
  { name, args, summary, load }: ListedCommand,
  isMeant: boolean,
): Promise<void> {
  const command = program.command(`${name}${args === undefined ? "" : ` ${args}`}`).description(summary);
  const parts: CommandParts<never> | undefined = isMeant ? await load() : undefined;
  parts?.flags?.(command);
  command
    .option("--json", "print one JSON document on stdout, and nothing else there")
    .option("--quiet", "say nothing on stderr but errors");
  if (parts === undefined) return;
  command
    .addHelpText("after", `\nExamples:\n${parts.examples.map((line) => `  $ ${line}`).join("\n")}`)
    .action(async (...given: unknown[]) => {
      const flags = command.opts<OutputFlags>() as never;
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
