import type { Method, Risk } from "../../spec/operation-model.ts";
import { readApiDocument } from "../openapi/document.ts";
import { headsOf } from "../openapi/operations.ts";
import { proposedRisk } from "./naming.ts";
import { phraseOf } from "./words.ts";

/** An operation of a document, to pick from. */
export interface ListedOperation {
  readonly operationId?: string;
  readonly method: Method;
  readonly path: string;
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly deprecated: boolean;
  /** What the method suggests; to be confirmed. */
  readonly proposedRisk: Risk;
}

/**
 * Every operation of a vendor's OpenAPI document, in its order.
 * @throws AuthorError where the file is no OpenAPI 3.0 or 3.1 document
 */
export async function listOperations(document: string): Promise<readonly ListedOperation[]> {
  return headsOf(await readApiDocument(document)).map(({ method, path, raw }) => {
    const summary = phraseOf(raw.summary ?? raw.description, 120);
    return {
      ...(raw.operationId !== undefined && { operationId: raw.operationId }),
      method,
      path,
      tags: raw.tags ?? [],
      ...(summary !== undefined && { summary }),
      deprecated: raw.deprecated === true,
      proposedRisk: proposedRisk({ method }),
    };
  });
}

/** The operations of a document for people, one a line. */
export function formatOperations(operations: readonly ListedOperation[]): string {
  return operations
    .map(({ method, path, operationId, summary, proposedRisk: risk, deprecated }) =>
      [
        `${method.padEnd(6)} ${path}`,
        operationId && `[${operationId}]`,
        `${risk}?`,
        deprecated && "(deprecated)",
        summary,
      ]
        .filter(Boolean)
        .join("  "),
    )
    .join("\n");
}
