import type { Interface } from "node:readline/promises";
import { ArxError } from "../../errors/arx-error.ts";
import { identityHere } from "../../runtime/person.ts";
import type { Vote } from "../approval.ts";
import type { Approvals } from "../approvals.ts";
import { formatCard } from "../card.ts";
import type { AnnouncedApproval, ApprovalChannel, Delivery } from "../channel.ts";
import type { Principal } from "../principal.ts";

/** What a terminal channel speaks through. */
export interface TerminalOptions {
  /** Counts the person's word: `approvals.vote` of the runtime. */
  readonly vote: Approvals["vote"];
  /** Absent: `*`, so that it is told of all that its process asks for. */
  readonly name?: string;
  /** Absent: the process's own standard input and standard error. */
  readonly input?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output?: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

const choices: Readonly<Record<string, Vote["choice"]>> = {
  a: "approve",
  approve: "approve",
  d: "deny",
  deny: "deny",
};

/**
 * Asks the person at this process's terminal, who decides as the user that the operating system logged in, by the name
 * that the home's `people` gives. Ctrl-C ends the question and leaves the request to others. Where nobody sits at a
 * terminal it asks nothing.
 */
export class TerminalChannel implements ApprovalChannel {
  readonly name: string;
  readonly #vote: Approvals["vote"];
  readonly #input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly #output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** The questions that are asked or wait for their turn: one person reads one at a time. */
  readonly #open = new Map<string, AbortController>();
  #turn: Promise<void> = Promise.resolve();

  constructor({ vote, name = "*", input = process.stdin, output = process.stderr }: TerminalOptions) {
    this.name = name;
    this.#vote = vote;
    this.#input = input;
    this.#output = output;
  }

  isReady(): boolean {
    return this.#input.isTTY === true && this.#output.isTTY === true && identityHere({}) !== undefined;
  }

  async announce(approval: AnnouncedApproval, { person }: Pick<Delivery, "person">): Promise<void> {
    if (!this.isReady() || this.#open.has(approval.id)) return;
    const asking = new AbortController();
    this.#open.set(approval.id, asking);
    // Not awaited: a person takes as long as it takes.
    this.#turn = this.#turn
      .then(() => this.#ask(approval, asking, person))
      .catch((error: Error) => this.#say(error.message))
      .finally(() => this.#open.delete(approval.id));
  }

  async settled({ id, state }: AnnouncedApproval): Promise<void> {
    const asking = this.#open.get(id);
    if (!asking) return;
    this.#say(`\n${id} is ${state} by now`);
    asking.abort();
  }

  async #ask(
    approval: AnnouncedApproval,
    asking: AbortController,
    personAt: Delivery["person"],
  ): Promise<void> {
    const { signal } = asking;
    if (signal.aborted) return;
    const person = await personAt();
    const { createInterface } = await import("node:readline/promises");
    const lines = createInterface({ input: this.#input, output: this.#output, terminal: true });
    // By Ctrl-C, Ctrl-D, or an input that ends.
    lines.once("close", () => asking.abort());
    try {
      this.#say(`\n${formatCard(approval.card)}\nuntil     ${new Date(approval.decideBy).toISOString()}\n`);
      const choice = await this.#choose(lines, person, signal);
      const reason = await this.#reason(lines, signal);
      const { state } = await this.#vote(approval.id, person, choice, reason);
      this.#say(`${approval.id} is ${state}`);
    } catch (error) {
      if (error instanceof ArxError || !signal.aborted) throw error;
      this.#say(`\n${approval.id} is left to others`);
    } finally {
      lines.close();
    }
  }

  async #choose(lines: Interface, { id }: Principal, signal: AbortSignal): Promise<Vote["choice"]> {
    for (;;) {
      const word = await lines.question(`${id}, approve or deny? [a/d] `, { signal });
      const choice = choices[word.trim().toLowerCase()];
      if (choice !== undefined) return choice;
    }
  }

  async #reason(lines: Interface, signal: AbortSignal): Promise<string> {
    for (;;) {
      const reason = await lines.question("why? ", { signal });
      if (reason.trim() !== "") return reason;
    }
  }

  #say(text: string): void {
    this.#output.write(`${text}\n`);
  }
}
