/** The contract of a dataset format as a test suite: every format, ours or yours, is to pass it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatasetError, type DatasetFormat, type RawDataset } from "../datasets/index.ts";
import type { TestTools } from "./test-tools.ts";

/** What a format is tried on. */
export interface DatasetFormatSample {
  /** A whole file, with two rows or more. */
  readonly file: string;
  /** The values of its rows, column by column, as text. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Files that it must refuse. */
  readonly broken: readonly string[];
}

/** Declares the tests of one dataset format. */
export function datasetFormatContract(
  { describe, it, expect }: TestTools,
  format: DatasetFormat,
  sample: DatasetFormatSample,
): void {
  async function read(text: string | undefined, ending: string): Promise<RawDataset> {
    const folder = await mkdtemp(join(tmpdir(), "protegi-format-"));
    try {
      const path = join(folder, `rows${ending}`);
      if (text !== undefined) await writeFile(path, text);
      return await format.read(path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const fault = (text: string | undefined): Promise<unknown> =>
    read(text, format.endings[0]!).then(
      () => undefined,
      (error: unknown) => error,
    );

  describe(`${format.name}: the contract of a dataset format`, () => {
    it("has a name and endings in lower case, each with its dot", async () => {
      expect(format.name.trim() === "").toBe(false);
      expect(format.endings.length > 0).toBe(true);
      for (const ending of format.endings) expect(/^\.[^.A-Z\s]+$/.test(ending)).toBe(true);
    });

    it("reads every row and every column as text, in the order of the file", async () => {
      for (const ending of format.endings) {
        const { rows, columns } = await read(sample.file, ending);
        expect(rows.map(({ fields }) => ({ ...fields }))).toEqual([...sample.rows]);
        expect([...columns].toSorted()).toEqual(
          [...new Set(sample.rows.flatMap((row) => Object.keys(row)))].toSorted(),
        );
      }
    });

    it("names the file, and the lines of rows in order where it knows them", async () => {
      const { file, rows } = await read(sample.file, format.endings[0]!);
      expect(file.endsWith(`rows${format.endings[0]!}`)).toBe(true);
      const lines = rows.flatMap(({ line }) => line ?? []);
      expect(lines.every((line, i) => line > (lines[i - 1] ?? 0))).toBe(true);
    });

    it("reads the same twice", async () => {
      const [first, second] = [
        await read(sample.file, format.endings[0]!),
        await read(sample.file, format.endings[0]!),
      ];
      expect(second.rows).toEqual(first.rows);
    });

    it("refuses a file that is not there, or broken, with a DatasetError", async () => {
      for (const text of [undefined, ...sample.broken]) {
        const error = await fault(text);
        expect(error instanceof DatasetError).toBe(true);
        expect(error instanceof DatasetError && error.expected !== "" && error.got !== "").toBe(true);
      }
    });
  });
}
