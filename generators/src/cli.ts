import { parseArgs } from "node:util";
import { generate } from "./generate.ts";
import type { Change } from "./write.ts";

const usage = `Usage: generate [--check] [connector...]

Makes the generated files of the named connectors, or of all in specs/, what their specs say.
  --check   change nothing; fail where a file differs, is missing, or has no spec behind it
Exit codes: 0 done, 1 a spec is wrong or (with --check) a file is not current, 2 wrong usage.`;

/** Where a run speaks: results, and everything else. */
export type Output = Pick<Console, "log" | "error">;

/** Runs the command on the repository at `root` and gives the exit code. */
export async function run(args: readonly string[], root: string, output: Output): Promise<number> {
  const options = parse(args, output);
  if (!options) return 2;
  if (options.help) {
    output.log(usage);
    return 0;
  }
  const { check, only } = options;
  const outcome = await generate(root, { check, only });
  switch (outcome.kind) {
    case "unknown":
      output.error(
        `specs/ holds no connector ${outcome.connector}, only: ${outcome.known.join(", ")}\n\n${usage}`,
      );
      return 2;
    case "faults":
      output.error(`${outcome.report}\n\nNothing was written.`);
      return 1;
    case "changes":
      if (outcome.warnings) output.error(`${outcome.warnings}\n`);
      for (const change of outcome.changes) output.log(line(change, check));
      if (outcome.changes.length === 0) output.log(`current: ${outcome.connectors.join(", ")}`);
      else if (check)
        output.error(
          "\nGenerated files are not what the specs say: run `pnpm generate` and commit the result.",
        );
      return check && outcome.changes.length > 0 ? 1 : 0;
  }
}

function line({ kind, path }: Change, check: boolean): string {
  const done = { missing: "wrote  ", differs: "updated", stray: "deleted" };
  return `${check ? kind.padEnd(7) : done[kind]} ${path}`;
}

function parse(
  args: readonly string[],
  output: Output,
): { check: boolean; help: boolean; only: string[] } | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        check: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return { check: values.check, help: values.help, only: positionals };
  } catch (error) {
    output.error(`${(error as Error).message}\n\n${usage}`);
    return undefined;
  }
}
