import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Page, root, table } from "./page.ts";

const folder = join(root, "packages/core/src/errors");

interface Told {
  readonly name: string;
  readonly code: string;
  readonly retryable: string;
  readonly meaning: string;
}

/** One row for each class of error, from its comment and its code. */
export async function errorsPage(): Promise<Page> {
  const files = (await readdir(folder)).filter((name) => name.endsWith("-error.ts")).toSorted();
  const errors = (await Promise.all(files.map(read))).flat();
  const rows = errors.map(({ name, code, retryable, meaning }) => [
    `\`${name}\`<br>\`${code}\``,
    retryable,
    meaning,
  ]);
  return {
    slug: "reference/errors",
    title: "Errors",
    description: "Every error of the core: its code, whether a retry can help, and what did not happen.",
    body: `Every error is an \`ArxError\`. \`code\` is stable, \`retryable\` says whether the same call may succeed later without anybody changing
anything, and \`actionId\` finds its records in [the log](/concepts/audit/). No message holds a secret.

${table(["Class and code", "Retryable", "What it means"], rows)}

What the API itself said is in an \`ApiError\`: \`status\`, \`apiCode\`, \`summary\`, \`causes\`, \`requestId\`. What each of Okta's codes means is on
the pages of [its operations](/okta/). The command turns errors into [exit codes](/reference/command/#exit-codes).`,
  };
}

async function read(file: string): Promise<readonly Told[]> {
  const text = await readFile(join(folder, file), "utf8");
  if (text.includes("export abstract class ArxError")) return [];
  const [, comment, name] = /\/\*\*((?:(?!\*\/).)*)\*\/\s*export class (\w+)/s.exec(text) ?? [];
  const [, code] = /readonly code = "(\w+)"/.exec(text) ?? [];
  if (comment === undefined || name === undefined || code === undefined) {
    throw new Error(`${file} has no class with a comment and a code`);
  }
  const [, retryable] = /readonly retryable = (true|false)/.exec(text) ?? [];
  const meaning = comment
    .replaceAll(/^\s*\*\s?/gm, "")
    .replaceAll(/\{@link ([^}]*)\}/g, "`$1`")
    .replaceAll(/\s+/g, " ")
    .trim();
  return [{ name, code, retryable: { true: "yes", false: "no" }[retryable ?? ""] ?? "it depends", meaning }];
}
