/** How far away a server is, by its address: on this machine, on the network around it, or somewhere else. */

/** The hosts of this machine. */
const HERE = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Private networks (RFC 1918, RFC 4193), link-local addresses, and names that only a local network knows. */
const AROUND =
  /^(?:10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|169\.254(?:\.\d+){2}|\[f[cd][\da-f]{2}:.*\]|\[fe[89ab][\da-f]:.*\]|[^.:]+|.+\.(?:local|lan|internal|home\.arpa))$/;

/** Seconds that the first tries at a server nearby may take: such a server is often a small machine with a big model. */
const PATIENCE = 600;

/** Whether the server is on this machine. */
export function isHere(address: string): boolean {
  return HERE.test(new URL(address).hostname);
}

/** What a model says of its first deadline (`Model.timeout`): more for servers on this machine or its network. */
export function firstDeadline(address: string): { readonly timeout?: number } {
  return isHere(address) || AROUND.test(new URL(address).hostname) ? { timeout: PATIENCE } : {};
}
