import type { Answer } from "../api/call.ts";
import type { ErrorCode } from "../org/errors.ts";

/** Something that goes wrong on demand. What isn't said stays as it would be. */
export interface Fault {
  /** Which requests it befalls; absent parts fit any. A string fits the path exactly, without the query. */
  readonly on?: { readonly method?: string; readonly path?: string | RegExp };
  /** How many requests it befalls; 1 if absent. */
  readonly times?: number;
  /** Milliseconds to wait before the answer. */
  readonly delayMs?: number;
  /** `before` cuts the connection with nothing done, `after` with everything done, `midway` in the middle of the body. */
  readonly cut?: "before" | "after" | "midway";
  /** Answers with this error, and does nothing. */
  readonly error?: ErrorCode;
  /** Answers with this, and does nothing. A string body is sent as HTML. */
  readonly answer?: Answer;
  /** Changes the body of the real answer: an unknown member, an unknown enum value, one missing. */
  readonly rewrite?: (body: unknown) => unknown;
  /** `joined` puts the Link lines into one; `hostile` lets them name another origin. */
  readonly links?: "joined" | "hostile";
}

/** Where a hostile Link points. */
export const HOSTILE_ORIGIN = "https://okta.attacker.example";

/** The faults that wait for their request. */
export class Faults {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  /** Lets a fault happen. Faults happen in the order they were added, one a request. */
  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** Forgets all faults that haven't happened. */
  clear(): void {
    this.#waiting.length = 0;
  }

  /** The fault of this request, if there is one; it counts as happened. */
  take(method: string, path: string): Fault | undefined {
    const index = this.#waiting.findIndex(({ fault }) => befalls(fault, method, path));
    const entry = this.#waiting[index];
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#waiting.splice(index, 1);
    return entry.fault;
  }
}

/** The real answer as a fault leaves it. */
export function spoil(answer: Answer, fault: Fault | undefined, origin: string): Answer {
  if (fault === undefined) return answer;
  const body = fault.rewrite === undefined ? answer.body : fault.rewrite(structuredClone(answer.body));
  const link = answer.headers?.["link"];
  if (fault.links === undefined || !Array.isArray(link)) return { ...answer, body };
  const spoiled =
    fault.links === "joined"
      ? link.join(", ")
      : link.map((line: string) => line.replace(`<${origin}`, `<${HOSTILE_ORIGIN}`));
  return { ...answer, body, headers: { ...answer.headers, link: spoiled } };
}

function befalls({ on }: Fault, method: string, path: string): boolean {
  if (on?.method !== undefined && on.method !== method) return false;
  if (on?.path === undefined) return true;
  return typeof on.path === "string" ? on.path === path : on.path.test(path);
}
