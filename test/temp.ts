/** Folders for tests that need files: each is gone when nobody needs it any more. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** A new folder for the test that asks for it. */
export function tempFolder(): string {
  const { folder, remove } = made();
  onTestFinished(remove);
  return folder;
}

/** A new folder for all tests of a file or of a group, asked for outside of them. */
export function sharedFolder(): string {
  const { folder, remove } = made();
  afterAll(remove);
  return folder;
}

function made(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "protegi-test-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
