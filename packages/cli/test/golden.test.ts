import { expect, test } from "vitest";
import { bench, type Ran } from "./bench.ts";

/** What a person sees of runs, with what differs from one to the next taken out. */
function seen(runs: readonly (readonly [words: readonly string[], ran: Ran])[], folder: string): string {
  const text = runs.map(
    ([words, { code, out, err }]) => `$ arx ${words.join(" ")}\n${out}${err}exit code ${code}\n`,
  );
  return text
    .join("\n")
    .replaceAll(folder, "FOLDER")
    .replaceAll(/apr_[0-9a-f-]{36}/g, "apr_ID")
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g, "ID")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
}

test("tables look as they were agreed", async () => {
  await using b = await bench();
  const runs: [string[], Ran][] = [];
  for (const words of [
    ["ops"],
    ["ops", "groups:*", "--risk", "medium"],
    ["policy", "matrix"],
    ["policy", "scopes"],
    ["policy", "explain", "users:suspend"],
    ["vault", "ls"],
  ]) {
    runs.push([words, await b.arx(words)]);
  }
  await expect(seen(runs, b.folder)).toMatchFileSnapshot("golden/tables.txt");
});

test("errors look as they were agreed", async () => {
  await using b = await bench();
  const runs: [string[], Ran][] = [];
  for (const words of [
    ["run", "okta", "groups:delete", "--group-id", "0gra1b2c3d4e5f6g7"],
    ["run", "okta", "users:suspend", "--user-id", "00u1a2b3c4d5e6f7g8"],
    ["run", "okta", "users:read_detail", "--user-id", ".."],
    ["run", "okta", "users:read_detail", "--user-id", "nobody"],
    ["run", "okta", "users:explode"],
    ["run", "okta", "users:read", "--limits", "3"],
    ["approvals", "approve", "apr_none", "--reason", "why not"],
    ["ops", "--home", "/nowhere"],
  ]) {
    runs.push([words, await b.arx(words)]);
  }
  await expect(seen(runs, b.folder)).toMatchFileSnapshot("golden/errors.txt");
});
