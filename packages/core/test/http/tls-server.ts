import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";

// Of an authority that nobody trusts unless told to, and for the name 127.0.0.1 alone.
const pem = (name: string): string => readFileSync(new URL(`../vault/tls/${name}`, import.meta.url), "utf8");

/** A server on a real socket of loopback that speaks TLS. */
export interface TlsServer extends AsyncDisposable {
  readonly port: number;
  /** What arrived inside TLS, of all connections. */
  readonly seen: string[];
}

/** A server that takes TLS connections and answers each request with `{}`. */
export async function tlsServer(): Promise<TlsServer> {
  const seen: string[] = [];
  const server = createServer({ cert: pem("server.pem"), key: pem("server.key") }, (_, response) =>
    response.end("{}"),
  );
  server.on("secureConnection", (socket: TLSSocket) =>
    socket.on("data", (chunk: Buffer) => seen.push(chunk.toString("latin1"))),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    ...{ port: (server.address() as AddressInfo).port, seen },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Has this process trust the authority of the servers' certificate until the test ends. */
export function trustTheAuthority(): void {
  const before = getCACertificates("default");
  onTestFinished(() => setDefaultCACertificates(before));
  setDefaultCACertificates([...before, pem("ca.pem")]);
}
