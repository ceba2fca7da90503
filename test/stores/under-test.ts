/** A fresh store of each kind. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryStore } from "../../src/stores/memory.ts";
import { openSqliteStore } from "../../src/stores/sqlite.ts";
import type { Store } from "../../src/stores/store.ts";
import type { StoreUnderTest } from "../../src/testing/store-contract.ts";

export async function freshMemory(): Promise<StoreUnderTest> {
  const store = memoryStore();
  return { store, [Symbol.asyncDispose]: () => store.close() };
}

export async function freshSqlite(): Promise<StoreUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), "protegi-store-"));
  const opened: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = await openSqliteStore(join(folder, "protegi.db"));
    opened.push(store);
    return store;
  };
  return {
    store: await open(),
    reopen: open,
    async [Symbol.asyncDispose]() {
      for (const store of opened) await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
