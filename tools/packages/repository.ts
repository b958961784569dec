// Names the repository in the package.json of each published package: node tools/packages/repository.ts https://HOST/OWNER/NAME
// npm compares it with the workflow that publishes. It is not written down here, so that a fork names itself.
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { publicPackages, root } from "./public.ts";

const [address = ""] = process.argv.slice(2);
if (!URL.canParse(address)) throw new Error(`give the repository's address, not ${JSON.stringify(address)}`);

for (const { folder } of publicPackages) {
  const file = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as object;
  const directory = relative(root, folder).replaceAll("\\", "/");
  const repository = { type: "git", url: `git+${address}.git`, directory };
  writeFileSync(file, `${JSON.stringify({ ...manifest, repository }, undefined, 2)}\n`);
}
