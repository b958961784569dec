import { rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fingerprint } from "../../src/policy/fingerprint.ts";
import { policyFolder } from "./folder.ts";

test("a file that is written over is told by its times, to less than a millisecond and whatever its length", async () => {
  await using folder = await policyFolder({ "a.yaml": "one" });
  const file = join(folder.path, "a.yaml");
  const before = await fingerprint(folder.path);
  expect(await fingerprint(folder.path)).toBe(before);

  // A file system's clock may tick but every few milliseconds.
  await new Promise((resolve) => setTimeout(resolve, 25));
  const { mtimeMs, size, ino } = await stat(file);
  await writeFile(file, "two");
  // Put back to the very millisecond: only the finer part, and the time of the change of status, can tell.
  await utimes(file, mtimeMs / 1_000, mtimeMs / 1_000);

  expect(await stat(file)).toMatchObject({ size, ino });
  expect(await fingerprint(folder.path)).not.toBe(before);
});

test("a folder that is missing, one that is none, and links that lead nowhere each look their own way", async () => {
  await using folder = await policyFolder({ "a.yaml": "one" });
  const path = join(folder.path, "b.yaml");
  const seen = [await fingerprint(folder.path), await fingerprint(path)];
  await symlink(join(folder.path, "nowhere"), path);
  seen.push(await fingerprint(folder.path));
  await rm(path);
  await symlink("b.yaml", path);
  seen.push(await fingerprint(folder.path), await fingerprint(join(folder.path, "a.yaml")));

  expect(new Set(seen).size).toBe(seen.length);
});
