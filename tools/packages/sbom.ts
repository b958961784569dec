// Writes what each published package is made of, in CycloneDX's JSON, from the lockfile: node tools/packages/sbom.ts FOLDER
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pnpm } from "./pnpm.ts";
import { publicPackages, root } from "./public.ts";

const [folder = "sbom"] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
await pnpm(
  root,
  ...publicPackages.map(({ manifest }) => `--filter=${manifest.name}`),
  ...["sbom", "--sbom-format=cyclonedx", "--prod", "--lockfile-only", "--split"],
  `--out=${join(resolve(folder), "%s-%v.cdx.json")}`,
);
