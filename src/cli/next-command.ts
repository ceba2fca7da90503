/** Writes a command that a person may type next, about the same config and with the same options. */
import { relative } from "node:path";
import { isSecret } from "../options/schema-errors.ts";
import type { Overrides } from "../options/config-file.ts";
import type { Terminal } from "./terminal.ts";

/** What a text needs no quotes for in a shell. */
const PLAIN = /^[\w./:=@%+,-]+$/;

/**
 * @param words the command, then flags, such as `check --live`
 * @param about the config, and what flags put in the place of its options
 */
export function nextCommand(
  { program, io }: Terminal,
  words: string,
  { file, overrides = {} }: { readonly file: string; readonly overrides?: Overrides },
): string {
  const [command, ...flags] = words.split(" ");
  const here = relative(io.cwd, file);
  const config = here === "protegi.yaml" ? [] : [inShell(here)];
  const options = Object.entries(overrides).map(([option, { value, from }]) => {
    const text = isSecret(option.split(".")) ? "..." : String(value);
    return from.startsWith("--set ") ? `--set ${inShell(`${option}=${text}`)}` : `${from} ${inShell(text)}`;
  });
  return [program, command, ...config, ...options, ...flags].join(" ");
}

/** A text as a shell takes it for one word. */
export function inShell(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
