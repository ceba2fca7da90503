/**
 * Finds the setting for which a request was turned down, by trying: whatever the words of the refusal, a setting is at
 * fault when the request is answered without it. The words only say where to begin.
 */
import type { ModelError } from "../../core/errors.ts";
import type { ModelAnswer } from "../../core/model.ts";
import type { Facts } from "./failure-facts.ts";
import {
  allowedCap,
  asksForOtherName,
  namedSettings,
  refusesName,
  type Setting,
  type Settings,
  SETTINGS,
  wordsOf,
} from "./refused-setting.ts";

/** Settings as they are sent; `renamed` sends the cap on output tokens as `max_completion_tokens`. */
export interface Sent extends Settings {
  readonly renamed?: true;
}

/** How a try with some settings ended. */
export type Outcome =
  | { readonly answer: ModelAnswer }
  /** The request was turned down, and its settings may be the reason. */
  | { readonly facts: Facts; readonly failure: ModelError }
  /** Another failure, or an end that depends on the prompt: neither says anything about settings. */
  | { readonly other: ModelError | "overflow" | "refusal" };

/** Makes one request with these settings. */
export type Attempt = (sent: Sent) => Promise<Outcome>;

/** What may be done about the cap on output tokens. */
export interface CapRules {
  /** Whether each request needs one. */
  readonly required: boolean;
  /** Whether it can be sent as `max_completion_tokens`. */
  readonly mayRename: boolean;
}

/** How a search ended, and the settings that were answered; without them, another failure ended it. */
export interface Found {
  readonly outcome: Outcome;
  readonly taken?: Sent;
}

/** Tries with half the cap each, when nobody says how large it may be. */
const HALVINGS = 3;

/** @returns undefined when the request is turned down without its settings too */
export async function findFault(
  sent: Sent,
  facts: Facts,
  rules: CapRules,
  attempt: Attempt,
): Promise<Found | undefined> {
  const innocent = new Set<Setting>();
  return (
    (await byName(sent, facts, rules, innocent, attempt)) ?? (await byTrying(sent, facts, rules, innocent, attempt))
  );
}

/**
 * Follows the names in the words of refusals, as long as each names another setting.
 * @param innocent takes a setting that the words still name when it is not sent
 */
async function byName(
  sent: Sent,
  first: Facts,
  rules: CapRules,
  innocent: Set<Setting>,
  attempt: Attempt,
): Promise<Found | undefined> {
  let current = sent;
  let facts = first;
  for (const _step of SETTINGS) {
    const [setting] = namedSettings(facts, current);
    if (setting === undefined) return undefined;
    for (const next of changes(current, setting, facts, rules)) {
      const outcome = await attempt(next);
      if ("answer" in outcome) return withLargerCap(current, next, facts, outcome, attempt);
      if ("other" in outcome) return { outcome };
      if (wordsOf(outcome.facts) === wordsOf(facts)) continue;
      current = next;
      facts = outcome.facts;
      break;
    }
    if (current[setting] === undefined) continue;
    innocent.add(setting);
    return undefined;
  }
  return undefined;
}

/** What to try about a setting: a cap as large as the server allows or under another name, else to leave it out. */
function changes(sent: Sent, setting: Setting, facts: Facts, { required, mayRename }: CapRules): Sent[] {
  if (setting !== "maxOutputTokens") return [without(sent, setting)];
  const allowed = refusesName(facts) ? undefined : allowedCap(facts, sent.maxOutputTokens!);
  return [
    ...(mayRename && sent.renamed !== true && asksForOtherName(facts) ? [{ ...sent, renamed: true as const }] : []),
    ...(allowed === undefined ? [] : [{ ...sent, maxOutputTokens: allowed }]),
    ...(required ? [] : [without(sent, setting)]),
  ];
}

/** Tries without any setting; when that is answered, without each alone. */
async function byTrying(
  sent: Sent,
  facts: Facts,
  { required }: CapRules,
  innocent: ReadonlySet<Setting>,
  attempt: Attempt,
): Promise<Found | undefined> {
  const { maxOutputTokens: cap } = sent;
  const least: Sent = required && cap !== undefined ? { maxOutputTokens: cap } : {};
  const settings = SETTINGS.filter((setting) => sent[setting] !== undefined && least[setting] === undefined);
  if (settings.length === 0) return undefined;
  const bare = await attempt(least);
  if ("facts" in bare) return undefined;
  if ("other" in bare) return { outcome: bare };
  const named = namedSettings(facts, sent).filter((setting) => settings.includes(setting));
  for (const setting of new Set(settings.length > 1 ? [...named, ...settings] : [])) {
    if (innocent.has(setting)) continue;
    const next = without(sent, setting);
    const outcome = await attempt(next);
    if ("other" in outcome) return { outcome };
    if ("answer" in outcome) return withLargerCap(sent, next, facts, outcome, attempt);
  }
  return withMore(sent, least, settings.length > 1 ? settings : [], facts, bare, attempt);
}

/** Several settings are at fault: takes back those with which the request is still answered. */
async function withMore(
  sent: Sent,
  least: Sent,
  settings: readonly Setting[],
  facts: Facts,
  bare: Outcome,
  attempt: Attempt,
): Promise<Found> {
  let taken = least;
  let outcome = bare;
  for (const setting of settings) {
    const renamed = setting === "maxOutputTokens" && sent.renamed === true && { renamed: sent.renamed };
    const next: Sent = { ...taken, [setting]: sent[setting], ...renamed };
    const tried = await attempt(next);
    if ("other" in tried) return { outcome: tried };
    if ("answer" in tried) [taken, outcome] = [next, tried];
  }
  return withLargerCap(sent, taken, facts, outcome, attempt);
}

/** A cap that is too large is halved before it is left out. */
async function withLargerCap(
  sent: Sent,
  taken: Sent,
  facts: Facts,
  outcome: Outcome,
  attempt: Attempt,
): Promise<Found> {
  const { maxOutputTokens: whole } = sent;
  if (whole === undefined || taken.maxOutputTokens !== undefined || refusesName(facts)) return { outcome, taken };
  for (let step = 1; step <= HALVINGS; step++) {
    const halved = { ...taken, maxOutputTokens: Math.max(1, Math.floor(whole / 2 ** step)) };
    const tried = await attempt(halved);
    if ("answer" in tried) return { outcome: tried, taken: halved };
  }
  return { outcome, taken };
}

function without(sent: Sent, setting: Setting): Sent {
  const { [setting]: _, renamed, ...rest } = sent;
  return setting === "maxOutputTokens" || renamed === undefined ? rest : { ...rest, renamed };
}
