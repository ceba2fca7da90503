/** The process of the fault server: one argument, its options as JSON; talks to its parent by messages. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fault, FaultServerOptions } from "../fault-server.ts";
import { faultOf } from "./fault-of.ts";
import { Counts } from "./fault-server-counts.ts";
import { labelAnswer, reviewsAnswer } from "./fault-server-answers.ts";

const options = JSON.parse(process.argv[2] ?? "{}") as FaultServerOptions;
const {
  latency = 0,
  faults = {},
  retryAfter,
  perSecond = Infinity,
  revokedAt = Infinity,
  says = '{"error":{"message":"The server had an error."}}',
} = options;
const answer = options.answers === "reviews" ? reviewsAnswer : labelAnswer;
let counts = new Counts();
let arrivals: number[] = [];

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => (body += chunk));
  request.on("end", () => {
    counts.begin(response);
    take(request, response, body);
  });
});
server.keepAliveTimeout = 120_000;
server.listen(0, "127.0.0.1", 1024, () => process.send?.((server.address() as AddressInfo).port));

process.on("message", (question) => {
  if (question === "seen") process.send?.(counts.seen());
  else {
    counts = new Counts();
    arrivals = [];
    process.send?.("reset");
  }
});
process.on("disconnect", () => process.exit());

/** Turns away at once, as providers do before any model is asked; everything else takes its time. */
function take(request: IncomingMessage, response: ServerResponse, body: string): void {
  const visit = counts.visit(body);
  if (counts.requests > revokedAt)
    return send(response, 401, '{"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"}}');
  if (isOverRate()) return refuse(response);
  const fault = faultOf(faults, body, visit);
  if (fault !== undefined) counts.fault(fault);
  if (fault === "tooMany") return refuse(response);
  if (latency === 0) void respond(request, response, body, fault);
  else setTimeout(() => void respond(request, response, body, fault), latency);
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  fault: Fault | undefined,
): Promise<void> {
  if (response.destroyed || fault === "hang") return;
  if (fault === "reset") return void request.socket.resetAndDestroy();
  if (fault === "error") return send(response, 500, says);
  const text = JSON.stringify(await answer(body));
  if (fault === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
    return;
  }
  response.writeHead(200, { "content-type": "application/json" });
  response.end(text, () => counts.answered(body));
}

function isOverRate(): boolean {
  if (perSecond === Infinity) return false;
  const now = performance.now();
  arrivals = arrivals.filter((at) => at > now - 1000);
  if (arrivals.length >= perSecond) return true;
  arrivals.push(now);
  return false;
}

function refuse(response: ServerResponse): void {
  if (retryAfter !== undefined) response.setHeader("retry-after", retryAfter);
  send(response, 429, '{"error":{"message":"Rate limit reached.","code":"rate_limit_exceeded"}}');
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(body);
}
