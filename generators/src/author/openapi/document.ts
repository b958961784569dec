import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parse } from "yaml";
import { AuthorError } from "../author-error.ts";
import type { RawDocument } from "./raw.ts";

/** A vendor's OpenAPI document, read but not judged. */
export class ApiDocument {
  readonly file: string;
  readonly raw: RawDocument;

  constructor(file: string, raw: RawDocument) {
    this.file = file;
    this.raw = raw;
  }

  get title(): string {
    return this.raw.info?.title ?? basename(this.file);
  }

  get version(): string {
    return this.raw.info?.version?.toString() ?? "";
  }

  /**
   * What a value stands for, references followed to their end.
   * @throws {@link AuthorError} where a reference leads outside the document, nowhere or in a circle
   */
  resolve(value: unknown): unknown {
    const seen = new Set<string>();
    let here = value;
    for (let ref = refOf(here); ref !== undefined; ref = refOf(here)) {
      if (seen.has(ref))
        throw new AuthorError(`${ref} in ${this.file} leads in a circle`, "Mend the document.");
      seen.add(ref);
      here = this.#at(ref);
    }
    return here;
  }

  #at(ref: string): unknown {
    if (!ref.startsWith("#/")) {
      throw new AuthorError(
        `${this.file} refers to another document: ${ref}`,
        "Bundle the document into one file first, for example with a bundler for OpenAPI.",
      );
    }
    const steps = ref.slice(2).split("/").map(unescapePointer);
    const found = steps.reduce<unknown>(
      (value, step) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined,
      this.raw,
    );
    if (found === undefined) {
      throw new AuthorError(`${this.file} has nothing at ${ref}, which it refers to`, "Mend the document.");
    }
    return found;
  }
}

/** The reference that a value is, if it is one. */
export function refOf(value: unknown): string | undefined {
  const ref = (value as { readonly $ref?: unknown } | null | undefined)?.$ref;
  return typeof ref === "string" ? ref : undefined;
}

/** The last name of a reference, such as `User`. */
export function refName(ref: string): string {
  return unescapePointer(ref.split("/").at(-1)!);
}

const unescapePointer = (step: string): string =>
  decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");

/**
 * Reads an OpenAPI 3.0 or 3.1 document, JSON or YAML.
 * @throws {@link AuthorError} where the file cannot be read or is no such document
 */
export async function readApiDocument(file: string): Promise<ApiDocument> {
  const document = parseText(file, await readText(file)) as RawDocument | string | null;
  if (
    typeof document !== "object" ||
    document === null ||
    !("openapi" in document || "swagger" in document)
  ) {
    throw new AuthorError(
      `${file} is no OpenAPI document`,
      "Name a JSON or YAML file with `openapi` at its top.",
    );
  }
  if (document.swagger !== undefined) {
    throw new AuthorError(
      `${file} is a Swagger document, of the time before OpenAPI 3`,
      "Convert it to OpenAPI 3 first.",
    );
  }
  if (typeof document.openapi !== "string" || !/^3\.[01](\.|$)/.test(document.openapi)) {
    throw new AuthorError(
      `${file} says \`openapi: ${String(document.openapi)}\``,
      "OpenAPI 3.0 and 3.1 are understood.",
    );
  }
  if (typeof document.paths !== "object" || document.paths === null) {
    throw new AuthorError(`${file} has no \`paths\``, "Name a document that describes operations.");
  }
  return new ApiDocument(file, document);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new AuthorError(`${file} cannot be read (${code ?? String(error)})`, "Name a file that is there.");
  }
}

function parseText(file: string, text: string): unknown {
  try {
    // JSON is YAML too, but a parser of its own reads ten megabytes in a moment.
    if (/^\s*\{/.test(text)) return JSON.parse(text.trimStart());
    return parse(text, { merge: true, maxAliasCount: 10_000, logLevel: "silent" });
  } catch (error) {
    throw new AuthorError(`${file} does not parse: ${(error as Error).message}`, "Mend the document.");
  }
}
