import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const source = (file: string): string => readFileSync(new URL(`../src/${file}`, import.meta.url), "utf8");

test("every type that a call takes or gives can be imported by its name", () => {
  const declared = ["generated/types.ts", "generated/inputs.ts"].flatMap((file) =>
    [...source(file).matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name!),
  );
  // A call takes these joined, under the name of its options; `execute` takes inputs by the operation's id.
  const callable = declared.filter((name) => !/(FlatOptions|FullOptions|Input)$/.test(name));
  const exported = new Set(source("index.ts").match(/\w+/g));
  expect(callable.length).toBeGreaterThan(50);
  expect(callable.filter((name) => !exported.has(name))).toEqual([]);
});
