/** Which model answers: where it runs, its name, and the address of its server. */
import { UsageError } from "../../core/errors.ts";
import { isHere } from "../../models/hosted/near.ts";
import { ollamaAddress } from "../../models/hosted/ollama-address.ts";
import { PROVIDERS } from "../../models/providers.ts";
import { webAddress } from "../../models/settings.ts";
import type { Ask, Io, Terminal } from "../terminal.ts";
import type { InitFlags } from "./flags.ts";

/** A model as a config has it. */
export interface InitModel {
  /** `provider:name`. */
  readonly model: string;
  /** Where its server is; absent for the usual place. */
  readonly baseURL?: string;
}

const OTHER = "another";
/** Its addresses may be written as in OLLAMA_HOST. */
const OLLAMA = "ollama:";

/** A small model of the first provider whose key is set; of the first at all when none is. */
export function usualModel(env: Io["env"]): string {
  const starters = PROVIDERS.filter(({ starter }) => starter !== undefined);
  const { name, starter } = starters.find(({ key }) => key !== undefined && env[key]) ?? starters[0]!;
  return `${name}:${starter}`;
}

/**
 * @param otherwise the model where nobody names one
 * @throws UsageError when the address of a flag is none
 */
export async function initModel(
  terminal: Terminal,
  flags: InitFlags,
  ask: Ask | undefined,
  otherwise: string = usualModel(terminal.io.env),
): Promise<InitModel> {
  const model = flags.model ?? (ask === undefined ? otherwise : await askedModel(ask, otherwise));
  const usual = PROVIDERS.find(({ name }) => name === model.split(":")[0])?.usualAddress?.(terminal.io.env);
  if (flags.baseUrl !== undefined) return { model, baseURL: await addressOfFlag(terminal, ask, model, flags.baseUrl) };
  if (usual === undefined) return { model };
  const isOllama = model.startsWith(OLLAMA);
  if (ask !== undefined) {
    const given = await askedAddress(terminal, ask, model, usual);
    return isOllama && given === usual ? { model } : { model, baseURL: given };
  }
  if (isOllama) return { model };
  terminal.note(`The address of the model's server is a guess, ${usual}: --base-url names another.`);
  return { model, baseURL: usual };
}

/** Where it runs and what calls cost there, in a sentence; undefined where a provider runs it. */
export function whereItRuns({ model, baseURL }: InitModel): string | undefined {
  const [provider] = model.split(":");
  const runsHere = baseURL === undefined ? ["local", "ollama"].includes(provider!) : isHere(baseURL);
  return runsHere ? "It runs on this machine, so calls cost no money." : undefined;
}

async function askedModel(ask: Ask, usual: string): Promise<string> {
  const names = PROVIDERS.map(({ name }) => name);
  const hints = new Map([
    ...PROVIDERS.map(({ name, about, free }): [string, string] => [
      name,
      `${about}${free === true ? "; on a machine of yours" : ""}`,
    ]),
    [OTHER, "as provider:name"] as [string, string],
  ]);
  const [initial, starter = ""] = usual.split(/:(.*)/s);
  const provider = await ask.choose("Where does the model run?", [...names, OTHER], { initial, hints });
  if (provider !== OTHER) {
    const first = provider === initial ? starter : (PROVIDERS.find(({ name }) => name === provider)?.starter ?? "");
    return `${provider}:${(await ask.text("Which model answers there, by its name?", first)).trim()}`;
  }
  for (;;) {
    const model = (await ask.text("Which model answers, as provider:name?", usual)).trim();
    if (/^[^:\s]+:\S/.test(model)) return model;
  }
}

/** Where it is none, a person is asked: the answers before it would be lost. */
async function addressOfFlag(
  terminal: Terminal,
  ask: Ask | undefined,
  model: string,
  address: string,
): Promise<string> {
  try {
    return checkedAddress(model, address);
  } catch (error) {
    if (!(error instanceof UsageError) || ask === undefined) throw error;
    terminal.note(error.message);
    return askedAddress(terminal, ask, model, address);
  }
}

async function askedAddress(terminal: Terminal, ask: Ask, model: string, usual: string): Promise<string> {
  for (;;) {
    const given = (await ask.text("What is the base URL of the model's server?", usual)).trim();
    try {
      return checkedAddress(model, given);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      terminal.note(error.message);
    }
  }
}

function checkedAddress(model: string, address: string): string {
  return webAddress({ model }, model.startsWith(OLLAMA) ? ollamaAddress(address) : address);
}
