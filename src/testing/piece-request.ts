/** Reads a small question of piecewise writing, as the simulated writers do. */
import { PIECE_OPENINGS } from "../core/asking/piece-templates.ts";

/** What a small question is about. */
export type PieceRequest =
  | { readonly asked: "shorten"; readonly instruction: string }
  | { readonly asked: "rule"; readonly label: string; readonly rows: readonly string[] };

const FENCED = /^(~~~~ \w+)\n([\s\S]*?)\n\1$/m;

/** The question; undefined when the text is another request. */
export function readPieceRequest(content: string): PieceRequest | undefined {
  const body = FENCED.exec(content)?.[2];
  if (body === undefined) return undefined;
  if (content.includes(`\n${PIECE_OPENINGS.instruction}\n`)) return { asked: "shorten", instruction: body };
  const at = content.indexOf(`\n${PIECE_OPENINGS.rows}`);
  if (at < 0) return undefined;
  const [opening = ""] = content.slice(at + 1).split("\n");
  const rows = body.split("\n").map((line) => line.replace(/^- /, ""));
  return { asked: "rule", label: opening.slice(PIECE_OPENINGS.rows.length, -1), rows };
}
