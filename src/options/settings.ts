/** The options of a run, grouped as in protegi.yaml: checked, and filled in from a preset. */
import { z } from "zod";
import { UsageError } from "../core/errors.ts";
import { placeholdersIn } from "../core/prompt/template.ts";
import { INSTRUCTION_NAMES } from "../core/asking/request-parts.ts";
import { INSTRUCTIONS, type Instructions } from "../core/asking/templates.ts";
import { identityOf } from "../core/own-code/identity.ts";
import type { MethodName } from "../core/methods/index.ts";
import type { Method } from "../core/methods/method.ts";
import type { SelectorKind, SelectorName } from "../core/selection/index.ts";
import type { SelectorFactory } from "../core/selection/selector.ts";
import type { ModelPrice } from "../engine/spending/prices.ts";
import {
  budgetSchema,
  requestsSchema,
  searchSchema,
  selectionSchema,
  splitsSchema,
  type SearchOptions,
  type SelectionOptions,
  type SplitOptions,
  type BudgetOptions,
  type RequestOptions,
} from "./groups.ts";
import { namedIn, type Choices, type GroupExtensions } from "./named.ts";
import type { BudgetPlan } from "./budget-plan.ts";
import { PRESETS, type Preset } from "./presets.ts";
import { checkedBy } from "./schema-errors.ts";

const preset = z.enum(Object.keys(PRESETS) as [Preset, ...Preset[]]);

/** The groups that the library and protegi.yaml share, as users write them: everything may be left out. */
export const groupsSchema = z.strictObject({
  search: z
    .union([preset, searchSchema.partial().extend({ preset: preset.optional() })])
    .optional()
    .describe("A preset name, or options of the search over a preset"),
  selection: selectionSchema.partial().optional(),
  splits: splitsSchema.partial().optional(),
  budget: budgetSchema.optional(),
  requests: requestsSchema.partial().optional(),
  seed: z.int().optional().describe("Seed of the search; default 1"),
  prices: z
    .record(
      z.string(),
      z.strictObject({
        input: z.number().min(0),
        output: z.number().min(0),
        cachedInput: z.number().min(0).optional(),
      }),
    )
    .optional()
    .describe("US dollars per million tokens by provider:name, for models that the price table does not know"),
  instructions: z
    .strictObject({
      gradient: z.string().min(1),
      edit: z.string().min(1),
      paraphrase: z.string().min(1),
      rewrite: z.string().min(1),
      history: z.string().min(1),
      crossover: z.string().min(1),
      induce: z.string().min(1),
    })
    .partial()
    .optional()
    .describe("Your own words for the requests to the optimizer model"),
});

type Written = z.input<typeof groupsSchema>;
type WrittenSearch = Exclude<Written["search"], string | undefined>;
type WrittenSelection = NonNullable<Written["selection"]>;

/** The grouped options as users write them; everything may be left out. */
export interface GroupOptions extends Omit<Written, "search" | "selection"> {
  /** A preset, or options of the search over one; a method is a name or a `Method`. */
  search?: Preset | (Omit<WrittenSearch, "method"> & { method?: MethodName | Method | undefined }) | undefined;
  /** Options of selection; a selector is a name, a `SelectorKind`, or a `SelectorFactory`. */
  selection?:
    | (Omit<WrittenSelection, "selector"> & { selector?: SelectorName | SelectorKind | SelectorFactory | undefined })
    | undefined;
}

/** All groups with their defaults filled in. */
export interface Settings {
  readonly preset: Preset;
  readonly search: SearchOptions;
  readonly selection: SelectionOptions;
  readonly splits: SplitOptions;
  readonly budget: BudgetOptions;
  readonly requests: RequestOptions;
  readonly seed: number;
  readonly prices: Readonly<Record<string, ModelPrice>>;
  readonly instructions: Instructions;
  /** What was decided for the budget; absent without a cap, or where all is set. */
  readonly plan?: BudgetPlan;
}

/** Settings in which objects are known by name and source. */
export interface PlainSettings extends Omit<Settings, "search" | "selection"> {
  readonly search: Named<SearchOptions, "method">;
  readonly selection: Named<SelectionOptions, "selector">;
}

const REQUESTS: RequestOptions = { concurrency: 16, retries: 6, maxOutputTokens: 4096 };

/**
 * Checks the grouped options and fills in what was left out.
 * @param extensions methods and selectors that have names too
 * @throws UsageError naming the option, what was expected and what it got
 */
export function parseGroups(given: unknown, extensions: GroupExtensions = {}): Settings {
  const { options, choices } = namedIn(given, extensions);
  const groups = checkedBy(schemaOf(choices), options);
  checkInstructions(groups.instructions ?? {});
  const search = typeof groups.search === "string" ? { preset: groups.search } : (groups.search ?? {});
  const { preset: name = "default", ...own } = search;
  const base: Group = PRESETS[name];
  // An own perCandidate is meant instead of the preset's total.
  const { budget, ...perCandidate } = base.selection;
  const selection =
    groups.selection?.perCandidate === undefined && budget !== undefined ? { ...perCandidate, budget } : perCandidate;
  return {
    preset: name,
    search: chosen("method", choices.methods, overlay<Named<SearchOptions, "method">>(base.search, own)),
    selection: chosen(
      "selector",
      choices.selectors,
      overlay<Named<SelectionOptions, "selector">>(selection, groups.selection),
    ),
    splits: overlay<SplitOptions>(base.splits, groups.splits),
    budget: overlay<BudgetOptions>({}, groups.budget),
    requests: overlay<RequestOptions>(REQUESTS, groups.requests),
    seed: groups.seed ?? 1,
    prices: Object.fromEntries(
      Object.entries(groups.prices ?? {}).map(([model, { cachedInput, ...price }]) => [
        model,
        cachedInput === undefined ? price : { ...price, cachedInput },
      ]),
    ),
    instructions: overlay(INSTRUCTIONS, groups.instructions),
  };
}

/** The schema of options that choose among these. */
function schemaOf({ methods, selectors }: Choices): typeof groupsSchema {
  const method = z.enum([...methods.keys()] as [MethodName, ...MethodName[]]);
  const selector = z.enum([...selectors.keys()] as [SelectorName, ...SelectorName[]]);
  return groupsSchema.extend({
    search: z
      .union([preset, searchSchema.extend({ method }).partial().extend({ preset: preset.optional() })])
      .optional(),
    selection: selectionSchema.extend({ selector }).partial().optional(),
  });
}

/** A group with a name where the settings may have an object. */
type Named<T, K extends keyof T> = Omit<T, K> & { readonly [key in K]: string };

/** What a preset says. */
interface Group {
  readonly search: Named<SearchOptions, "method">;
  readonly selection: Named<SelectionOptions, "selector">;
  readonly splits: SplitOptions;
}

/** A group whose name stands for what was chosen. */
function chosen<K extends string, T, G extends { readonly [key in K]: unknown }>(
  key: K,
  choices: ReadonlyMap<unknown, T>,
  group: G,
): Omit<G, K> & { readonly [key in K]: T } {
  // The order of the options stays, since the fingerprints of runs depend on it.
  return { ...group, [key]: choices.get(group[key])! } as Omit<G, K> & { readonly [key in K]: T };
}

/** The settings as plain data, for records and fingerprints: an object is known by its name and its source. */
export function plainSettings(settings: Settings): PlainSettings {
  const { search, selection } = settings;
  return {
    ...settings,
    search: { ...search, method: nameOf(search.method) },
    selection: { ...selection, selector: nameOf(selection.selector) },
  };
}

function nameOf(choice: string | { readonly name: string }): string {
  return typeof choice === "string" ? choice : identityOf(choice);
}

/** An instruction that names what is not there would send the optimizer model a gap. */
function checkInstructions(instructions: Readonly<Record<string, string | undefined>>): void {
  for (const [name, text = ""] of Object.entries(instructions)) {
    const unknown = placeholdersIn(text).find(
      (placeholder) => !INSTRUCTION_NAMES.some((known) => known === placeholder),
    );
    if (unknown === undefined) continue;
    throw new UsageError(
      `instructions.${name}`,
      `{{${unknown}}} is not known there`,
      `Known: ${INSTRUCTION_NAMES.map((known) => `{{${known}}}`).join(", ")}.`,
    );
  }
}

/** `base` with what `own` sets; an option given as undefined is one left out. */
function overlay<T extends object>(base: T, own: { readonly [K in keyof T]?: T[K] | undefined } = {}): T {
  const set = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(set) };
}
