import { UnexpectedAnswerError } from "../errors/unexpected-answer-error.ts";
import { checkResult, itemsOf, parseBody } from "../http/answer.ts";
import type { Exchanged, Headed } from "../http/exchange-context.ts";
import { nextPage, type NextPage } from "../http/next-page.ts";
import { valueAt } from "./action.ts";
import type { Page } from "./list.ts";
import type { Paging } from "./operation.ts";
import type { StartedAction } from "./started-action.ts";

/** How many of the last items are kept in mind to leave out those that come twice. */
const mindedItems = 10_000;

/** A page that was asked for. */
interface Coming {
  readonly cursor: string | undefined;
  readonly exchanged: Promise<Exchanged>;
  /** Settles with it, and never rejects. */
  readonly settled: Promise<unknown>;
  /** Whether somebody waits for it: then the page behind it may be fetched. */
  wanted: boolean;
  /** Its header, once it is there. */
  head?: Headed;
  behind?: Coming;
}

/** One reading of a list, page by page, under one action. */
export class ListReading<T> {
  readonly #started: StartedAction;
  readonly #paging: Paging | undefined;
  readonly #stop = new AbortController();
  readonly #cursors = new Set<string>();
  readonly #minded = new Set<unknown>();
  /**
   * The requests under way. No set: the tables that a set outgrows hold what was in them, and each the next one, so that
   * one which the garbage collector has moved among the old would keep page after page in memory.
   */
  #flying: readonly Promise<unknown>[] = [];
  /** The page that is handed out next; absent once there is none. */
  #coming: Coming | undefined;
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
    if (this.#pages === 0) this.#coming = this.#fetch();
    const coming = this.#coming;
    if (!coming) return undefined;
    if (ahead) this.#want(coming);
    const exchanged = await coming.exchanged;
    this.#coming = undefined;
    const { operation } = this.#started;
    const body = parseBody(operation, exchanged.answer);
    const items = itemsOf(operation, body) as readonly T[];
    const next = ahead && this.#paging ? nextPage(operation.id, this.#paging, exchanged, body) : undefined;
    // On its way before the items are checked and handed out, so that the wire does not wait for them.
    if (next && !(this.#paging?.end === "empty_page" && items.length === 0))
      this.#coming = this.#behind(coming, next);
    await checkResult(operation, body, exchanged.answer.body.byteLength);
    this.#pages += 1;
    this.#items += items.length;
    return { items: this.#unseen(items), number: this.#pages, ...(next && { cursor: next.cursor }) };
  }

  /** Calls off what is on its way, and records how the action ended. Gives the fault as {@link StartedAction.close} does. */
  async close(fault?: unknown): Promise<unknown> {
    this.#stop.abort();
    await Promise.all(this.#flying);
    return this.#started.close(fault, this.progress);
  }

  /** From now on the page behind this one is fetched as soon as this one's header names it. One page ahead, never more. */
  #want(coming: Coming): void {
    coming.wanted = true;
    if (coming.head) this.#lookAhead(coming, coming.head);
  }

  #lookAhead(coming: Coming, head: Headed): void {
    // Where an empty page is the end, and where the cursor stands in the body, the header alone does not tell.
    if (coming.behind || this.#paging?.kind !== "link" || this.#paging.end === "empty_page") return;
    try {
      const next = nextPage(this.#started.operation.id, this.#paging, head, undefined);
      if (next) coming.behind = this.#fetch(next, coming);
    } catch {
      // Whoever waits for the page is told when it is there.
    }
  }

  /** What the whole answer names counts: its header may have been another one before its body was lost and sent again. */
  #behind(coming: Coming, next: NextPage): Coming {
    const { behind } = coming;
    // No chain of pages: one that the garbage collector has moved among the old would keep all behind it in memory.
    delete coming.behind;
    return behind?.cursor === next.cursor ? behind : this.#fetch(next, coming);
  }

  #fetch(page?: NextPage, after?: Coming): Coming {
    if (page && this.#cursors.has(page.cursor)) {
      throw new UnexpectedAnswerError(this.#started.operation.id, "its pages go round in a circle");
    }
    if (page) this.#cursors.add(page.cursor);
    const exchanged = this.#started.send(page?.request, {
      stop: this.#stop.signal,
      onHead: (head) => {
        coming.head = head;
        if (coming.wanted) this.#lookAhead(coming, head);
      },
      ...(after && { after: after.settled }),
    });
    // Whoever asks for the page gets the failure; a reading that ends before has no use for it.
    const land = (): void => {
      this.#flying = this.#flying.filter((flying) => flying !== settled);
    };
    const settled = exchanged.then(land, land);
    const coming: Coming = { cursor: page?.cursor, exchanged, settled, wanted: false };
    this.#flying = [...this.#flying, settled];
    return coming;
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
