/** Both stores keep the contract. */
import { describe, expect, it } from "vitest";
import { storeContract } from "../../src/testing/store-contract.ts";
import { freshMemory, freshSqlite } from "./under-test.ts";

storeContract({ describe, it, expect }, "memory", freshMemory);
storeContract({ describe, it, expect }, "SQLite", freshSqlite);
