/** A kind of selector: its name, what it is, the options that it reads, and how one is made of them. */
import type { PullOptions, ToleranceOptions } from "./options.ts";
import type { SelectorFactory } from "./selector.ts";

/** The options that selectors share. A selector reads those that its rule has. */
export type SelectorOptions = PullOptions & ToleranceOptions;

/** A kind of selector, as the option `selection.selector` takes it. */
export interface SelectorKind {
  /** Its name in configs, reports and errors. */
  readonly name: string;
  /** One line about it, for the reference of options; no full stop. */
  readonly about: string;
  /** The options that it reads; a user who sets another one gets an error. */
  readonly reads: readonly (keyof SelectorOptions)[];
  /** Whether it may stop before the budget is spent; default false. */
  readonly stopsEarly?: boolean;
  /** Makes the selectors of a run. */
  readonly create: (options: SelectorOptions) => SelectorFactory;
}
