import type { Command } from "commander";
import { risks } from "@arx/core";
import type { Context } from "../context.ts";
import { choice, instant } from "../options.ts";
import { document } from "../program.ts";
import { diffSets } from "./policy-diff.ts";
import { explainDecision, listMatrix, listScopes, printSchema } from "./policy-show.ts";
import { lintPolicies, testPolicies } from "./policy-check.ts";
import { lockPolicies } from "./policy-lock.ts";
import { replayLog } from "./policy-replay.ts";

/** `arx policy lint / explain / matrix / test / diff / scopes / replay / lock / schema` */
export function define(command: Command, context: Context): void {
  document(
    command
      .command("lint")
      .description(
        "check a folder of policies: what is wrong or never used, where, and what to write instead",
      )
      .argument("[folder]", "default: the home's policies")
      .option("--strict", "warnings fail too")
      .action(async (folder: string | undefined, options) => lintPolicies(context, folder, options)),
    ["arx policy lint", "arx policy lint ./policies --strict"],
    "{ok, hash?, diagnostics: [{code, severity, message, remedy?, file, line, column}]}",
  );
  document(
    atInstant(command.command("explain"))
      .description("tell how an operation is decided for an agent, and what each policy has to say to it")
      .argument("<operation>", "such as users:suspend")
      .option("--connector <name>", "where several have such an operation")
      .addOption(choice("--risk <level>", "the effective risk of the call (default: the operation's)", risks))
      .option("--policies <folder>", "default: the home's policies")
      .action(async (operation: string, options) => explainDecision(context, operation, options)),
    ["arx policy explain users:suspend", "arx policy explain users:create --risk high --agent soc-1 --json"],
    "{request, decision, opinions: [{policy, effect, because, pattern?, file, line}]}",
  );
  document(
    atInstant(command.command("matrix"))
      .description(
        "print who may do what: every class of agents that the policies tell apart, every operation",
      )
      .argument("[pattern]", "a glob over operation ids, such as 'users:*'")
      .option("--policies <folder>", "default: the home's policies")
      .action(async (pattern: string | undefined, options) => listMatrix(context, pattern, options)),
    ["arx policy matrix", "arx policy matrix 'users:*' --json"],
    "[{agents: [glob], exampleAgent, connector, operation, risk, verdict, approval?, reason?, policies}]",
  );
  document(
    command
      .command("test")
      .description(
        "hold policies against a file of expected verdicts; what it does not list is expected to be denied",
      )
      .argument("<file>", "YAML: - agent, connector?, at?, allow: [globs], escalate: [globs]")
      .option("--policies <folder>", "default: the home's policies")
      .action(async (file: string, options) => testPolicies(context, file, options)),
    ["arx policy test expected.yaml", "arx policy test expected.yaml --policies ./candidate"],
    "{ok, checked, failed: [{agentId, connector, operation, expected, verdict, policies, file, line}]}",
  );
  document(
    atInstant(command.command("diff"))
      .description("compare two folders of policies by what they decide, from now on, not by their text")
      .argument("<before>", "a folder")
      .argument("[after]", "a folder (default: the home's policies)")
      .option("--exit-code", "exit with 9 if they differ")
      .action(async (before: string, after: string | undefined, options) =>
        diffSets(context, before, after, options),
      ),
    ["arx policy diff ./old ./new", "arx policy diff ./old --exit-code"],
    "[{agents: [glob], exampleAgent, connector, operation, risks, from, before, after}]; before, after: {verdict, approval?, reason?, policies}",
  );
  document(
    atInstant(command.command("scopes"))
      .description(
        "print the least OAuth scopes that the permitted operations need; with --agent: that agent's",
      )
      .option("--policies <folder>", "default: the home's policies")
      .action(async (options) => listScopes(context, options)),
    ["arx policy scopes", "arx policy scopes --agent soc-1 --json"],
    "[{connector, scope, operations: [id]}]",
  );
  document(
    command
      .command("replay")
      .description("decide again on the recorded actions under other policies, and tell what would change")
      .argument("<folder>", "the candidate policies")
      .option("--since <time>", "only actions from then on: an instant, or a time ago such as 7d", instant)
      .option("--exit-code", "exit with 9 if anything would change")
      .action(async (folder: string, options) => replayLog(context, folder, options)),
    ["arx policy replay ./candidate --since 7d"],
    "{decisions, skipped, changes: [{agentId, connector, operation, risk, before, after, count, lastSeq}]}",
  );
  document(
    command
      .command("lock")
      .description(
        "write down what wildcards grant today; what is HIGH or CRITICAL and comes under one later is held, not granted, until it is acknowledged",
      )
      .option("--acknowledge <operation...>", "grant these operations, which are held")
      .option("--policies <folder>", "default: the home's policies; the lock is FOLDER.lock.json")
      .action(async (options) => lockPolicies(context, options)),
    ["arx policy lock", "arx policy lock --acknowledge users:suspend"],
    "{file, acknowledged, held}; both: [{policy, connector, operation, risk, pattern}]",
  );
  document(
    command
      .command("schema")
      .description(
        "print the JSON Schema of policy files, for editors: it knows the operations of the connectors",
      )
      .action(async () => printSchema(context)),
    ["arx policy schema > policies.schema.json"],
    "the same with and without --json: a JSON Schema, draft 7",
  );
  document(command, ["arx policy lint", "arx policy explain users:suspend"]);
}

function atInstant(command: Command): Command {
  return command.option("--at <instant>", "decide as of then (default: now)", instant);
}
