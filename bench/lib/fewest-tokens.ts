/** The fewest tokens that have to be evaluated for some prompts: each beginning that several of them share counts once. */

interface Node {
  readonly next: Map<number, Node>;
}

/** How many different beginnings the prompts have, the prompts themselves included. */
export function fewestTokens(prompts: Iterable<readonly number[]>): number {
  const root: Node = { next: new Map() };
  let nodes = 0;
  for (const tokens of prompts) {
    let at = root;
    for (const token of tokens) {
      let next = at.next.get(token);
      if (next === undefined) {
        next = { next: new Map() };
        at.next.set(token, next);
        nodes++;
      }
      at = next;
    }
  }
  return nodes;
}
