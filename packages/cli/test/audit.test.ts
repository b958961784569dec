import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { bench, command, type Data } from "./bench.ts";

test("the log is read by filters, and an action's records by its id", async () => {
  await using b = await bench();
  await b.arx(["run", "okta", "users:read"]);
  const denied = await b.arx([
    "run",
    "okta",
    "users:reset_password",
    "--user-id",
    "x",
    "--send-email",
    "--json",
  ]);
  const { actionId } = JSON.parse(denied.err).error;
  const lines = async (...words: string[]): Promise<Data[]> =>
    (await b.arx(["audit", "tail", "--json", ...words])).out
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  expect((await lines("--verdict", "deny")).map((record) => record.actionId)).toEqual([actionId]);
  expect((await lines("-n", "1")).map(({ kind }) => kind)).toEqual(["decision"]);
  expect(await lines("--until", "2020-01-01")).toEqual([]);
  expect(await lines("--agent", "nobody")).toEqual([]);
  expect(await b.json("audit", "show", actionId)).toMatchObject([
    { kind: "decision", verdict: "deny", details: { policies: ["no-reset"] } },
  ]);
  expect((await b.arx(["audit", "show", "4711"])).code).toBe(2);
});

test("a followed log prints what comes, until it is interrupted", async () => {
  await using b = await bench();
  await b.arx(["run", "okta", "users:read"]);
  const [node = "", ...args] = command;
  const tail = spawn(node, [...args, "audit", "tail", "-f", "-n", "1", "--json"], {
    cwd: b.folder,
    env: b.env,
  });
  const lines = createInterface({ input: tail.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  expect(JSON.parse(await next())).toMatchObject({ kind: "outcome", operation: "users:read" });
  await b.arx(["run", "okta", "groups:read"]);
  const seen: string[] = [];
  while (seen.at(-1) !== "groups:read outcome") {
    const { operation, kind } = JSON.parse(await next());
    seen.push(`${operation} ${kind}`);
  }
  tail.kill("SIGINT");
  // On Windows a signal from another process ends it before it can answer.
  if (process.platform !== "win32") expect((await once(tail, "exit"))[0]).toBe(0);
});

test("the log of an organisation that has none is not called intact where others have one", async () => {
  await using b = await bench();
  expect(await b.json("audit", "verify", "--org", "org-amce")).toMatchObject([{ intact: true, records: 0 }]);
  await b.arx(["run", "okta", "users:read"]);
  const { code, err } = await b.arx(["audit", "verify", "--org", "org-amce"]);
  expect(code).toBe(2);
  expect(err).toContain("there is no log of org-amce");
  expect(err).toContain("there are the logs of org-acme");
});

test("a checkpoint kept elsewhere shows that the end of the log was cut off", async () => {
  await using b = await bench();
  await b.arx(["run", "okta", "users:read"]);
  expect(await b.json("audit", "verify")).toMatchObject([{ orgId: "org-acme", intact: true }]);
  const kept = join(b.folder, "checkpoint.json");
  await writeFile(kept, (await b.arx(["audit", "checkpoint"])).out);
  expect(await b.arx(["audit", "verify", "--checkpoint", kept])).toMatchObject({ code: 0 });
  const db = new DatabaseSync(join(b.home, "arx.db"));
  db.exec("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit); DELETE FROM checkpoint;");
  db.close();
  const { code, out } = await b.arx(["audit", "verify", "--checkpoint", kept]);
  expect(code).toBe(9);
  expect(out).toContain("NOT INTACT");
});

test("a file that holds no checkpoint is named", async () => {
  await using b = await bench();
  const file = join(b.folder, "kept.json");
  await writeFile(file, "");
  const { code, err } = await b.arx(["audit", "verify", "--checkpoint", file]);
  expect(code).toBe(9);
  expect(err).toContain(`${file} can't be used: the text is no checkpoint`);
});

test("a log whose checkpoints a former audit key signed is intact to whoever names that key", async () => {
  await using b = await bench();
  await b.arx(["run", "okta", "users:read"]);
  await b.arx(["audit", "checkpoint"]);
  const former = join(b.folder, "former.pem");
  await writeFile(former, (await b.arx(["audit", "checkpoint", "--key"])).out);
  const env = { ARX_AUDIT_KEY: Buffer.alloc(32, 7).toString("base64") };
  const unnamed = await b.arx(["audit", "verify"], { env });
  expect(unnamed).toMatchObject({ code: 9, out: expect.stringContaining("checkpoint_invalid") });
  const named = ["audit", "verify", "--former-key", former];
  expect(await b.arx(named, { env })).toMatchObject({ code: 0, out: expect.stringContaining(": intact") });
  await writeFile(former, "no key");
  const err = expect.stringContaining("a key to verify with is no public key in PEM");
  expect(await b.arx(named, { env })).toMatchObject({ code: 9, err });
});

test("the log is read and verified though the policies are broken", async () => {
  await using b = await bench();
  await b.arx(["run", "okta", "users:read"]);
  await writeFile(join(b.home, "policies", "policies.yaml"), "broken: [");
  expect((await b.arx(["run", "okta", "users:read"])).code).toBe(7);
  expect((await b.arx(["audit", "tail"])).out).toContain("users:read");
  expect((await b.arx(["audit", "verify"])).code).toBe(0);
});

test("the log is exported whole, as records and as OCSF events", async () => {
  await using b = await bench();
  await b.arx(["run", "okta", "users:read"]);
  const lines = async (format: string): Promise<Data[]> =>
    (await b.arx(["audit", "export", "--format", format])).out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  expect((await lines("jsonl")).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(new Set((await lines("ocsf")).map(({ class_uid }) => class_uid))).toEqual(new Set([6003]));
});
