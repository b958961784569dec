import { itemsOf, readResult } from "../http/answer.ts";
import { nextPage } from "../http/next-page.ts";
import type { Exchanged } from "../http/exchange.ts";
import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";
import type { Paging } from "./operation.ts";
import type { StartedAction } from "./started-action.ts";

/** One page of a list, as the API gave it. */
export interface Page<T> {
  readonly items: readonly T[];
  /** From 1. */
  readonly number: number;
}

/** Where a list gets its action from. */
export interface ListSource {
  start(): Promise<StartedAction>;
  /** Absent where all items come in one answer. */
  readonly paging?: Paging;
}

/**
 * A list that is not read yet. Awaited, it gives the items of the first page; `for await` gives all items, page by
 * page. Nothing is decided or sent before one of them, and each is one governed action with one outcome, however
 * many pages it reads.
 */
export class List<T> implements PromiseLike<readonly T[]>, AsyncIterable<T> {
  readonly #source: ListSource;
  #first: Promise<readonly T[]> | undefined;

  constructor(source: ListSource) {
    this.#source = source;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- awaiting a list is its most common use
  then<A = readonly T[], B = never>(
    onfulfilled?: ((items: readonly T[]) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#first ??= this.#firstPage();
    return this.#first.then(onfulfilled, onrejected);
  }

  /** All items, in the API's order. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const { items } of this.pages()) yield* items;
  }

  /** All pages, the empty ones too. Leaving the loop ends the action. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    const started = await this.#source.start();
    let fault: unknown;
    let read = { pages: 0, items: 0 };
    try {
      const seen = new Set<string>();
      let exchanged: Exchanged | undefined = await started.send();
      while (exchanged) {
        const body = await readResult(started.operation, exchanged.answer);
        const items = itemsOf(started.operation, body) as readonly T[];
        read = { pages: read.pages + 1, items: read.items + items.length };
        yield { items, number: read.pages };
        exchanged = await this.#next(started, exchanged, body, items.length, seen);
      }
    } catch (error) {
      fault = error;
      throw error;
    } finally {
      await started.close(fault, read);
    }
  }

  /**
   * All items in one array.
   * @throws RangeError if there are more than `limit`: the rest is never dropped in silence
   */
  async toArray({ limit }: { readonly limit: number }): Promise<T[]> {
    const all: T[] = [];
    for await (const item of this) {
      if (all.length === limit) throw new RangeError(`the list has more than ${limit} items`);
      all.push(item);
    }
    return all;
  }

  async #firstPage(): Promise<readonly T[]> {
    const started = await this.#source.start();
    let items: readonly T[] = [];
    return started.conclude(
      async () => {
        const { answer } = await started.send();
        items = itemsOf(started.operation, await readResult(started.operation, answer)) as readonly T[];
        return items;
      },
      () => ({ pages: 1, items: items.length }),
    );
  }

  async #next(
    started: StartedAction,
    { origin, request, answer }: Exchanged,
    body: unknown,
    count: number,
    seen: Set<string>,
  ): Promise<Exchanged | undefined> {
    const { paging } = this.#source;
    if (!paging || (paging.end === "empty_page" && count === 0)) return undefined;
    const next = nextPage(paging, origin, request, answer, body);
    if (!next) return undefined;
    if (seen.has(next.path)) throw new UnexpectedAnswerError(started.operation.id, "its pages go round in a circle");
    seen.add(next.path);
    return started.send(next);
  }
}
