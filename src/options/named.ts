/** Methods and selectors that a user hands over in the place of a name, or adds to the names: found before the options are checked. */
import { methods, type MethodName } from "../core/methods/index.ts";
import type { Method } from "../core/methods/method.ts";
import { asOwn } from "../core/own-code/own-object.ts";
import { selectors, type SelectorKind, type SelectorName } from "../core/selection/index.ts";
import type { SelectorFactory } from "../core/selection/selector.ts";

/** Methods and selectors that options may name, next to those of the tables. */
export interface GroupExtensions {
  readonly methods?: readonly Method[];
  readonly selectors?: readonly SelectorKind[];
}

/** What the options chose among. */
export interface Choices {
  readonly methods: ReadonlyMap<string, MethodName | Method>;
  readonly selectors: ReadonlyMap<string, SelectorName | SelectorKind>;
}

/**
 * Options with names in the place of objects, and what these names stand for.
 * @throws UsageError for an object that is neither a method nor a selector
 */
export function namedIn(
  given: unknown,
  { methods: moreMethods = [], selectors: moreSelectors = [] }: GroupExtensions,
): { readonly options: unknown; readonly choices: Choices } {
  const method = objectAt(given, "search", "method");
  const selector = objectAt(given, "selection", "selector");
  const ownMethod = method === undefined ? [] : [asMethod(method)];
  const ownSelector = selector === undefined ? [] : [asSelector(selector)];
  const choices = {
    methods: tableOf<MethodName | Method>(Object.keys(methods) as MethodName[], [...moreMethods, ...ownMethod]),
    selectors: tableOf<SelectorName | SelectorKind>(Object.keys(selectors) as SelectorName[], [
      ...moreSelectors,
      ...ownSelector,
    ]),
  };
  const named = ownMethod.reduce((options, { name }) => withName(options, "search", "method", name), given);
  const options = ownSelector.reduce((rest, { name }) => withName(rest, "selection", "selector", name), named);
  return { options, choices };
}

function tableOf<T extends string | { readonly name: string }>(
  names: readonly (T & string)[],
  objects: readonly Exclude<T, string>[],
): ReadonlyMap<string, T> {
  return new Map<string, T>([...names.map((name) => [name, name] as const), ...objects.map(byName)]);
}

function byName<T extends { readonly name: string }>(object: T): readonly [string, T] {
  return [object.name, object];
}

/** A value of a group that is no name. */
function objectAt(given: unknown, group: string, option: string): object | undefined {
  const value = fieldOf(fieldOf(given, group), option);
  return typeof value === "function" || (typeof value === "object" && value !== null) ? value : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function withName(given: unknown, group: string, option: string, name: string): unknown {
  const options = given as Readonly<Record<string, object>>;
  return { ...options, [group]: { ...options[group], [option]: name } };
}

/** @throws UsageError when it is no method */
export function asMethod(value: unknown, where = "search.method", what = "a name or a method"): Method {
  return asOwn<Method>(value, where, what, { name: "text", reads: "a list", search: "a function", plan: "a function" });
}

/** @throws UsageError when it is neither a kind of selector nor a factory */
export function asSelector(
  value: unknown,
  where = "selection.selector",
  what = "a name, a kind of selector, or a function from a choice to a selector",
): SelectorKind {
  if (typeof value === "function") return kindOf(value as SelectorFactory);
  return asOwn<SelectorKind>(value, where, what, { name: "text", reads: "a list", create: "a function" });
}

/** A factory alone: it reads no options. It stays in sight, since it is what distinguishes two of them. */
function kindOf(factory: SelectorFactory): SelectorKind & { readonly factory: SelectorFactory } {
  const name = factory.name === "" ? "anonymous" : factory.name;
  return { name, about: "a selector of your own", reads: [], stopsEarly: true, create: () => factory, factory };
}
