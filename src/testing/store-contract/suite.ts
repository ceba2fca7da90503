/** What one part of the contract suite of stores is given. */
import type { Store } from "../../stores/store.ts";
import type { TestTools } from "../test-tools.ts";

export interface Suite {
  readonly expect: TestTools["expect"];
  /** Declares a test that gets a fresh store. */
  readonly withStore: (sentence: string, body: (store: Store) => Promise<void>) => unknown;
}
