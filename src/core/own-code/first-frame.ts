/** The line of a user's own code at which an error was thrown, from its stack. */

/** A frame of V8: a name, where there is one, and a place. */
const FRAME = /^\s*at (?:async )?(?:(.+?) \()?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).+?):(\d+):(\d+)\)?$/;

/** The folder of this package, as this file's own frame names it: its frames are no fault of the user's. */
const OURS = framesOf(new Error("here").stack)[0]?.place.replace(/core\/own-code\/[^/]+$/, "");

/**
 * The first frame in a file of the user's, such as `score (/work/score.ts:14:9)`; undefined where there is none.
 * @param file the name of the user's module: its frames go before those of what it calls. Default: none
 */
export function firstFrame(stack: string | undefined, file?: string): string | undefined {
  const frames = framesOf(stack).filter(
    ({ place }) => !(OURS !== undefined && place.startsWith(OURS)) && !place.includes("/node_modules/"),
  );
  const frame =
    frames.find(({ place }) => file !== undefined && place.endsWith(file.replace(/^(?:\.{1,2}\/)+/, ""))) ?? frames[0];
  if (frame === undefined) return undefined;
  const at = `${frame.place}:${frame.row}:${frame.column}`;
  return frame.name === undefined ? at : `${frame.name} (${at})`;
}

interface Frame {
  readonly name: string | undefined;
  readonly place: string;
  readonly row: string | undefined;
  readonly column: string | undefined;
}

function framesOf(stack: string | undefined): Frame[] {
  return (stack ?? "").split("\n").flatMap((line) => {
    const [, name, path, row, column] = FRAME.exec(line) ?? [];
    return path === undefined ? [] : [{ name, place: decoded(path), row, column }];
  });
}

/** A path without the scheme, the escapes and the query of its address. */
function decoded(path: string): string {
  const [address = ""] = path.replace(/^file:\/\//, "").split("?");
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
