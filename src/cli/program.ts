/** The command line: its commands, and how an invocation ends. */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { cacheCommand } from "./cache.ts";
import { checkCommand } from "./check.ts";
import { addCommand, type Ending } from "./command.ts";
import { doctorCommand } from "./doctor.ts";
import { evaluateCommand } from "./evaluate.ts";
import { errorText, EXIT, exitCodeOf } from "./exit.ts";
import { initCommand } from "./init.ts";
import { modelsCommand } from "./models.ts";
import { optimizeCommand } from "./optimize.ts";
import { runsCommand, showCommand } from "./runs.ts";
import { stepCommand } from "./step.ts";
import type { Io } from "./terminal.ts";

/** Runs one invocation; resolves to its exit code. Never throws. */
export async function runProgram(args: readonly string[], io: Io): Promise<number> {
  const ending: Ending = { code: EXIT.ok };
  const program = new Command("protegi")
    .description("Better prompts, with the proof: give a prompt, labelled rows and a model.")
    .version(version(), "-V, --version")
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) });
  addCommand(program, io, ending, initCommand);
  addCommand(program, io, ending, checkCommand);
  addCommand(program, io, ending, stepCommand);
  addCommand(program, io, ending, optimizeCommand);
  addCommand(program, io, ending, evaluateCommand);
  addCommand(program, io, ending, runsCommand);
  addCommand(program, io, ending, showCommand);
  addCommand(program, io, ending, modelsCommand);
  addCommand(program, io, ending, cacheCommand);
  addCommand(program, io, ending, doctorCommand);
  try {
    await program.parseAsync(args, { from: "user" });
    return ending.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (args.includes("--json")) io.stdout.write(`${JSON.stringify({ error: { name: error instanceof Error ? error.name : "Error", message: errorText(error) } }, undefined, 2)}\n`);
    io.stderr.write(`${errorText(error)}\n`);
    return exitCodeOf(error);
  }
}

function version(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
