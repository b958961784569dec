import { join } from "node:path";
import { type Risk, risks } from "@arx/core";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { type Author, generatorsOf, type ImportPick, repositoryOf, specsOf } from "../home/repository.ts";
import { plain, plainLines } from "../output/plain.ts";
import { askAmong, askChoice, askText } from "../prompt.ts";

interface Options {
  readonly openapi: string;
  readonly operation?: string;
  readonly path?: string;
  readonly tag?: string;
  readonly as?: string;
  readonly call?: string;
  readonly risk?: Risk;
  readonly into?: string;
}

/** `arx spec import` */
export async function importFrom(context: Context, options: Options): Promise<void> {
  const { terminal } = context;
  const root = repositoryOf();
  const author = await generatorsOf(root, "author");
  const pick = pickOf(options) ?? (await askForPick(context, author, options));
  if (pick === undefined) {
    const operations = await author.listOperations(options.openapi);
    terminal.show(operations, () => plainLines(author.formatOperations(operations)));
    terminal.note("nothing was written: pick with --operation, --path or --tag");
    return;
  }
  const into = options.into ?? (await familyFile(root, pick));
  const outcome = await author.importOperations({ document: options.openapi, pick: [pick], into });
  terminal.show(outcome, () => plainLines(author.formatImport(outcome)));
  if (outcome.kind === "refused" || outcome.kind === "faults") process.exitCode = exitCodes.usage;
}

/** What the flags pick; undefined where they pick nothing. */
function pickOf({ operation, path, tag, as, call, risk }: Options): ImportPick | undefined {
  const ways = [operation, path, tag].filter((way) => way !== undefined);
  if (ways.length === 0) return undefined;
  if (ways.length > 1)
    throw usageError("operations are picked in one way", "give --operation, --path or --tag");
  return {
    ...(operation !== undefined && { operationId: operation }),
    ...(path !== undefined && requestOf(path)),
    ...(tag !== undefined && { tag }),
    ...(as !== undefined && { as }),
    ...(call !== undefined && { call }),
    ...(risk !== undefined && { risk }),
  };
}

function requestOf(text: string): Pick<Required<ImportPick>, "method" | "path"> {
  const [, method, path] = /^([A-Za-z]+) +(\/\S*)$/.exec(text) ?? [];
  if (method !== undefined && path !== undefined) return { method, path };
  throw usageError(
    `${JSON.stringify(text)} is no request`,
    "write a method and a path: --path 'GET /contacts/{id}'",
  );
}

/** What a person at the terminal picks; undefined where there is none. */
async function askForPick(
  { terminal, signal }: Context,
  author: Author,
  { openapi, as, call, risk }: Options,
): Promise<ImportPick | undefined> {
  if (!terminal.interactive) return undefined;
  const listed = (await author.listOperations(openapi)).map((operation) => ({
    value: operation,
    label: plain(author.formatOperations([operation])),
  }));
  const { method, path } = await askAmong("Which operation?", listed, signal);
  return {
    method,
    path,
    as: as ?? (await askText("Its id in the spec, such as contacts:read", signal)),
    ...(call !== undefined && { call }),
    risk: risk ?? (await askChoice("What can it do to the organisation?", risks, signal)),
  };
}

/** The file of the family that the operation's new id names, in the repository's only spec. */
async function familyFile(root: string, { as }: ImportPick): Promise<string> {
  const [, family] = /^([a-z][a-z0-9_]*):/.exec(as ?? "") ?? [];
  const specs = await specsOf(root);
  const spec = specs.length === 1 ? specs[0] : undefined;
  if (family !== undefined && spec !== undefined) return join(root, "specs", spec, `${family}.yaml`);
  throw usageError(
    "it is not said into which file",
    `give --into specs/${spec ?? "CONNECTOR"}/${family ?? "FAMILY"}.yaml; --as FAMILY:ACTION says it where there is one spec alone`,
  );
}
