import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeOut } from "../../src/cli/writable.ts";
import { UsageError } from "../../src/core/errors.ts";
import { emptyFolder } from "./helpers.ts";

describe("writeOut", () => {
  it("writes the file", async () => {
    await using folder = await emptyFolder();
    const file = join(folder.path, "better.md");
    await writeOut("--out", file, "Better.");
    expect(await readFile(file, "utf8")).toBe("Better.");
  });

  it("says what to do where the disk takes none, though rights allowed it", async () => {
    await using folder = await emptyFolder();
    const error: unknown = await writeOut("--out", folder.path, "Better.").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(`--out: ${folder.path} cannot be written: EISDIR`);
    expect((error as UsageError).message).toContain("give the same command again");
  });
});
