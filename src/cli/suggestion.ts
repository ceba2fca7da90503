/** What to say about an option or a command that is none: the one that was meant, or how it is written. */
import type { Command, CommanderError } from "commander";
import { nearName } from "../core/values/near-name.ts";
import { budgetSchema, requestsSchema, searchSchema, selectionSchema, splitsSchema } from "../options/groups.ts";

/** A line of advice; undefined where nothing is near. */
export function suggestionFor(program: Command, args: readonly string[], error: CommanderError): string | undefined {
  const [, wrong = ""] = /'([^']+)'/.exec(error.message) ?? [];
  const command = program.commands.find((one) => one.name() === args[0]);
  if (error.code === "commander.unknownCommand") return meant([...commandNames(program)], wrong);
  if (error.code !== "commander.unknownOption") return undefined;
  const config = command?.registeredArguments.find((argument) => argument.name() === "config");
  if (wrong === "--config" && command !== undefined && config !== undefined)
    return `The config is an argument: protegi ${command.name()} ${valueOf(args) ?? "protegi.yaml"}`;
  const flags = [program, ...(command === undefined ? [] : [command])].flatMap((one) =>
    one.createHelp().visibleOptions(one),
  );
  const names = flags.flatMap(({ long }) => (long === undefined || long === null ? [] : [long.slice(2)]));
  const typed = wrong.replace(/^-+/, "");
  const alike = typed.length < 3 ? [] : names.filter((name) => name.startsWith(`${typed}-`));
  if (alike.length > 0) return `Did you mean ${alike.map((name) => `--${name}`).join(" or ")}?`;
  const option = names.includes("set") ? optionCalled(typed) : undefined;
  return option === undefined ? meant(names, typed, "--") : `It is an option of the config: --set ${option}=VALUE`;
}

/** The option of the config, with its group, whose own name a flag has: `minibatch-size` is `search.minibatchSize`. */
function optionCalled(flag: string): string | undefined {
  const bare = (name: string): string => name.replaceAll("-", "").toLowerCase();
  const groups = {
    search: searchSchema,
    selection: selectionSchema,
    splits: splitsSchema,
    budget: budgetSchema,
    requests: requestsSchema,
  };
  const options = Object.entries(groups).flatMap(([group, { shape }]) =>
    Object.keys(shape).map((name) => `${group}.${name}`),
  );
  return options.find((option) => [option, option.split(".")[1]!].some((name) => bare(name) === bare(flag)));
}

function meant(known: readonly string[], typed: string, before = ""): string | undefined {
  const near = nearName(typed, known);
  return near === undefined ? undefined : `Did you mean ${before}${near}?`;
}

function commandNames(program: Command): string[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((one) => one.name());
}

/** What was written behind --config. */
function valueOf(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => /^--config(?:=|$)/.test(arg));
  const value = args[at]?.split("=")[1] ?? args[at + 1];
  return value?.startsWith("-") === true ? undefined : value;
}
