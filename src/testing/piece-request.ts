/** Reads a small question of piecewise writing, as the simulated writers do. */
import { PIECE_OPENINGS } from "../core/asking/piece-templates.ts";

/** What a small question is about. */
export type PieceRequest =
  | { readonly asked: "shorten"; readonly instruction: string }
  | { readonly asked: "rule"; readonly label: string; readonly rows: readonly string[] };

const DATA = /^<data>\n([\s\S]*?)\n<\/data>$/m;

/** The question; undefined when the text is another request. */
export function readPieceRequest(content: string): PieceRequest | undefined {
  const body = DATA.exec(content)?.[1];
  if (body === undefined) return undefined;
  if (content.startsWith(`${PIECE_OPENINGS.instruction}\n`)) return { asked: "shorten", instruction: body };
  if (!content.startsWith(PIECE_OPENINGS.rows)) return undefined;
  const [opening = ""] = content.split("\n");
  const rows = body.split("\n").map((line) => line.replace(/^- /, ""));
  return { asked: "rule", label: opening.slice(PIECE_OPENINGS.rows.length, -1), rows };
}

/** A sentence of a simulated writer as the answer to a question, which is begun in the question's words. */
export function pieceReply(piece: PieceRequest, sentence: string): string {
  return piece.asked === "rule" ? `A text is ${piece.label} if it ${sentence}` : sentence;
}
