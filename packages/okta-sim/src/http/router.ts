import type { Route } from "../api/call.ts";
import { refuse } from "../org/errors.ts";

/** A route that fits a request, and the values of its path parameters. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

interface Entry {
  readonly route: Route;
  readonly pattern: RegExp;
}

/** Finds the operation of a request among `routes`. */
export class Router {
  readonly #entries: readonly Entry[];

  constructor(routes: readonly Route[]) {
    this.#entries = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  }

  /** Throws E0000008 for an unknown path and E0000022 for a method that the path doesn't have. */
  match(method: string, path: string): Match {
    // The real org takes a trailing slash too.
    const trimmed = path.length > 1 ? path.replace(/\/$/, "") : path;
    const fitting = this.#entries.filter(({ pattern }) => pattern.test(trimmed));
    if (fitting.length === 0) throw refuse("E0000008");
    const entry = fitting.find(({ route }) => route.method === method);
    if (entry === undefined) throw refuse("E0000022");
    const groups = entry.pattern.exec(trimmed)?.groups ?? {};
    return { route: entry.route, params: decoded(groups) };
  }
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
}

function decoded(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, raw]) => [name, decodeURIComponent(raw)]));
  } catch {
    throw refuse("E0000008");
  }
}
