import type { BareDraft } from "../../audit/record.ts";
import { StoreConflictError } from "../../errors/store-conflict-error.ts";
import { StoreUnavailableError } from "../../errors/store-unavailable-error.ts";
import type { Step, Unit } from "./changes.ts";

/**
 * A record on its way to the thread. Nearly all that crosses is records, and a few texts cross in a fraction of the time
 * that objects with their members take, on both sides.
 */
type PackedDraft = readonly [
  details: string,
  at: BareDraft["at"],
  kind: BareDraft["kind"],
  orgId: BareDraft["orgId"],
  actionId: BareDraft["actionId"],
  agentId: BareDraft["agentId"],
  connector: BareDraft["connector"],
  operation: BareDraft["operation"],
  risk: BareDraft["risk"],
  verdict: BareDraft["verdict"],
  outcome: BareDraft["outcome"],
];

/** A unit on its way to the thread. */
export type PackedUnit = readonly (PackedDraft | Exclude<Step, { do: "append" }>)[];

/** Makes a unit ready to cross to the thread. */
export function packUnit(unit: Unit): PackedUnit {
  return unit.map((step) => {
    if (step.do !== "append") return step;
    const { details, draft } = step;
    const { at, kind, orgId, actionId, agentId, connector, operation, risk, verdict, outcome } = draft;
    return [details, at, kind, orgId, actionId, agentId, connector, operation, risk, verdict, outcome];
  });
}

/** The unit that crossed. */
/* v8 ignore start -- called in the thread, where nothing is counted */
export function unpackUnit(unit: PackedUnit): Unit {
  return unit.map((packed): Step => {
    if ("do" in packed) return packed;
    const [details, at, kind, orgId, actionId, agentId, connector, operation, risk, verdict, outcome] =
      packed;
    const draft = { at, kind, orgId, actionId, agentId, connector, operation, risk, verdict, outcome };
    return { do: "append", draft, details };
  });
}
/* v8 ignore stop */

/** An error in a form that crosses threads with its class. */
export type PackedError =
  | { readonly step: string; readonly message: string; readonly cause: unknown }
  | { readonly retryable: boolean; readonly message: string; readonly cause: unknown }
  | { readonly error: Error };

/** Makes an error ready to cross to another thread, where only the language's own classes arrive as what they are. */
/* v8 ignore next -- called in the thread, where nothing is counted */
export function packError(error: Error): PackedError {
  const { message, cause } = error;
  if (error instanceof StoreConflictError) return { step: error.step, message, cause };
  if (error instanceof StoreUnavailableError) return { retryable: error.retryable, message, cause };
  return { error };
}

/** The error that crossed. */
export function unpackError(packed: PackedError): Error {
  if ("error" in packed) return packed.error;
  const { message, cause } = packed;
  if ("step" in packed) return new StoreConflictError(packed.step, message, { cause });
  return new StoreUnavailableError(message, { retryable: packed.retryable, cause });
}
