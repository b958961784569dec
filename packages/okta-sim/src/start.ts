import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Handler } from "./http/handler.ts";
import type { Faults } from "./http/faults.ts";
import type { JournalEntry } from "./http/journal.ts";
import { DEFAULT_KNOBS, type Knobs } from "./knobs.ts";
import type { Clock } from "./org/clock.ts";
import { token as randomToken } from "./org/ids.ts";
import type { Org } from "./org/org.ts";
import { loadSeed } from "./seed/load.ts";
import { plant } from "./seed/plant.ts";
import { plantServiceApps } from "./seed/service-apps.ts";
import type { OktaSeed, SeedServiceApp } from "./seed/seed.ts";

const KEEP_ALIVE_MS = 75_000;

/** How to start an org. Any knob can be given beside these. */
export interface OktaSimOptions extends Partial<Knobs> {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** `127.0.0.1` unless given. */
  readonly host?: string;
  /** The API token to accept; a random one unless given. */
  readonly token?: string;
  /** What the org starts with: a seed, or the path of a YAML or JSON file with one. The built-in Acme org unless given. */
  readonly seed?: OktaSeed | string;
  /** The org's clock; the machine's unless given. */
  readonly clock?: Clock;
  /** API services apps that can sign in with OAuth 2.0, beside those of the seed. */
  readonly serviceApps?: readonly SeedServiceApp[];
  /** How many requests `requests` keeps; 1000 unless given. */
  readonly journalSize?: number;
}

/** A running org. */
export interface OktaSim extends AsyncDisposable {
  /** Its address, such as `http://127.0.0.1:4010`, without a slash at the end. */
  readonly url: string;
  /** Its API token, for `Authorization: SSWS <token>`. */
  readonly token: string;
  /** The latest requests, oldest first. */
  readonly requests: readonly JournalEntry[];
  /** Its state, to look at in tests. */
  readonly org: Org;
  /** How it behaves; changes take effect with the next request. */
  readonly knobs: Knobs;
  /** What is to go wrong. */
  readonly faults: Faults;
  /** Stops listening and cuts every open connection. */
  close(): Promise<void>;
}

/** Starts an org. Throws {@link SeedError} for a bad seed and the system's error for a port that can't be had. */
export async function startOktaSim(options: OktaSimOptions = {}): Promise<OktaSim> {
  const {
    port = 0,
    host = "127.0.0.1",
    token = `00${randomToken(40)}`,
    seed,
    clock = () => new Date(),
  } = options;
  const { journalSize = 1000, serviceApps = [] } = options;
  const loaded = await loadSeed(seed);
  const knobs = knobsOf(options);
  const { org, tokenOwnerId } = plant(loaded, knobs, clock);
  const apps = plantServiceApps([...(loaded.serviceApps ?? []), ...serviceApps]);
  const handler = new Handler(org, { value: token, ownerId: tokenOwnerId }, apps, journalSize);

  // As long as the real org's servers: a client that keeps a connection doesn't lose it between two tests.
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, response) => {
    // What is caught here is a client that went away in the middle of its request.
    handler.handle(incoming, response).catch(() => response.destroy());
  });
  await listen(server, port, host);

  const { port: bound } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    server.closeAllConnections();
    await promise;
  };
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    token,
    requests: handler.journal.entries,
    org,
    knobs,
    faults: handler.faults,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function knobsOf(options: OktaSimOptions): Knobs {
  const names = Object.keys(DEFAULT_KNOBS) as (keyof Knobs)[];
  const given = names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]);
  return { ...DEFAULT_KNOBS, ...Object.fromEntries(given) };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, host, resolve);
  await promise;
  server.off("error", reject);
}
