/** The command line: its commands, and how an invocation ends. */
import { Command, CommanderError } from "commander";
import { ownWordsCleaner } from "../models/redact.ts";
import { addCommand, type Ending } from "./command.ts";
import { COMMANDS } from "./command-list.ts";
import { errorText, EXIT, exitCodeOf } from "./exit.ts";
import { aboutOf } from "./about.ts";
import { version } from "./version.ts";
import { jsonText, plain, type Io } from "./terminal.ts";

/** Runs one invocation; resolves to its exit code. Never throws. */
export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  const ending: Ending = { code: EXIT.ok };
  const program = new Command("protegi")
    .description("Better prompts, with the proof: give a prompt, labelled rows and a model.")
    .version(version(), "-V, --version")
    .addHelpText("after", "\nStart with: protegi init. Each command has examples: protegi optimize --help")
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => undefined,
    })
    .showSuggestionAfterError(false)
    .exitOverride();
  for (const listed of COMMANDS) await addCommand(program, io, ending, listed, args.slice(0, 2).includes(listed.name));
  try {
    await program.parseAsync(args, { from: "user" });
    return ending.code;
  } catch (error) {
    const code = exitCodeOf(error);
    // Help was asked for, and shown.
    if (error instanceof CommanderError && (code === EXIT.ok || error.code === "commander.help")) return code;
    // Ours have none; what a module of the user throws, or a fault of ours quotes, may hold one.
    const said = ownWordsCleaner(io.env)(errorText(error));
    const message = error instanceof CommanderError ? await withAdvice(said, program, args, error) : said;
    if (args.includes("--json"))
      io.stdout.write(`${jsonText({ about: aboutOf("error"), error: { name: nameOf(error), message } })}\n`);
    io.stderr.write(`${plain(message)}\n`);
    return code;
  }
}

async function withAdvice(
  said: string,
  program: Command,
  args: readonly string[],
  error: CommanderError,
): Promise<string> {
  const { suggestionFor } = await import("./suggestion.ts");
  const lines = [said, suggestionFor(program, args, error), `See: protegi ${commandIn(program, args)}--help`];
  return lines.filter((line) => line !== undefined).join("\n  ");
}

/** The command that was meant, for a hint. */
function commandIn(program: Command, args: readonly string[]): string {
  const name = program.commands.find((command) => command.name() === args[0])?.name();
  return name === undefined ? "" : `${name} `;
}

function nameOf(error: unknown): string {
  if (error instanceof CommanderError) return "UsageError";
  return error instanceof Error ? error.name : "Error";
}
