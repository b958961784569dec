import { setImmediate as turn } from "node:timers/promises";
import type { Limits } from "../../src/connector/operation.ts";
import { Deadline } from "../../src/http/deadline.ts";
import type { Bucket } from "../../src/http/quota/bucket.ts";
import { type QuotaOptions, quotaOptions } from "../../src/http/quota/options.ts";
import { Quota } from "../../src/http/quota/quota.ts";
import type { HttpAnswer } from "../../src/http/transport.ts";
import { FakeTimer, timeLimitMs } from "./fake-timer.ts";

/** The API's clock is five minutes off, so that whoever reads ours instead is caught. */
const serverSkewMs = 300_000;

/** A quota over a counter that a test plays the API of. */
export interface QuotaBench {
  readonly timer: FakeTimer;
  readonly quota: Quota;
  readonly bucket: Bucket;
  /** Joins the queue; resolves once there is room. */
  enter(
    ask?: Partial<{ forPerson: boolean; again: boolean; timeoutMs: number; signal: AbortSignal }>,
  ): Promise<void>;
  /** An answer as the API gives it at this moment. */
  answer(status: number, rate?: Partial<{ limit: number; left: number; resetInMs: number }>): HttpAnswer;
  settle(): Promise<void>;
}

export const limits: Limits = {
  limit: "X-Rate-Limit-Limit",
  remaining: "X-Rate-Limit-Remaining",
  reset: "X-Rate-Limit-Reset",
  resetUnit: "epoch-seconds",
  windowMs: 60_000,
  buckets: [{ name: "parcels", match: ["/parcels"], perWindow: 10 }],
};

export function bench(
  options: QuotaOptions & { readonly limits?: Partial<Limits>; readonly random?: () => number } = {},
): QuotaBench {
  const timer = new FakeTimer();
  const clock = { now: () => 1_700_000_000_000 + timer.now() };
  const { limits: own, random = () => 0, ...rest } = { reserve: 0, maxWaitMs: timeLimitMs, ...options };
  const quota = new Quota({ ...limits, ...own }, { timer, clock, random }, quotaOptions(rest));
  const bucket = quota.bucket("GET", "/parcels");
  return {
    timer,
    quota,
    bucket,
    enter: async ({ forPerson = false, again = false, timeoutMs = timeLimitMs, signal } = {}) => {
      const deadline = new Deadline(timer, timeoutMs, signal);
      try {
        await quota.enter(bucket, { operation: "parcels:list", deadline, forPerson, again });
      } finally {
        deadline.end();
      }
    },
    answer: (status, rate) => {
      const serverNow = clock.now() + serverSkewMs;
      const fields = {
        ...(rate?.limit !== undefined && { "x-rate-limit-limit": `${rate.limit}` }),
        ...(rate?.left !== undefined && { "x-rate-limit-remaining": `${rate.left}` }),
        ...(rate?.resetInMs !== undefined && {
          "x-rate-limit-reset": `${Math.floor((serverNow + rate.resetInMs) / 1000)}`,
        }),
      };
      return {
        status,
        headers: { date: new Date(serverNow).toUTCString(), ...fields },
        body: Buffer.alloc(0),
      };
    },
    settle: async () => {
      for (let round = 0; round < 3; round += 1) await turn();
    },
  };
}
