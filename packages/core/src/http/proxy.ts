/** The proxy for https that an environment names. */
export interface Proxy {
  readonly uri: string;
  /** Hosts that are reached without it, as `NO_PROXY` lists them. */
  readonly exempt: string;
}

const kind = /^(https?|socks5?):$/;

/**
 * The proxy for https that the environment names, if any, or why what it names can't be one. That tells the variable and
 * never its value, which may hold a password.
 */
export function proxyOf(env: NodeJS.ProcessEnv): Proxy | { readonly unusable: string } | undefined {
  const set = ["https_proxy", "http_proxy"]
    .map((name) => (env[name] === undefined ? name.toUpperCase() : name))
    .find((name) => env[name]);
  if (set === undefined) return undefined;
  const uri = env[set]!;
  if (!isProxy(uri)) {
    const unusable = `${set} does not hold the address of a proxy, such as http://proxy.example.com:8080`;
    return { unusable };
  }
  return { uri, exempt: env["no_proxy"] ?? env["NO_PROXY"] ?? "" };
}

function isProxy(uri: string): boolean {
  const url = URL.parse(uri);
  if (!url || !kind.test(url.protocol) || url.hostname === "") return false;
  // undici takes nothing behind the host.
  if (!/^\/?$/.test(url.pathname + url.search + url.hash)) return false;
  try {
    // Whoever signs in at the proxy will decode both.
    decodeURIComponent(url.username + url.password);
    return true;
  } catch {
    return false;
  }
}
