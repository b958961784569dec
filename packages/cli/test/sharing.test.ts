import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { type Bench, bench, command, type Ran } from "./bench.ts";

const boundary = new URL("../../docs/src/content/docs/operate/boundary.md", import.meta.url);
const [node = "", ...main] = command;

// Users that every Linux machine has, and a group that none of them is in.
const [runner, ann, bo, group] = [1, 2, 3, 4_711];

/** Only root can become others, and they must be able to run the command from where it lies. */
const canBecomeOthers =
  process.platform === "linux" &&
  process.getuid?.() === 0 &&
  spawnSync(node, [...main, "--help"], { uid: ann, gid: group }).status === 0;

const nameOf = (uid: number): string => execFileSync("id", ["-un", String(uid)], { encoding: "utf8" }).trim();

/** Gives root's home to a group, as the documentation says. */
async function share({ folder, home, arx }: Bench): Promise<NodeJS.ProcessEnv> {
  await arx(["check", "--offline"]);
  const modes = /^chmod 2770 \.arx .*$/m.exec(await readFile(boundary, "utf8"))?.[0] ?? "exit 1";
  execFileSync("sh", ["-euc", `chown -R root:${group} .arx; ${modes}`], { cwd: folder });
  await chmod(folder, 0o755);
  const keys = join(folder, "config/arx/keys");
  const [auditKey = "", vaultKey = ""] = (await readdir(keys)).toSorted(
    (a, b) => Number(b.endsWith(".audit.key")) - Number(a.endsWith(".audit.key")),
  );
  return {
    ...{ ARX_HOME: home, ARX_AGENT: "agent-001", ARX_ORG: "org-acme" },
    ARX_AUDIT_KEY: await readFile(join(keys, auditKey), "utf8"),
    ARX_VAULT_KEY: await readFile(join(keys, vaultKey), "utf8"),
  };
}

test.skipIf(!canBecomeOthers)(
  "two users of a machine who share a home decide together on what a third one asks for",
  async () => {
    await using b = await bench({ selfApproval: false });
    const people = { [nameOf(ann)]: "ann@acme.com", [nameOf(bo)]: "bo@acme.com" };
    await writeFile(join(b.home, "arx.yaml"), JSON.stringify({ people }));
    await writeFile(
      join(b.home, "policies/policies.yaml"),
      `- name: suspensions
  connector: okta
  operations: ["users:suspend"]
  risk_max: high
  approval: hitl
  approvers: ["ann@acme.com", "bo@acme.com"]
  quorum: 2
`,
    );
    const env = { ...b.env, ...(await share(b)) };
    const as = async (uid: number, ...args: readonly string[]): Promise<Ran> => {
      const child = spawn(node, [...main, ...args], { cwd: "/", env, uid, gid: group });
      child.stdin.end();
      const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
      const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      return { code, out, err };
    };
    const vote = (uid: number, id: string): Promise<Ran> =>
      as(uid, "approvals", "approve", id, "--reason", "as agreed");

    const asked = await as(runner, "run", "okta", "users:suspend", "--user-id", "00u1a2b3c4d5e6f7g8");
    expect(asked).toMatchObject({ code: 4 });
    const id = /apr_[0-9a-f-]+/.exec(asked.err)![0];
    expect(await vote(runner, id)).toMatchObject({ code: 3 });
    expect(await vote(ann, id)).toMatchObject({
      code: 0,
      out: "counted; more people must approve\n",
    });
    expect(await vote(ann, id)).toMatchObject({ code: 3 });
    expect(await as(bo, "approvals", "resume", id)).toMatchObject({ code: 4 });
    expect(await vote(bo, id)).toMatchObject({ code: 0 });
    expect(await as(bo, "approvals", "resume", id)).toMatchObject({ code: 0 });
    expect(await as(ann, "audit", "verify")).toMatchObject({ code: 0 });
  },
);
