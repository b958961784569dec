import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { checkShape, closest, type Diagnostic, readYaml, type YamlSource } from "@arx/yaml";
import { z } from "zod";
import { fits } from "../pattern.ts";
import { differences, type Difference, type Finding } from "./finding.ts";

/** The file beside a spec that lists the differences which somebody has looked at. */
export const driftFile = "drift.yaml";

const text = z.string().trim().min(1);
const kinds = Object.keys(differences) as [Difference, ...Difference[]];

const driftShape = z
  .strictObject({
    names: z
      .record(z.string(), text)
      .optional()
      .describe("Operation of the spec -> the document's operationId, where it is not the client's method."),
    accepted: z
      .array(
        z
          .strictObject({
            difference: z.enum(kinds),
            at: z
              .union([text, z.array(text).min(1)])
              .describe("Where, as drift tells it; `*` stands for any run of characters."),
            because: text.describe("Why the spec is right, or why it does not matter."),
          })
          .meta({ id: "accepted difference" }),
      )
      .default([]),
  })
  .meta({ id: "drift file" });

/** What was accepted of the differences that were found, what was not, and what is wrong with the list itself. */
export interface Judgement {
  readonly unexplained: readonly Finding[];
  readonly accepted: readonly (Finding & { readonly because: string })[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The list of accepted differences of a spec. */
export class Accepted {
  readonly names: Readonly<Record<string, string>>;
  readonly #source: YamlSource | undefined;
  readonly #entries: readonly {
    readonly difference: Difference;
    readonly at: string | string[];
    readonly because: string;
  }[];
  readonly #diagnostics: readonly Diagnostic[];

  private constructor(source: YamlSource | undefined) {
    const { value, diagnostics } = source ? checkShape(source, driftShape) : { diagnostics: [] };
    this.#source = source;
    this.names = value?.names ?? {};
    this.#entries = value?.accepted ?? [];
    this.#diagnostics = diagnostics;
  }

  /** Reads the list of a spec's folder; a folder without one accepts nothing. */
  static async read(folder: string): Promise<Accepted> {
    const file = join(folder, driftFile);
    try {
      const content = await readFile(file, "utf8");
      return new Accepted(readYaml(relative(process.cwd(), file).replaceAll("\\", "/"), content));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return new Accepted(undefined);
    }
  }

  /** Takes the accepted ones out of the findings. An entry that accepts nothing is a fault: what it spoke of is over. */
  judge(findings: readonly Finding[], operations: readonly string[]): Judgement {
    const diagnostics = [...this.#diagnostics, ...this.#unknownNames(operations)];
    const reasons = new Map<Finding, string>();
    for (const [index, { difference, at, because }] of this.#entries.entries()) {
      const places = [at].flat();
      for (const [place, pattern] of places.entries()) {
        const found = findings.filter(
          (finding) => finding.difference === difference && fits(finding.at, pattern),
        );
        const fresh = found.filter((finding) => !reasons.has(finding));
        for (const finding of fresh) reasons.set(finding, because);
        if (fresh.length > 0) continue;
        const path = ["accepted", index, "at", ...(Array.isArray(at) ? [place] : [])];
        diagnostics.push(this.#unused(pattern, difference, path, findings, found.length > 0));
      }
    }
    return {
      unexplained: findings.filter((finding) => !reasons.has(finding)),
      accepted: findings.flatMap((finding) => {
        const because = reasons.get(finding);
        return because === undefined ? [] : [{ ...finding, because }];
      }),
      diagnostics,
    };
  }

  #unused(
    pattern: string,
    difference: Difference,
    path: readonly PropertyKey[],
    findings: readonly Finding[],
    isDouble: boolean,
  ): Diagnostic {
    const near = closest(
      pattern,
      findings.filter((finding) => finding.difference === difference).map(({ at }) => at),
    );
    return this.#source!.diagnose({
      code: "unused_acceptance",
      message: isDouble
        ? `an entry above accepts \`${pattern}\` already`
        : `there is no ${difference} at \`${pattern}\`${near === undefined ? "" : `; did you mean \`${near}\`?`}`,
      remedy: near === undefined || isDouble ? "Delete it." : `Write \`${near}\`, or delete it.`,
      path,
    });
  }

  *#unknownNames(operations: readonly string[]): Generator<Diagnostic> {
    for (const id of Object.keys(this.names).filter((name) => !operations.includes(name))) {
      const near = closest(id, operations);
      yield this.#source!.diagnose({
        code: "unknown_operation",
        message: `the spec has no operation \`${id}\``,
        remedy: near === undefined ? "Delete it." : `Write \`${near}\`, or delete it.`,
        path: ["names", id],
        on: "key",
      });
    }
  }
}
