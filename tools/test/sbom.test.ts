import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { publicPackages, root } from "../packages/public.ts";

interface Bom {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string; readonly group?: string } };
  readonly components: readonly {
    readonly name: string;
    readonly group?: string;
    readonly version: string;
  }[];
}

const folder = await mkdtemp(join(tmpdir(), "arx-sbom-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
await promisify(execFile)(process.execPath, [join(root, "tools/packages/sbom.ts"), folder], { cwd: root });
const files = await readdir(folder);
const boms = await Promise.all(
  files.map(async (file) => JSON.parse(await readFile(join(folder, file), "utf8")) as Bom),
);
const full = ({ group, name }: { readonly group?: string; readonly name: string }): string =>
  group === undefined || group === "" ? name : `${group}/${name}`;

test.for(publicPackages)(
  "the bill of materials of $manifest.name names what it runs on and nothing of its tests",
  (source) => {
    const { name, dependencies = {}, devDependencies = {} } = source.manifest;
    const bom = boms.find(({ metadata }) => full(metadata.component) === name);
    expect(bom).toMatchObject({ bomFormat: "CycloneDX" });
    const held = new Map((bom?.components ?? []).map((component) => [full(component), component.version]));
    for (const [dependency, range] of Object.entries(dependencies)) {
      expect([...held.keys()]).toContain(dependency);
      if (!range.startsWith("workspace:")) expect(held.get(dependency)).toBe(range);
    }
    expect(Object.keys(devDependencies).filter((dependency) => held.has(dependency))).toEqual([]);
  },
);
