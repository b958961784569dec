import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { unpack } from "@publint/pack";
import { pnpm } from "./pnpm.ts";
import type { Manifest, PublicPackage } from "./public.ts";

/** A package as it would be published. */
export interface Packed {
  readonly source: PublicPackage;
  /** The tarball, absolute. */
  readonly tarball: string;
  /** The package.json inside it. */
  readonly manifest: Manifest;
  /** What it holds, by path from the package's root. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
}

/** Packs a package into a folder, as publishing does. The package must be built. */
export async function pack(source: PublicPackage, into: string): Promise<Packed> {
  await pnpm(source.folder, "pack", "--pack-destination", into);
  const { name, version } = source.manifest;
  const tarball = join(into, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
  const packed = await readFile(tarball);
  const content = await unpack(packed);
  const files = new Map(
    content.files.map(({ name: path, data }) => [path.slice(content.rootDir.length + 1), data]),
  );
  return {
    ...{ source, tarball, files },
    manifest: JSON.parse(textOf(files, "package.json")) as Manifest,
    packedBytes: packed.byteLength,
    unpackedBytes: [...files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0),
  };
}

/** A file of a packed package as text; empty if it is not there. */
export function textOf(files: Packed["files"], path: string): string {
  return Buffer.from(files.get(path) ?? []).toString();
}
