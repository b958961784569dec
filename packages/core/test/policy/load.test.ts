import { execFileSync } from "node:child_process";
import { chmod, chown, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { canonicalJson, sha256 } from "../../src/audit/canonical.ts";
import { loadPolicies } from "../../src/policy/load.ts";
import { lockFileOf } from "../../src/policy/lock.ts";
import { catalogs, newYear } from "./bench.ts";
import { granting, policyFolder } from "./folder.ts";

const load = (folder: string): ReturnType<typeof loadPolicies> =>
  loadPolicies({ folder, catalogs, now: newYear });
const reads = granting("reads", "users:read");

test("every YAML file of the folder is loaded; hidden files and other files are none of it", async () => {
  await using folder = await policyFolder({
    "b.yaml": reads,
    "a.yml": granting("groups", "groups:read"),
    "C.YAML": granting("apps", "apps:read"),
    ".hidden.yaml": "{{{",
    "README.md": "# Policies",
    "old.yaml.bak": "{{{",
    "notes.json": "{{{",
  });

  const { set, diagnostics } = await load(folder.path);

  expect(diagnostics).toEqual([]);
  expect(set!.policies.map(({ name }) => name)).toEqual(["apps", "groups", "reads"]);
  expect(set!.files).toEqual(["C.YAML", "a.yml", "b.yaml"].map((name) => join(folder.path, name)));
});

test("a folder without a policy file is refused", async () => {
  await using folder = await policyFolder({ "README.md": "# Policies", ".hidden.yaml": reads });

  expect(await load(folder.path)).toMatchObject({
    diagnostics: [{ code: "no_policies", severity: "error", file: folder.path }],
  });
  expect(await load(folder.path)).not.toHaveProperty("set");
});

test("a folder that is missing, or that is a file, is refused", async () => {
  await using folder = await policyFolder({ "a.yaml": reads });

  for (const path of [join(folder.path, "nowhere"), join(folder.path, "a.yaml")]) {
    const { set, diagnostics } = await load(path);
    expect(set).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "unreadable_folder", severity: "error", file: path }]);
  }
});

test("one bad file among good ones spoils the set, and every fault of every file is told", async () => {
  await using folder = await policyFolder({
    "good.yaml": reads,
    "bad.yaml": "- name: x\n  connector: okta\n  deny: [users:supend]\n",
  });
  await mkdir(join(folder.path, "dir.yaml"));

  const { set, diagnostics } = await load(folder.path);

  expect(set).toBeUndefined();
  expect(diagnostics.map(({ code, file }) => [code, file])).toEqual([
    ["not_a_file", join(folder.path, "dir.yaml")],
    ["no_such_operation", join(folder.path, "bad.yaml")],
  ]);
});

test("a link that leads nowhere, in a circle or out of the folder is refused", async () => {
  await using folder = await policyFolder({ "good.yaml": reads });
  await using elsewhere = await policyFolder({ "theirs.yaml": granting("theirs", "users:read") });
  await symlink(join(folder.path, "gone"), join(folder.path, "a-nowhere.yaml"));
  await symlink("b-circle.yaml", join(folder.path, "b-circle.yaml"));
  await symlink(join(elsewhere.path, "theirs.yaml"), join(folder.path, "c-outside.yaml"));

  const { set, diagnostics } = await load(folder.path);

  expect(set).toBeUndefined();
  expect(diagnostics.map(({ code, file }) => [code, file]).toSorted()).toEqual([
    ["outside_folder", join(folder.path, "c-outside.yaml")],
    ["unreadable_file", join(folder.path, "a-nowhere.yaml")],
    ["unreadable_file", join(folder.path, "b-circle.yaml")],
  ]);
});

test("a link to a neighbour whose name begins as the folder's does leads out of the folder", async () => {
  await using folder = await policyFolder({ "good.yaml": reads });
  const neighbour = `${folder.path}-of-others`;
  await using _removed = { [Symbol.asyncDispose]: () => rm(neighbour, { recursive: true, force: true }) };
  await mkdir(neighbour);
  await writeFile(join(neighbour, "theirs.yaml"), granting("theirs", "users:read"));
  await symlink(join(neighbour, "theirs.yaml"), join(folder.path, "theirs.yaml"));

  const { set, diagnostics } = await load(folder.path);

  expect(set).toBeUndefined();
  expect(diagnostics).toMatchObject([
    {
      code: "outside_folder",
      file: join(folder.path, "theirs.yaml"),
      message: "the link leads out of the policy folder, where others may change it",
      remedy: "Put the file itself into the folder.",
    },
  ]);
});

test("each fault of the folder says what is wrong and what to do", async () => {
  await using folder = await policyFolder({ "long.yaml": "#".repeat(4 * 1024 * 1024 + 1) });
  await folder.write("latin.yaml", Uint8Array.of(0x23, 0x20, 0xe9, 0x0a));
  await mkdir(join(folder.path, "dir.yaml"));
  await using empty = await policyFolder();
  const missing = join(folder.path, "nowhere");
  const told = (await Promise.all([folder.path, empty.path, missing].map(load)))
    .flatMap(({ diagnostics }) => diagnostics)
    .map(({ code, line, column, frame, message, remedy }) => [code, line, column, frame, message, remedy]);

  expect(told).toEqual([
    ["not_a_file", 1, 1, "", "this is not a regular file", "Rename or remove it."],
    [
      ...["unreadable_file", 1, 1, "", expect.stringContaining("not valid") as string],
      "Make it a UTF-8 file that this process can read.",
    ],
    ["too_long", 1, 1, "", "the file is longer than 4194304 bytes", "Split or remove it."],
    [
      ...["no_policies", 1, 1, "", "the folder holds no policy file, and without one nothing is granted"],
      "Add a file such as policies.yaml.",
    ],
    [
      ...["unreadable_folder", 1, 1, "", expect.stringContaining("ENOENT") as string],
      "Create the folder, or let this process read it.",
    ],
  ]);
});

test("beside a file that can't be read, warnings of the others are left out", async () => {
  await using folder = await policyFolder({
    "old.yaml": "- { name: old, connector: okta, deny: [users:read], expires: 2025-01-01T00:00:00Z }\n",
  });
  const severities = async (): Promise<string[]> =>
    (await load(folder.path)).diagnostics.map(({ severity }) => severity);
  expect(await severities()).toEqual(["warning"]);

  await mkdir(join(folder.path, "dir.yaml"));
  expect(await severities()).toEqual(["error"]);
});

test("links within the folder are followed, as where files are mounted from a config map", async () => {
  await using folder = await policyFolder();
  await mkdir(join(folder.path, "..2026"));
  await folder.write("..2026/reads.yaml", reads);
  await symlink("..2026", join(folder.path, "..data"));
  await symlink("..data/reads.yaml", join(folder.path, "reads.yaml"));

  expect((await load(folder.path)).set!.policies).toMatchObject([{ name: "reads" }]);
});

test("a link to a folder is a folder", async () => {
  await using folder = await policyFolder({ "reads.yaml": reads });
  await using elsewhere = await policyFolder();
  await symlink(folder.path, join(elsewhere.path, "policies"));

  expect((await load(join(elsewhere.path, "policies"))).set!.policies).toMatchObject([{ name: "reads" }]);
});

// Windows keeps pipes in a place of their own, where no policy folder is.
test.skipIf(process.platform === "win32")(
  "a pipe with the name of a policy is refused, not waited for",
  async () => {
    await using folder = await policyFolder({ "good.yaml": reads });
    execFileSync("mkfifo", [join(folder.path, "pipe.yaml")]);

    expect(await load(folder.path)).toMatchObject({ diagnostics: [{ code: "not_a_file" }] });
  },
);

test("a file that is not UTF-8, or of no sane length, is refused", async () => {
  await using folder = await policyFolder({ "long.yaml": `# ${"x".repeat(4 * 1024 * 1024)}\n` });
  await folder.write("latin.yaml", Uint8Array.of(0x23, 0x20, 0xe9, 0x0a));

  const { set, diagnostics } = await load(folder.path);

  expect(set).toBeUndefined();
  expect(diagnostics.map(({ code }) => code).toSorted()).toEqual(["too_long", "unreadable_file"]);
});

test("a file of the greatest length is read whole", async () => {
  const bound = 4 * 1024 * 1024;
  await using folder = await policyFolder({ "long.yaml": `${reads}\n#`.padEnd(bound, "x") });
  expect((await load(folder.path)).diagnostics).toEqual([]);
});

test("a sub-folder is not searched, and the operator is told so", async () => {
  await using folder = await policyFolder({
    "reads.yaml": reads,
    "denials.yaml": granting("denials", "users:read"),
  });
  await mkdir(join(folder.path, "more"));
  await rename(join(folder.path, "denials.yaml"), join(folder.path, "more", "denials.yaml"));

  const { set, diagnostics } = await load(folder.path);

  expect(set!.policies).toMatchObject([{ name: "reads" }]);
  expect(diagnostics).toMatchObject([
    {
      ...{ code: "subfolder", severity: "warning", file: join(folder.path, "more") },
      message: "policies in sub-folders are not loaded",
      remedy: "Move them up, or move the folder away.",
    },
  ]);
});

// Windows has no such modes: there, what a user's folder holds is that user's by its access list.
const noModes = process.platform === "win32";

/** A folder with policies and an empty lock, and what each is called. */
async function locked(path: string): Promise<Readonly<Record<string, string>>> {
  const lock = lockFileOf(path);
  await writeFile(lock, '{ "version": 1, "policies": {} }', { mode: 0o600 });
  return { file: join(path, "reads.yaml"), lock, folder: path };
}

test.skipIf(noModes).each([
  ["file", 0o666, "everybody (mode 0666)"],
  ["file", 0o642, "everybody (mode 0642)"],
  ["file", 0o664, "its group (mode 0664)"],
  ["lock", 0o666, "everybody (mode 0666)"],
  ["lock", 0o620, "its group (mode 0620)"],
  ["folder", 0o1777, "everybody (mode 1777)"],
  ["folder", 0o770, "its group (mode 0770)"],
])("a policy %s of mode %o is not trusted", async (what, mode, who) => {
  await using outer = await policyFolder();
  const folder = join(outer.path, "policies");
  await mkdir(folder);
  await writeFile(join(folder, "reads.yaml"), reads, { mode: 0o600 });
  const path = (await locked(folder))[what]!;
  expect((await load(folder)).diagnostics).toEqual([]);
  await chmod(path, mode);

  const { set, diagnostics } = await load(folder);

  expect(set).toBeUndefined();
  expect(diagnostics).toMatchObject([
    {
      ...{ code: "untrusted", severity: "error", file: path },
      message: `it can be written by ${who}, so what it says is not to be trusted`,
      remedy: `Look at what it says, then \`chmod go-w ${path}\`.`,
    },
  ]);
  expect((await loadPolicies({ folder, catalogs, now: newYear, candidate: true })).set).toBeDefined();
  await chmod(path, mode & ~0o022);
  expect((await load(folder)).diagnostics).toEqual([]);
});

// Only root can give a file away.
test.skipIf(process.getuid?.() !== 0).each(["file", "lock", "folder"])(
  "a policy %s that belongs to somebody else is not trusted",
  async (what) => {
    await using outer = await policyFolder();
    const folder = join(outer.path, "policies");
    await mkdir(folder);
    await writeFile(join(folder, "reads.yaml"), reads, { mode: 0o600 });
    const path = (await locked(folder))[what]!;
    await chown(path, 65_534, 65_534);

    const { set, diagnostics } = await load(folder);

    expect(set).toBeUndefined();
    expect(diagnostics).toMatchObject([
      {
        ...{ code: "untrusted", file: path },
        message: "it belongs to another user (id 65534), so what it says is not to be trusted",
        remedy: `Look at what it says, then \`chown\` ${path} to this user or to root.`,
      },
    ]);
  },
);

test.skipIf(noModes)("a link is trusted as what it leads to is", async () => {
  await using folder = await policyFolder();
  await writeFile(join(folder.path, "text"), reads);
  await symlink("text", join(folder.path, "reads.yaml"));
  await chmod(join(folder.path, "text"), 0o666);

  expect(await load(folder.path)).toMatchObject({
    diagnostics: [
      {
        file: join(folder.path, "reads.yaml"),
        remedy: expect.stringContaining(`chmod go-w ${join(folder.path, "text")}`) as string,
      },
    ],
  });
});

test("the hash is SHA-256 over the canonical form of what the policies say, every default written out", async () => {
  await using folder = await policyFolder({
    "a.yaml":
      "- { name: b, connector: okta, deny: [users:suspend] }\n- { name: a, connector: okta, operations: [users:*], quorum: 2 }\n",
  });
  const approval = { low: "none", medium: "hitl", high: "hitl", critical: "hitl" };
  const common = { connector: "okta", riskMax: "low", approval };
  const said = [
    { ...common, name: "a", operations: ["users:*"], deny: [], quorum: 2 },
    { ...common, name: "b", operations: [], deny: ["users:suspend"] },
  ];

  expect((await load(folder.path)).set!.hash).toBe(sha256(canonicalJson(said)));
});

test("the hash is that of what the policies say: blind to files, comments, order and spelled-out defaults", async () => {
  await using terse = await policyFolder({
    "all.yaml":
      "- { name: a, connector: okta, operations: [users:read, groups:read] }\n- { name: b, connector: okta, deny: [users:suspend] }\n",
  });
  await using wordy = await policyFolder({
    "b.yml": "# no suspending\n- connector: okta\n  deny:\n    - users:suspend\n  name: b\n",
    "a.yml":
      "- name: a\n  connector: okta\n  operations: [groups:read, users:read, groups:read]\n  risk_max: low\n  approval: { low: none, high: hitl }\n",
  });
  await using other = await policyFolder({
    "all.yaml":
      "- { name: a, connector: okta, operations: [users:read] }\n- { name: b, connector: okta, deny: [users:suspend] }\n",
  });

  const [one, two, three] = await Promise.all(
    [terse, wordy, other].map(async ({ path }) => (await load(path)).set!.hash),
  );

  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(two).toBe(one);
  expect(three).not.toBe(one);
});
