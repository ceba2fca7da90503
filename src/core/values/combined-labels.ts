/** Labels that are several in one value, as tables write them: "billing; login". */

/** What separates labels in one cell. */
const SEPARATORS = [";", "|", ",", "/", "\n"];

/**
 * The labels that consist of several: one of the parts is a label of its own, or each of them is a part of another label too.
 * A place such as "Salem, Oregon" next to "Portland, Oregon" is one label.
 */
export function combined(labels: readonly string[]): string[] {
  const alone = new Set(labels);
  const found = new Set<string>();
  for (const separator of SEPARATORS) {
    const parts = new Map(labels.map((label) => [label, partsOf(label, separator)]));
    const uses = new Map<string, number>();
    for (const one of parts.values()) for (const part of new Set(one)) uses.set(part, (uses.get(part) ?? 0) + 1);
    for (const [label, one] of parts) {
      const several = one.length > 1 && one.every((part) => part !== "");
      if (several && (one.some((part) => alone.has(part)) || one.every((part) => uses.get(part)! > 1)))
        found.add(label);
    }
  }
  return labels.filter((label) => found.has(label));
}

/** A number such as 1,5 or 1/2 has no parts. */
function partsOf(label: string, separator: string): string[] {
  return /^\s*\d+[,/]\d+\s*$/.test(label) ? [label] : label.split(separator).map((part) => part.trim());
}
