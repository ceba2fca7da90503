/** Which fault meets a try of a request: the draw depends on the request and on how often it arrived, not on when. */
import { hash } from "node:crypto";
import type { Fault } from "../fault-server.ts";

/** @param shares of tries, from 0 to 1 in all; undefined when the try is answered */
export function faultOf(shares: Partial<Record<Fault, number>>, body: string, visit: number): Fault | undefined {
  let draw = Number.parseInt(hash("sha256", `${visit} ${body}`).slice(0, 12), 16) / 2 ** 48;
  for (const [fault, share] of Object.entries(shares) as [Fault, number][]) {
    if (draw < share) return fault;
    draw -= share;
  }
  return undefined;
}
