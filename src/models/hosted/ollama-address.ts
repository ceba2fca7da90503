/** Reads the address of an Ollama server as Ollama itself does. */

/** The address of an `OLLAMA_HOST` such as `0.0.0.0`, `gpu:11434` or `https://ollama.example`; as it is when it is none. */
export function ollamaAddress(host: string): string {
  const whole = host.includes("://") ? host : `http://${host.startsWith(":") ? "127.0.0.1" : ""}${host}`;
  if (!URL.canParse(whole)) return host;
  const url = new URL(whole);
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  if (whole !== host && !/:\d+\/?$/.test(host)) url.port = "11434";
  return url.href.replace(/\/+$/, "");
}
