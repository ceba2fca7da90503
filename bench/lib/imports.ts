/** The imports between the files of a folder, by value or by type, and the cycles among them. */
import { readFileSync, globSync } from "node:fs";
import { dirname, join } from "node:path";

/** What each file imports of the others: paths from the folder. */
export type Imports = ReadonlyMap<string, readonly string[]>;

const FROM = /(?:\bfrom\s+|\bimport\s+|\bimport\()"(\.[^"]+)"/g;

/** Reads the imports of all TypeScript files under `folder`. */
export function importsOf(folder: string): Imports {
  const files = globSync("**/*.ts", { cwd: folder }).toSorted();
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const code = readFileSync(join(folder, file), "utf8");
      const targets = Array.from(code.matchAll(FROM), ([, target]) => join(dirname(file), target!));
      return [file, targets.filter((target) => known.has(target))];
    }),
  );
}

/**
 * The import cycles, as groups of files each of which reaches all others of its group: the strongly connected components
 * of more than one file, or of a file that imports itself. Tarjan 1972, https://doi.org/10.1137/0201010.
 */
export function cyclesOf(imports: Imports): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const cycles: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    path.push(file);
    onPath.add(file);
    for (const target of imports.get(file) ?? []) {
      if (!order.has(target)) visit(target);
      if (onPath.has(target)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const group = path.splice(path.indexOf(file));
    for (const member of group) onPath.delete(member);
    if (group.length > 1 || imports.get(file)?.includes(file) === true) cycles.push(group.toSorted());
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return cycles;
}
