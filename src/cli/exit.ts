/** How a command ends: exit codes, and errors in words. */
import { CommanderError } from "commander";
import { AbortedError, BudgetError, ProtegiError, UsageError } from "../core/errors.ts";

export const EXIT = {
  ok: 0,
  error: 1,
  usage: 2,
  budget: 3,
  requirement: 4,
  interrupted: 130,
} as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof BudgetError) return EXIT.budget;
  if (error instanceof AbortedError) return EXIT.interrupted;
  return EXIT.error;
}

/** What went wrong, for people. Our own errors have no stack trace; a fault of ours has one. */
export function errorText(error: unknown): string {
  if (error instanceof CommanderError) return error.message.replace(/^error: /, "").replaceAll("\n", "\n  ");
  if (error instanceof ProtegiError) return error.message;
  if (error instanceof Error) return `This is a fault of protegi, please report it.\n${error.stack ?? error.message}`;
  return String(error);
}
