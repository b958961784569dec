import { ItemIterator } from "./item-iterator.ts";
import { ListReading } from "./list-reading.ts";
import type { Paging } from "./operation.ts";
import type { StartedAction } from "./started-action.ts";

/** One page of a list, as the API gave it. */
export interface Page<T> {
  readonly items: readonly T[];
  /** From 1. */
  readonly number: number;
  /** Where the next page begins: what the operation's cursor parameter (such as `after`) takes to go on there later. */
  readonly cursor?: string;
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

  /** All items, in the API's order. Leaving the loop ends the action. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T, undefined, undefined> {
    return new ItemIterator(this.pages());
  }

  /**
   * All pages, the empty ones too. While one is looked at, the next one is fetched. Leaving the loop ends the action.
   * Where reading breaks off, the last page's `cursor` is where to go on.
   */
  async *pages(): AsyncGenerator<Page<T>, undefined, undefined> {
    const reading = new ListReading<T>(await this.#source.start(), this.#source.paging);
    let failed = false;
    try {
      for (let page = await reading.next(true); page; page = await reading.next(true)) yield page;
      return undefined;
    } catch (error) {
      failed = true;
      throw await reading.close(error);
    } finally {
      if (!failed) await reading.close();
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
    const reading = new ListReading<T>(started, this.#source.paging);
    return started.conclude(
      /* v8 ignore next -- a list has a first page, be it empty */
      async () => (await reading.next(false))?.items ?? [],
      () => reading.progress,
    );
  }
}
