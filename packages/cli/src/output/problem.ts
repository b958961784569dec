import { styleText } from "node:util";
import type { CliError } from "../errors.ts";
import { type ExitName, exitCodes } from "../exit-codes.ts";
import { jsonText } from "../terminal.ts";
import { plainLines } from "./plain.ts";

/** An error as it is told: what went wrong, and what to do. Its members are the JSON shape of `error`. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  readonly exit: ExitName;
  readonly exitCode: number;
  readonly retryable?: boolean;
  readonly actionId?: string;
  readonly approvalId?: string;
}

const exits: Readonly<Record<string, ExitName>> = {
  invalid_input: "usage",
  unknown_operation: "usage",
  approval_not_found: "usage",
  vault_input: "usage",
  policy_denied: "denied",
  approval_denied: "denied",
  vote_refused: "denied",
  approval_pending: "pending",
  api_error: "callFailed",
  api_unreachable: "callFailed",
  action_overdue: "callFailed",
  rate_limited: "callFailed",
  sign_in_failed: "callFailed",
  unexpected_answer: "callFailed",
  origin_refused: "callFailed",
  outcome_unknown: "unknown",
  outcome_unrecorded: "unknown",
  runtime_not_ready: "notReady",
  config: "notReady",
  policy_load: "notReady",
  store_unavailable: "notReady",
  vault_key: "notReady",
  vault_unavailable: "notReady",
  vault_corrupt: "notReady",
  vault_access_denied: "notReady",
  vault_path_not_found: "notReady",
  vault_write: "notReady",
  approval_expired: "approvalOver",
  approval_consumed: "approvalOver",
  approval_stale: "approvalOver",
  approval_altered: "approvalOver",
  person_unknown: "notReady",
  settlement_refused: "denied",
  not_in_doubt: "usage",
  checkpoint_invalid: "checkFailed",
  clock_moved_back: "notReady",
};

/** The part of an ArxError that is told; read by shape, so that telling an error loads nothing. */
interface Coded {
  readonly code: string;
  readonly retryable?: boolean;
  readonly actionId?: string;
  readonly approvalId?: string;
  readonly operation?: string;
  readonly path?: string;
}

/** What a thrown value comes to. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof Error)) return problem("failure", "internal", String(error));
  if (error.name === "CliError") {
    const { exit, code, message, remedy } = error as CliError;
    return problem(exit, code, message, { ...(remedy !== undefined && { remedy }) });
  }
  if (error.name === "AuthorError") {
    const { message, remedy } = error as Error & { readonly remedy: string };
    return problem("usage", "authoring", message, { remedy });
  }
  const { code, retryable, actionId, approvalId, operation, path } = error as Error & Partial<Coded>;
  if (typeof code === "string" && retryable !== undefined) {
    const remedy = remedyOf({
      code,
      ...(approvalId !== undefined && { approvalId }),
      ...(operation !== undefined && { operation }),
      ...(path !== undefined && { path }),
    });
    return problem(exits[code] ?? "failure", code, error.message, {
      ...(remedy !== undefined && { remedy }),
      retryable,
      ...(actionId !== undefined && { actionId }),
      ...(approvalId !== undefined && { approvalId }),
    });
  }
  if (error.name === "AbortError") return problem("interrupted", "interrupted", "interrupted");
  return problem("failure", typeof code === "string" ? code.toLowerCase() : "internal", error.message);
}

/** For people on a terminal: the problem, what to do, and the stack if it was asked for. */
export function formatProblem(
  { message, remedy, actionId }: Problem,
  error: unknown,
  debug: boolean,
): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    styleText(style, text, { stream: process.stderr });
  return [
    `${paint("red", "error:")} ${plainLines(message)}`,
    ...(remedy === undefined ? [] : [`${paint("cyan", "what to do:")} ${remedy}`]),
    ...(actionId === undefined ? [] : [`action ${actionId}: arx audit show ${actionId}`]),
    ...(debug && error instanceof Error ? [stackOf(error)] : []),
  ].join("\n");
}

/** For programs: one JSON object on one line. */
export function jsonProblem(told: Problem): string {
  return jsonText({ error: told });
}

function problem(exit: ExitName, code: string, message: string, more: Partial<Problem> = {}): Problem {
  return { code, message, ...more, exit, exitCode: exitCodes[exit] };
}

function remedyOf({ code, approvalId = "ID", operation = "OPERATION", path }: Coded): string | undefined {
  switch (code) {
    case "approval_pending":
      return `a person decides with \`arx approvals approve ${approvalId}\` or \`deny\`; then \`arx approvals resume ${approvalId}\``;
    case "approval_not_found":
      return "`arx approvals ls --state any` lists all that there are";
    case "policy_denied":
      return `\`arx policy explain ${operation}\` tells which policy has to say what`;
    case "runtime_not_ready":
      return path === undefined ? undefined : intoTheVault(path);
    case "vault_path_not_found":
      return intoTheVault(path ?? "PATH");
    case "outcome_unknown":
    case "outcome_unrecorded":
      return "`arx recover` lists it and can find out";
    case "approval_expired":
    case "approval_consumed":
    case "approval_stale":
    case "approval_altered":
      return "run the action again: a new request is made";
    default:
      return undefined;
  }
}

function intoTheVault(path: string): string {
  return `put the credentials there, into the home's own vault with \`arx vault set ${path} FIELD\`; \`arx check\` names the fields`;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by: ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
