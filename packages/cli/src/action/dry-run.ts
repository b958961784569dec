import { buildRequest, effectiveRisk, formatExplanation, type Json, parseInput } from "@arx/core";
import { exitCodes } from "../exit-codes.ts";
import type { Proposal } from "./carry-out.ts";
import { formatPairs } from "../output/table.ts";
import { decisionJson } from "../output/words.ts";
import { textOf } from "../terminal.ts";

/**
 * Decides on an action as the pipeline would, and shows what would be sent. Gives the exit code of the verdict.
 * @throws InvalidInputError if the input does not fit the operation
 */
export async function decideDryly({
  context,
  home,
  caller,
  definition,
  operation,
  input: raw,
}: Proposal): Promise<number> {
  const { runtime } = home;
  const input = await parseInput(operation, raw);
  const { risk, riskRaised } = effectiveRisk(operation, input);
  const { connector } = definition.catalog;
  const request = {
    connector,
    agentId: caller.agentId,
    operation: operation.id,
    risk,
    at: runtime.clock.now(),
  };
  const explanation = runtime.policy.explain(request);
  const { method, path } = buildRequest(operation, input);
  const shown: Json = runtime.redactor.at(input, operation.sensitive.input);
  const { decision, opinions } = explanation;
  const value = {
    ...decisionJson(decision),
    risk,
    ...(riskRaised !== undefined && { riskRaised }),
    request: `${method} ${path}`,
    input: shown,
    opinions,
  };
  context.terminal.show(value, () =>
    [
      formatPairs([
        ["would send", `${method} ${path}`],
        ["input", textOf(shown)],
        ["risk", riskRaised === undefined ? risk.toUpperCase() : `${risk.toUpperCase()}: ${riskRaised}`],
      ]),
      "",
      formatExplanation(explanation),
    ].join("\n"),
  );
  context.terminal.note("a dry run: nothing was recorded, asked or sent");
  return { allow: exitCodes.ok, escalate: exitCodes.pending, deny: exitCodes.denied }[decision.verdict];
}
