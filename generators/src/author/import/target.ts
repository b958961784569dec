import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import type { ConnectorShape, FamilyShape, SchemaShape } from "../../spec/shape.ts";
import { AuthorError } from "../author-error.ts";
import type { PagingStyle } from "./paging.ts";

/** A spec's folder with the family that is added to. */
export interface Target {
  readonly folder: string;
  readonly file: string;
  readonly family: string;
  readonly connectorText: string;
  readonly paging: Readonly<Record<string, PagingStyle>>;
  /** Absent where the family is a new one. */
  readonly text?: string;
  readonly ids: ReadonlySet<string>;
  readonly schemas: ReadonlyMap<string, SchemaShape>;
}

/**
 * Reads the spec that is added to, as it stands.
 * @throws {@link AuthorError} where there is no spec, or `into` is no family's file
 */
export async function openTarget(into: string): Promise<Target> {
  const file = resolve(into);
  const folder = dirname(file);
  const family = basename(file, ".yaml");
  if (!file.endsWith(".yaml") || !/^[a-z][a-z0-9_]*$/.test(family) || family === "connector") {
    throw new AuthorError(
      `${into} is no family's file`,
      "Name specs/<connector>/<family>.yaml, in snake_case.",
    );
  }
  const connectorText = await readFile(join(folder, "connector.yaml"), "utf8").catch(() => undefined);
  if (connectorText === undefined) {
    throw new AuthorError(
      `${folder} holds no connector.yaml`,
      "Make the connector first, or correct the folder.",
    );
  }
  const connector = read<ConnectorShape>(connectorText);
  const families = new Map(
    await Promise.all(
      (connector?.families ?? []).map(async (name) => {
        const text = await readFile(join(folder, `${name}.yaml`), "utf8").catch(() => "");
        return [name, read<FamilyShape>(text)] as const;
      }),
    ),
  );
  const text = await readFile(file, "utf8").catch(() => undefined);
  return {
    folder,
    file,
    family,
    connectorText,
    paging: connector?.paging ?? {},
    ...(text !== undefined && { text }),
    ids: new Set([...families.values()].flatMap((each) => Object.keys(each?.operations ?? {}))),
    schemas: new Map([...families.values()].flatMap((each) => Object.entries(each?.schemas ?? {}))),
  };
}

/** What a file holds as far as it can be read: its faults are told when the result is tried out. */
function read<T>(text: string): Partial<T> | undefined {
  try {
    return (parse(text, { logLevel: "silent" }) as Partial<T> | null) ?? undefined;
  } catch {
    return undefined;
  }
}
