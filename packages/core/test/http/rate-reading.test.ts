import { expect, test } from "vitest";
import type { HttpMethod, Limits } from "../../src/connector/operation.ts";
import { bucketMatcher } from "../../src/http/quota/patterns.ts";
import { readRate } from "../../src/http/quota/reading.ts";
import type { HttpAnswer } from "../../src/http/transport.ts";

const names = { limit: "X-Limit", remaining: "X-Left", reset: "X-Reset", buckets: [] };
const epoch: Limits = { ...names, resetUnit: "epoch-seconds" };
const delay: Limits = { ...names, resetUnit: "delay-seconds" };
const date = "Tue, 24 Nov 2026 00:00:00 GMT";
const serverNow = Date.parse(date);

const answer = (headers: HttpAnswer["headers"], status = 200): HttpAnswer => ({
  status,
  headers,
  body: Buffer.alloc(0),
});

test.for<[string, Limits, HttpAnswer, object]>([
  [
    "an instant is as far away as the server's own date says",
    epoch,
    answer({ date, "x-limit": "50", "x-left": "7", "x-reset": `${serverNow / 1000 + 30}` }),
    { limit: 50, left: 7, end: { inMs: 31_000, at: serverNow + 30_000 } },
  ],
  [
    "an instant that has passed is a second away",
    epoch,
    answer({ date, "x-reset": `${serverNow / 1000 - 2}` }),
    { end: { inMs: 1000, at: serverNow - 2000 } },
  ],
  [
    "without a date our own clock has to do",
    epoch,
    answer({ "x-reset": `${serverNow / 1000}` }),
    { end: { inMs: 6000, at: serverNow } },
  ],
  [
    "a delay is one",
    delay,
    answer({ date, "x-reset": "20" }),
    { end: { inMs: 20_000, at: serverNow + 20_000 } },
  ],
  [
    "an instant in milliseconds, taken for seconds, is as far away as two windows, and marks none",
    { ...epoch, windowMs: 60_000 },
    answer({ date, "x-left": "7", "x-reset": `${serverNow}` }),
    { left: 7, end: { inMs: 120_000 } },
  ],
  [
    "so is a delay that is longer than two windows",
    { ...delay, windowMs: 60_000 },
    answer({ date, "x-reset": "121" }),
    { end: { inMs: 120_000 } },
  ],
  [
    "without a length of windows an hour is what is believed",
    delay,
    answer({ date, "x-reset": "3601" }),
    { end: { inMs: 3_600_000 } },
  ],
  [
    "Retry-After is believed for an hour",
    { ...epoch, windowMs: 60_000 },
    answer({ date, "retry-after": "864000" }, 429),
    { end: { inMs: 3_600_000 } },
  ],
  [
    "Retry-After may be later than two windows",
    { ...epoch, windowMs: 60_000 },
    answer({ date, "retry-after": "600" }, 429),
    { end: { inMs: 600_000, at: serverNow + 600_000 } },
  ],
  ["a field that came twice means the stricter value", epoch, answer({ "x-left": ["7", "3"] }), { left: 3 }],
  ["so does one that holds two", epoch, answer({ "x-left": "7, 3" }), { left: 3 }],
  ["what is no number is nothing", epoch, answer({ "x-limit": "many", "x-left": "", "x-reset": "-1" }), {}],
  [
    "Retry-After counts on a refusal",
    epoch,
    answer({ date, "retry-after": "9" }, 429),
    { end: { inMs: 9000, at: serverNow + 9000 } },
  ],
  [
    "Retry-After may be a date",
    epoch,
    answer({ date, "retry-after": "Tue, 24 Nov 2026 00:00:15 GMT" }, 429),
    { end: { inMs: 15_000, at: serverNow + 15_000 } },
  ],
  [
    "Retry-After without a date counts from our own clock",
    epoch,
    answer({ "retry-after": "Tue, 24 Nov 2026 00:00:15 GMT" }, 429),
    { end: { inMs: 20_000, at: serverNow + 15_000 } },
  ],
  ["Retry-After that is neither says nothing", epoch, answer({ date, "retry-after": "soon" }, 429), {}],
  [
    "Retry-After that is neither leaves the word to the reset",
    delay,
    answer({ date, "retry-after": "soon", "x-reset": "4" }, 429),
    { end: { inMs: 4000, at: serverNow + 4000 } },
  ],
  ["two values that are no numbers are nothing", epoch, answer({ "x-left": "many, few" }), {}],
  ["Retry-After says nothing on a success", epoch, answer({ date, "retry-after": "9" }), {}],
])("%s", ([, limits, given, expected]) => {
  expect(readRate(limits, given, serverNow - 5000)).toEqual(expected);
});

const bucketOf = bucketMatcher([
  { name: "users", match: ["/users", "/users/*"] },
  { name: "read", match: ["GET /users/{id}"] },
  { name: "write", match: ["PUT /users/{id}"] },
  { name: "me", match: ["/users/me"] },
  { name: "other", match: ["/*"] },
]);

test.for<[HttpMethod, string, string | undefined]>([
  ["GET", "/users", "users"],
  ["GET", "/users/{userId}", "read"],
  ["PUT", "/users/{userId}", "write"],
  ["DELETE", "/users/{userId}", "users"],
  ["POST", "/users/{userId}/lifecycle/suspend", "users"],
  ["GET", "/users/me", "me"],
  ["GET", "/usersandmore", "other"],
  ["GET", "/logs", "other"],
])("%s %s counts against the bucket whose pattern says most", ([method, path, bucket]) => {
  expect(bucketOf(method, path)).toBe(bucket);
});

test("signs that mean something in a regular expression mean themselves in a pattern", () => {
  const match = bucketMatcher([{ name: "dot", match: ["/a.b/(c)"] }]);
  expect(match("GET", "/a.b/(c)")).toBe("dot");
  expect(match("GET", "/axb/(c)")).toBe(undefined);
});
