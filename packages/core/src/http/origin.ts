import { OriginRefusedError } from "../errors/origin-refused-error.ts";

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
// A final dot would be another spelling of the same host, which no list of suffixes knows.
const host = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/;

/**
 * The origin that a credential names, if credentials may be sent there.
 * @param refuse host suffixes that are never the API, such as `-admin.example.com`
 * @throws OriginRefusedError if it is no origin, not https (http is for loopback alone), or a refused host
 */
export function checkOrigin(value: string, refuse: readonly string[]): string {
  let url: URL;
  try {
    url = new URL(value.trim());
  } catch {
    throw new OriginRefusedError("the address of the API is no URL; it must look like https://example.com");
  }
  const { protocol, hostname, pathname, search, hash, username, password } = url;
  if (!host.test(hostname)) {
    throw new OriginRefusedError(`${JSON.stringify(hostname)} is no host name: is it still a placeholder?`);
  }
  if (protocol !== "https:" && !(protocol === "http:" && loopback.test(hostname))) {
    throw new OriginRefusedError(`${url.origin} is not https: a credential would travel in the clear`);
  }
  if (username || password)
    throw new OriginRefusedError("the address of the API must not hold a user or a password");
  if (pathname !== "/" || search || hash) {
    throw new OriginRefusedError(`the address of the API must be an origin alone, such as ${url.origin}`);
  }
  const suffix = refuse.find((ending) => hostname.endsWith(ending.toLowerCase()));
  if (suffix !== undefined) {
    throw new OriginRefusedError(`${url.origin} is not the API: hosts that end in ${suffix} are never it`);
  }
  return url.origin;
}
