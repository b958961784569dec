import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { Sealer } from "../../src/approval/sealer.ts";

const key = randomBytes(32);

test("what was sealed is opened with the same key for the same action alone", () => {
  const sealed = new Sealer(key).seal("lock the door", "a1");
  expect(sealed).not.toContain(Buffer.from("lock the door").toString("base64url"));
  expect(new Sealer(key).open(sealed, "a1")).toBe("lock the door");
  expect(new Sealer(key).seal("lock the door", "a1")).not.toBe(sealed);
});

const spoiled: [string, (sealed: string) => [Sealer, string, string]][] = [
  ["another key", (sealed) => [new Sealer(randomBytes(32)), sealed, "a1"]],
  ["another action", (sealed) => [new Sealer(key), sealed, "a2"]],
  [
    "a changed text",
    (sealed) => [
      new Sealer(key),
      `${sealed.slice(0, 20)}${sealed[20] === "A" ? "B" : "A"}${sealed.slice(21)}`,
      "a1",
    ],
  ],
  ["a text cut short", (sealed) => [new Sealer(key), sealed.slice(0, -4), "a1"]],
  ["a few bytes", () => [new Sealer(key), "AAAAAA", "a1"]],
  ["nothing", () => [new Sealer(key), "", "a1"]],
];

test.for(spoiled)("%s opens nothing", ([, spoil]) => {
  const [sealer, text, subject] = spoil(new Sealer(key).seal("lock the door, please", "a1"));
  expect(() => sealer.open(text, subject)).toThrow(expect.objectContaining({ code: "store_unavailable" }));
});

test("a key that is too short is refused", () => {
  expect(() => new Sealer(randomBytes(31))).toThrow(RangeError);
});
