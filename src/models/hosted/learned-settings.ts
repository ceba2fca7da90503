/** Remembers which settings a model takes: what was found at fault is left out of all its later requests, or sent otherwise. */
import type { Facts } from "./failure-facts.ts";
import { type Setting, type Settings, SETTINGS } from "./refused-setting.ts";
import { type Attempt, type CapRules, findFault, type Outcome, type Sent } from "./setting-search.ts";

/** What one model takes. */
export class LearnedSettings {
  /** Settings with the values that are refused. */
  readonly #refused = new Set<string>();
  #highestCap = Infinity;
  #renamed = false;
  /** Requests with these settings were answered, or were turned down without them too. */
  readonly #settled = new Set<string>();
  #answered = false;
  /** Before anything was answered, a request was turned down without its settings too: so may all be. */
  #inVain = false;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #rules: CapRules;

  constructor(rules: CapRules) {
    this.#rules = rules;
  }

  /** The settings to send in place of those that are wanted. */
  adjust(wanted: Settings): Sent {
    const sent: Settings = { ...wanted };
    for (const setting of SETTINGS) if (this.#refused.has(nameOf(setting, wanted))) delete sent[setting];
    if (sent.maxOutputTokens === undefined) return sent;
    sent.maxOutputTokens = Math.min(sent.maxOutputTokens, this.#highestCap);
    return this.#renamed ? { ...sent, renamed: true } : sent;
  }

  /** Notes that a request with these settings was answered. */
  taken(sent: Sent): void {
    this.#settled.add(signature(sent));
    this.#answered = true;
  }

  /** Leaves the cap on output tokens out from now on. */
  dropCap(): void {
    this.#refused.add("maxOutputTokens");
  }

  /** Each setting that is sent otherwise than it was wanted, in a sentence. */
  sentences(id: string, wanted: Settings, sent: Sent): string[] {
    const said = SETTINGS.filter((setting) => wanted[setting] !== undefined && sent[setting] === undefined).map(
      (setting) => {
        const value = setting === "temperature" ? ` ${wanted.temperature}` : "";
        return `${id} refuses ${setting}${value}; it is left out (${OPTION[setting]}).`;
      },
    );
    const { maxOutputTokens: cap } = sent;
    if (cap === undefined || cap === wanted.maxOutputTokens) return said;
    return [...said, `${id} refuses more than ${cap} output tokens; the cap is lowered (${OPTION.maxOutputTokens}).`];
  }

  /**
   * Finds and remembers what is at fault after a request with `sent` was turned down. One search runs at a time.
   * @returns how the last try ended; `again` when another search has learned something meanwhile; undefined when the
   *   settings are not at fault
   */
  async search(wanted: Settings, sent: Sent, facts: Facts, attempt: Attempt): Promise<Outcome | "again" | undefined> {
    const turn = this.#turn.then(async () => {
      if (signature(this.adjust(wanted)) !== signature(sent)) return "again";
      if (this.#settled.has(signature(sent)) || (this.#inVain && !this.#answered)) return undefined;
      const found = await findFault(sent, facts, this.#rules, attempt);
      if (found === undefined) {
        this.#settled.add(signature(sent));
        this.#inVain = true;
      }
      if (found?.taken !== undefined) this.#remember(sent, found.taken);
      return found?.outcome;
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #remember(sent: Sent, taken: Sent): void {
    for (const setting of SETTINGS)
      if (sent[setting] !== undefined && taken[setting] === undefined) this.#refused.add(nameOf(setting, sent));
    if (taken.renamed === true) this.#renamed = true;
    const { maxOutputTokens: cap } = taken;
    if (cap !== undefined && cap < sent.maxOutputTokens!) this.#highestCap = cap;
  }
}

/** The options that a person may change. */
const OPTION: Readonly<Record<Setting, string>> = {
  temperature: "see search.temperature and search.optimizerTemperature",
  seed: "repeats may be alike",
  responseFormat: "see structuredOutputs",
  maxOutputTokens: "see requests.maxOutputTokens",
};

/** Temperatures and forms of replies are refused by their value, the others as such. */
function nameOf(setting: Setting, { temperature, responseFormat }: Settings): string {
  if (setting === "temperature") return `temperature ${temperature}`;
  if (setting !== "responseFormat") return setting;
  return `responseFormat ${responseFormat?.type === "json" ? responseFormat.name : ""}`;
}

/** Equal for settings that a server takes or refuses alike. */
function signature(sent: Sent): string {
  const names = SETTINGS.filter((setting) => sent[setting] !== undefined).map((setting) => nameOf(setting, sent));
  return [...names, sent.maxOutputTokens, sent.renamed].join("|");
}
