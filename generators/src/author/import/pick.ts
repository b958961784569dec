import type { Risk } from "../../spec/operation-model.ts";
import type { ApiDocument } from "../openapi/document.ts";
import { type ApiOperation, type Head, headsOf, operationOf } from "../openapi/operations.ts";
import { proposedCall, proposedId, proposedRisk } from "./naming.ts";

/** Which operations to import, by one of three names, and what to call them. */
export interface Pick {
  readonly operationId?: string;
  /** With `path`: a method of RFC 9110. */
  readonly method?: string;
  readonly path?: string;
  /** Every operation of this tag; `as` and `call` are then proposed for each. */
  readonly tag?: string;
  /** The operation's id in the spec, such as `users:read`. */
  readonly as?: string;
  /** A person's word for it; without it the operation is only proposed. */
  readonly risk?: Risk;
  /** The client's method, where it is not to be the vendor's name. */
  readonly call?: string;
}

/** An operation that was picked, with its names and its risk. */
export interface Picked {
  readonly pick: Pick;
  readonly operation: ApiOperation;
  readonly id: string;
  readonly call: string;
  readonly risk: Risk;
  /** Whether a person named the risk. */
  readonly confirmed: boolean;
}

/** Finds what was picked. A pick that finds nothing, or too much, is refused with what to write instead. */
export function pickOperations(
  document: ApiDocument,
  picks: readonly Pick[],
  family: string,
  present: ReadonlySet<string>,
): {
  readonly picked: readonly Picked[];
  readonly refusals: readonly (Pick & { readonly reason: string; readonly remedy: string })[];
} {
  const heads = headsOf(document);
  const ids = new Set([...present, ...picks.flatMap((pick) => pick.as ?? [])]);
  const picked: Picked[] = [];
  const refusals: (Pick & { reason: string; remedy: string })[] = [];
  for (const pick of picks) {
    const found = heads.filter((head) => isPicked(head, pick));
    const fault = faultOf(pick, found, present);
    if (fault) refusals.push({ ...pick, ...fault });
    else {
      for (const head of found) {
        const operation = operationOf(document, head);
        const id = pick.as ?? proposedId(family, operation, ids);
        ids.add(id);
        const risk = pick.risk ?? proposedRisk(operation);
        const call = pick.call ?? proposedCall(operation);
        picked.push({ pick, operation, id, call, risk, confirmed: pick.risk !== undefined });
      }
    }
  }
  return { picked, refusals };
}

function isPicked({ method, path, raw }: Head, pick: Pick): boolean {
  if (pick.operationId !== undefined) return raw.operationId === pick.operationId;
  if (pick.tag !== undefined) return raw.tags?.includes(pick.tag) === true;
  return (
    pick.method?.toUpperCase() === method &&
    pick.path !== undefined &&
    // The server's own path may be left out, as it is in the document.
    (path === pick.path || (path.endsWith(pick.path) && pick.path.startsWith("/")))
  );
}

function faultOf(
  pick: Pick,
  found: readonly Head[],
  present: ReadonlySet<string>,
): { readonly reason: string; readonly remedy: string } | undefined {
  if (found.length === 0) {
    return {
      reason: "the document has no such operation",
      remedy: "List its operations, and pick one of them.",
    };
  }
  if (found.length > 1 && pick.tag === undefined) {
    const requests = found.map(({ method, path }) => `${method} ${path}`).join(", ");
    return { reason: `the document has several: ${requests}`, remedy: "Pick by method and the whole path." };
  }
  if (found.length > 1 && (pick.as !== undefined || pick.call !== undefined)) {
    return {
      reason: `the tag has ${found.length} operations, which can not share one name`,
      remedy: "Leave out `as` and `call`, or pick the operations one by one.",
    };
  }
  if (pick.as !== undefined && present.has(pick.as)) {
    return {
      reason: `the spec has ${pick.as} already`,
      remedy: "Choose another id, or delete the old operation.",
    };
  }
  return undefined;
}
