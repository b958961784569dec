import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";
import { checkResult, itemsOf, parseBody } from "../http/answer.ts";
import type { Exchanged } from "../http/exchange-context.ts";
import { nextPage } from "../http/next-page.ts";
import { valueAt } from "./action.ts";
import type { Page } from "./list.ts";
import type { Paging } from "./operation.ts";
import type { StartedAction } from "./started-action.ts";

/** How many of the last items are kept in mind to leave out those that come twice. */
const mindedItems = 10_000;

/** One reading of a list, page by page, under one action. */
export class ListReading<T> {
  readonly #started: StartedAction;
  readonly #paging: Paging | undefined;
  readonly #stop = new AbortController();
  readonly #cursors = new Set<string>();
  readonly #minded = new Set<unknown>();
  /** The page that is on its way; absent once there is none. */
  #coming: Promise<Exchanged> | undefined;
  #pages = 0;
  #items = 0;

  constructor(started: StartedAction, paging: Paging | undefined) {
    this.#started = started;
    this.#paging = paging;
  }

  /** What was read so far, for the record. */
  get progress(): { readonly pages: number; readonly items: number } {
    return { pages: this.#pages, items: this.#items };
  }

  /**
   * The next page; undefined behind the last one.
   * @param ahead whether the one behind it is wanted too, and fetched meanwhile
   * @throws UnexpectedAnswerError if the answer holds no list, or the pages go round in a circle
   */
  async next(ahead: boolean): Promise<Page<T> | undefined> {
    if (this.#pages === 0) this.#coming = this.#started.send(undefined, this.#stop.signal);
    if (!this.#coming) return undefined;
    const exchanged = await this.#coming;
    this.#coming = undefined;
    const { operation } = this.#started;
    const body = parseBody(operation, exchanged.answer);
    const items = itemsOf(operation, body) as readonly T[];
    const next = ahead && this.#paging ? nextPage(operation.id, this.#paging, exchanged, body) : undefined;
    // On its way before the items are checked and handed out, so that the wire does not wait for them.
    if (next && !(this.#paging?.end === "empty_page" && items.length === 0))
      this.#fetch(next.cursor, next.request);
    await checkResult(operation, body);
    this.#pages += 1;
    this.#items += items.length;
    return { items: this.#unseen(items), number: this.#pages, ...(next && { cursor: next.cursor }) };
  }

  /** Calls off what is on its way, and records how the action ended. */
  async close(fault: unknown): Promise<void> {
    this.#stop.abort();
    await this.#coming?.catch(() => undefined);
    await this.#started.close(fault, this.progress);
  }

  #fetch(cursor: string, request: Exchanged["request"]): void {
    if (this.#cursors.has(cursor)) {
      throw new UnexpectedAnswerError(this.#started.operation.id, "its pages go round in a circle");
    }
    this.#cursors.add(cursor);
    this.#coming = this.#started.send(request, this.#stop.signal);
    // Whoever asks for the page gets the failure; a reading that ends before has no use for it.
    this.#coming.catch(() => undefined);
  }

  #unseen(items: readonly T[]): readonly T[] {
    const unique = this.#paging?.unique;
    if (unique === undefined) return items;
    return items.filter((item) => {
      const key = valueAt(item, unique);
      if (key === undefined || key === null) return true;
      if (this.#minded.has(key)) return false;
      this.#minded.add(key);
      if (this.#minded.size > mindedItems) this.#minded.delete(this.#minded.values().next().value);
      return true;
    });
  }
}
