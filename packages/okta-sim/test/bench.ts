import { Agent, request } from "undici";
import { type OktaSim, type OktaSimOptions, startOktaSim } from "../src/index.ts";

/** John Doe of the built-in org. */
export const JOHN = "00u1a2b3c4d5e6f7g8";
export const ENGINEERING = "0gra1b2c3d4e5f6g7";
export const EVERYONE = "00geveryone00000005d7";
export const DIRECTORY_GROUP = "00g7adfinance000005d7";
export const PORTAL = "0oa3portal00000000005d7";
export const GITHUB = "0oa1github0000000005d7";

/** An answer as each test knows it to be: the expectations check the shape, not the types. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

/** An answer as it came over the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: Json;
  /** The URL of the next page. */
  readonly next: string | undefined;
}

/** A running org and a way to call it over a real socket. */
export interface Bench extends AsyncDisposable {
  readonly sim: OktaSim;
  /** `target` is a method and a path, such as `GET /api/v1/users`, or a method and a whole URL. */
  readonly call: (target: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;
}

/** Starts a fresh org for one test. */
export async function bench(options: OktaSimOptions = {}): Promise<Bench> {
  const sim = await startOktaSim(options);
  const dispatcher = new Agent();
  return {
    sim,
    call: async (target, body, headers = {}) => {
      const [method = "GET", path = "/"] = target.split(/ (.*)/s);
      const sent = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
      const reply = await request(path.startsWith("http") ? path : sim.url + path, {
        method: method as "GET",
        dispatcher,
        body: sent ?? null,
        headers: {
          authorization: `SSWS ${sim.token}`,
          accept: "application/json",
          ...(sent !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
      });
      const text = await reply.body.text();
      const link = [reply.headers["link"] ?? []].flat();
      return {
        status: reply.statusCode,
        headers: reply.headers,
        text,
        json: (reply.headers["content-type"] ?? "").includes("json") ? JSON.parse(text) : undefined,
        next: link.map((line) => /^<(.*)>; rel="next"$/.exec(line)?.[1]).find((url) => url !== undefined),
      };
    },
    [Symbol.asyncDispose]: async () => {
      await dispatcher.destroy();
      await sim.close();
    },
  };
}

/** Every item of a list, page by page. */
export async function all(call: Bench["call"], path: string): Promise<Json[]> {
  const items: Json[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const page: Reply = await call(`GET ${next}`);
    items.push(...page.json);
    next = page.next;
  }
  return items;
}

/** A query string. */
export function query(parameters: Readonly<Record<string, string>>): string {
  return `?${new URLSearchParams(parameters)}`;
}
