/** The public names: what the entries of package.json export, and where each is declared. */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ROOT } from "./pages.ts";

/** The entries of package.json, by what is imported. */
export const ENTRIES: Readonly<Record<string, string>> = {
  protegi: "src/index.ts",
  "protegi/models": "src/models/index.ts",
  "protegi/methods": "src/methods/index.ts",
  "protegi/metrics": "src/metrics/index.ts",
  "protegi/datasets": "src/datasets/index.ts",
  "protegi/testing": "src/testing/index.ts",
};

export interface PublicName {
  readonly name: string;
  /** The file that declares it. */
  readonly file: string;
  /** Whether a docstring stands above its declaration. */
  readonly documented: boolean;
}

/** What a file exports, found in its text: its own declarations, and names that it passes on. */
export function exportsOf(file: string): PublicName[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const own = Array.from(text.matchAll(DECLARATION), ([, docstring, name]): PublicName => ({
    name: name!,
    file,
    documented: docstring !== undefined,
  }));
  const passedOn = Array.from(text.matchAll(/^export (?:type )?\{([^}]+)\} from "(\.[^"]+)";$/gm)).flatMap(
    ([, names, from]) => {
      const there = exportsOf(resolve("/", dirname(file), from!).slice(1));
      return namesIn(names!).map((name) => there.find((one) => one.name === name) ?? { name, file, documented: false });
    },
  );
  return [...own, ...passedOn];
}

const DECLARATION = /(\*\/\n)?^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm;

function namesIn(list: string): string[] {
  return list.split(",").flatMap((item) => item.trim().replace(/^type /, "") || []);
}
