import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { groupsOf, identityHere, personHere } from "../../src/runtime/person.ts";
import { rejection } from "../support/house.ts";

const user = userInfo().username;

test("the person here is the system's user, by the name that the home gives", async () => {
  expect(identityHere({})).toBe(user);
  expect(identityHere({ [user]: "sam@acme.com", [`${user}x`]: "eve@acme.com" })).toBe("sam@acme.com");
  expect(await personHere({ [user]: "sam@acme.com" })).toMatchObject({
    ...{ id: "sam@acme.com", authenticatedBy: "os" },
  });
});

// Windows has no groups of this kind, and no such program.
const noGroups = process.platform === "win32";

test.skipIf(noGroups)(
  "a program in PATH that is named as the system's own adds nobody to a group",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "arx-person-"));
    await writeFile(join(folder, "id"), "#!/bin/sh\necho security guards\n");
    await chmod(join(folder, "id"), 0o755);
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
    const { groups } = await personHere({});
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
    expect(groups).toEqual(execFileSync("/usr/bin/id", ["-Gn"], { encoding: "utf8" }).trim().split(" "));
  },
);

test.skipIf(noGroups)(
  "where no program tells the groups, nobody is taken for a person without any",
  async () => {
    expect(await groupsOf(user, ["/nowhere/id", "/usr/bin/id"])).not.toEqual([]);
    expect(await rejection(groupsOf(user, ["/nowhere/id"]))).toMatchObject({
      ...{ code: "person_unknown", message: expect.stringContaining("there is no /nowhere/id") as string },
    });
    expect(await rejection(groupsOf("no-such-user-here"))).toMatchObject({
      ...{ code: "person_unknown", message: expect.stringContaining("does not tell the groups") as string },
    });
  },
);
