import type { Agent, Dispatcher } from "undici";
import type { Proxy } from "./proxy.ts";
import type { TransportLimits } from "./transport.ts";

/** The ways out of this machine. */
export interface Dispatchers {
  readonly direct: Dispatcher;
  /** Through the proxy of the environment, where it names one. */
  readonly proxied: Dispatcher;
}

/** Makes both, of no more of undici than they need. */
export async function openDispatchers(
  limits: TransportLimits,
  proxy: Proxy | undefined,
): Promise<Dispatchers> {
  const { connectTimeoutMs, headersTimeoutMs, bodyTimeoutMs, connections } = limits;
  const options = {
    connectTimeout: connectTimeoutMs,
    headersTimeout: headersTimeoutMs,
    bodyTimeout: bodyTimeoutMs,
    connections,
    pipelining: 1,
    // Over HTTP/1.1 it is certain which requests left; an HTTP/2 connection that ends leaves more of them in doubt.
    allowH2: false,
  };
  const DirectAgent = await loadAgent();
  const direct = new DirectAgent(options);
  if (!proxy) return { direct, proxied: direct };
  // The whole of it, because by its own file a pool can't ask a proxy for a tunnel.
  const { EnvHttpProxyAgent, Pool } = await import("undici");
  const proxied = new EnvHttpProxyAgent({
    ...options,
    ...{ httpProxy: "", httpsProxy: proxy.uri, noProxy: proxy.exempt },
    // The tunnel is a part of connecting; left to itself, undici would wait five minutes for a proxy to grant it.
    clientFactory: (origin, own) => new Pool(origin, { ...own, headersTimeout: connectTimeoutMs }),
  });
  return { direct, proxied };
}

/** undici's `Agent` by its own file: the whole of undici takes more than twice as long to load. */
export async function loadAgent(): Promise<typeof Agent> {
  // @ts-expect-error -- undici has types for its whole alone
  const loaded = (await import("undici/lib/dispatcher/agent.js")) as { readonly default: typeof Agent };
  return loaded.default;
}
