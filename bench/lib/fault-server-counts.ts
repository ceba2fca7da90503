/** What the fault server has seen. */
import { hash } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Fault, Seen } from "../fault-server.ts";
import { InFlight } from "./in-flight.ts";

export class Counts {
  requests = 0;
  #answered = 0;
  #repeated = 0;
  readonly #faults: Record<Fault, number> = { tooMany: 0, error: 0, hang: 0, cut: 0, reset: 0 };
  readonly #visits = new Map<string, number>();
  readonly #done = new Set<string>();
  readonly #inFlight = new InFlight();

  begin(response: ServerResponse): void {
    this.#inFlight.change(1);
    response.once("close", () => this.#inFlight.change(-1));
  }

  /** How often this body arrived before. */
  visit(body: string): number {
    const key = hash("sha256", body);
    const before = this.#visits.get(key) ?? 0;
    this.#visits.set(key, before + 1);
    this.requests++;
    if (this.#done.has(key)) this.#repeated++;
    return before;
  }

  answered(body: string): void {
    this.#answered++;
    this.#done.add(hash("sha256", body));
  }

  fault(fault: Fault): void {
    this.#faults[fault]++;
  }

  seen(): Seen {
    return {
      requests: this.requests,
      answered: this.#answered,
      repeated: this.#repeated,
      faults: this.#faults,
      inFlight: this.#inFlight.now,
      maxInFlight: this.#inFlight.most,
      meanInFlight: this.#inFlight.mean,
      seconds: this.#inFlight.seconds,
    };
  }
}
