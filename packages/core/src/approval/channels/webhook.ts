import { RuntimeNotReadyError } from "../../errors/runtime-not-ready-error.ts";
import { AnnouncementError } from "../../errors/announcement-error.ts";
import type { Secret } from "../../vault/secret.ts";
import type { AnnouncedApproval, ApprovalChannel, Delivery } from "../channel.ts";

/** Where a webhook channel sends, and how it signs. */
export interface WebhookOptions {
  /** The name that policies use, such as `#sec-approvals`. */
  readonly name: string;
  /** An https address; http is for loopback alone. */
  readonly url: string;
  /** The signing secret by Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
  readonly secret: Secret;
  /** How long the receiver may take, in milliseconds; ten seconds if absent. */
  readonly timeoutMs?: number;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const secretPattern = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/**
 * Posts requests for approval to an address of yours, signed by Standard Webhooks. `webhook-id` is the same whenever one
 * announcement is sent again. The message holds what the approver is to see and never a way to approve.
 */
export class WebhookChannel implements ApprovalChannel {
  readonly name: string;
  readonly #url: URL;
  readonly #secret: Secret;
  readonly #timeoutMs: number;

  /** @throws RuntimeNotReadyError if the address is not https, or the secret is no signing secret */
  constructor({ name, url, secret, timeoutMs = 10_000 }: WebhookOptions) {
    this.name = name;
    this.#url = addressOf(name, url);
    const bytes = Buffer.from(secretPattern.exec(secret.reveal())?.[1] ?? "", "base64").byteLength;
    if (bytes < 24 || bytes > 64) {
      throw new RuntimeNotReadyError(`the secret of ${name} must be whsec_ and 24 to 64 bytes in base64`);
    }
    this.#secret = secret;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws AnnouncementError if the receiver did not answer 2xx in time */
  async announce(approval: AnnouncedApproval, { idempotencyKey, signal }: Delivery): Promise<void> {
    const { id, actionId, orgId, digest, cardDigest, card, decideBy } = approval;
    const data = { approvalId: id, actionId, orgId, digest, cardDigest, card, decideBy: timeOf(decideBy) };
    await this.#post(
      idempotencyKey,
      { type: "approval.requested", timestamp: timeOf(approval.requestedAt), data },
      signal,
    );
  }

  /** @throws AnnouncementError as {@link WebhookChannel.announce} */
  async settled({ id, actionId, orgId, state, changedAt }: AnnouncedApproval): Promise<void> {
    const data = { approvalId: id, actionId, orgId, state };
    await this.#post(`${id}:${this.name}:${state}`, {
      type: "approval.settled",
      timestamp: timeOf(changedAt),
      data,
    });
  }

  async #post(about: string, message: object, signal?: AbortSignal): Promise<void> {
    const { Webhook } = await import("standardwebhooks");
    // A channel may have any name, and a header field holds ASCII for certain.
    const id = about.toWellFormed().replaceAll(/[^\u0020-\u007e]/gu, encodeURIComponent);
    const body = JSON.stringify(message);
    const now = new Date();
    const limit = AbortSignal.timeout(this.#timeoutMs);
    let status: number;
    try {
      const answer = await fetch(this.#url, {
        method: "POST",
        // A redirect would take the message where nobody configured it to go.
        redirect: "manual",
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
        headers: {
          "content-type": "application/json",
          "webhook-id": id,
          "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
          "webhook-signature": new Webhook(this.#secret.reveal()).sign(id, now, body),
        },
        body,
      });
      status = answer.status;
      await answer.body?.cancel();
    } catch (error) {
      // What fetch says may quote the address, which often holds a token.
      throw new AnnouncementError(this.name, `${this.#url.origin} ${faultOf(error)}`);
    }
    if (status < 200 || status > 299)
      throw new AnnouncementError(this.name, `${this.#url.origin} answered ${status}`);
  }
}

function addressOf(name: string, text: string): URL {
  const url = URL.parse(text);
  if (!url) throw new RuntimeNotReadyError(`the address of ${name} is no URL`);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback.test(url.hostname))) {
    throw new RuntimeNotReadyError(`the address of ${name} is not https: requests would travel in the clear`);
  }
  if (url.username || url.password)
    throw new RuntimeNotReadyError(`the address of ${name} must not hold a password`);
  return url;
}

function faultOf(error: unknown): string {
  const { name, cause } = error as { readonly name?: string; readonly cause?: { readonly code?: string } };
  if (name === "TimeoutError") return "did not answer in time";
  /* v8 ignore next -- what the network refuses has a code; what else fetch may throw has its name at least */
  return `can't be reached (${cause?.code ?? name})`;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
