import { z } from "zod";
import { constraintShape, schemaShape } from "./schema-shape.ts";
import {
  callName,
  fieldPath,
  identifier,
  operationId,
  requestLine,
  riskShape,
  scalar,
  schemaName,
  text,
} from "./words.ts";

const parameterShape = z
  .strictObject({
    in: z.enum(["path", "query", "header"]).describe("The part of the request that carries it."),
    type: z
      .union([z.enum(["string", "integer", "number", "boolean", "date-time"]), schemaName])
      .default("string")
      .describe("A primitive, or the name of a schema of this connector."),
    name: text
      .optional()
      .describe("The name on the wire, where it is not the key (a header such as If-Match)."),
    required: z.boolean().optional().describe("A path parameter always is."),
    ...constraintShape,
    sent: z
      .boolean()
      .optional()
      .describe(
        "Of a read: the default is sent, not left to the API. A write's always is. For the size of a page.",
      ),
    otherwise: identifier
      .optional()
      .describe("With `pattern`: a value that does not match is sent as this other query parameter instead."),
  })
  .meta({ id: "Parameter" });

const bodyShape = z
  .strictObject({
    type: schemaName.describe("The schema of the body, such as CreateUserRequest."),
    required: z.boolean().default(true).describe("false: the request can go without a body."),
    flat: z
      .record(fieldPath, z.union([identifier, z.array(identifier).min(1)]))
      .optional()
      .describe(
        "A flat form of the body: target field -> the flat name, or several of which the first that is given counts.",
      ),
  })
  .meta({ id: "Body" });

/** Values of the form `{userId}` take the action's input of that name. */
const bindings = z
  .record(identifier, text)
  .describe(
    "Parameter of the read -> value; `{name}` takes the action's input, between double quotes as in JSON.",
  );

const reconcileShape = z
  .strictObject({
    read: operationId.describe("The read that tells, such as users:read_detail."),
    with: bindings.optional().describe("Absent: each required parameter takes the input of its name."),
    settled: z
      .union([
        z.enum(["present", "absent"]),
        z
          .record(fieldPath, scalar)
          .describe(
            "The action happened if the answer, or an item of the list, has these values; `{name}` takes the action's input.",
          ),
      ])
      .describe("What proves that the action happened: its object is there, is gone, or has certain values."),
    madeAt: fieldPath
      .optional()
      .describe(
        "The field that says when what is found was made. Where that is before the action, nothing is proved: a person settles it.",
      ),
  })
  .meta({
    id: "Reconcile",
    description: "The read that settles whether an action of unknown outcome happened.",
  });

const previewShape = z
  .strictObject({
    read: operationId.describe("The read that shows the target, such as users:read_detail."),
    with: bindings.optional(),
    title: text.describe("The target's name for a person, with {field.path} of the answer."),
    show: z.array(fieldPath).min(1).describe("Fields of the answer that the approver sees."),
    replaces: fieldPath
      .optional()
      .describe(
        "An object of the answer that the input's object of the same path replaces as a whole: the approver sees what it erases.",
      ),
  })
  .meta({ id: "Preview", description: "The read that shows an approver the target and its present state." });

const fallbackShape = z
  .strictObject({
    when: z
      .strictObject({
        status: z.int().min(400).max(499).describe("The HTTP status of the answer, such as 405."),
        code: text.optional().describe("The error code in its body, such as E0000022."),
      })
      .describe("The answer which proves that the first request did nothing."),
    request: requestLine.describe(
      "METHOD /path: sent under the same action when the first request provably did nothing.",
    ),
    body: z
      .record(fieldPath, scalar)
      .optional()
      .describe("Merged into the body; `{name}` takes the action's input."),
    because: text.describe("Why the API may want the other request, for the docs."),
  })
  .meta({ id: "Fallback" });

export const operationShape = z
  .strictObject({
    call: callName.describe("The client's method."),
    request: requestLine.describe("METHOD /path, such as GET /api/v1/users/{userId}."),
    risk: riskShape.describe("What a call can do to the organisation; `raise` may raise it."),
    summary: text.describe("The line that people see in docs, approvals and the catalog."),
    notes: z.array(text).optional().describe("What a caller must know: traps, delays, side effects."),
    parameters: z
      .record(identifier, parameterShape)
      .optional()
      .describe("What goes into the path, the query and the headers, by the names that callers use."),
    body: bodyShape.optional().describe("What the request carries as JSON. Absent: it has no body."),
    result: schemaShape
      .or(z.literal("none"))
      .describe("What the API answers; `none` where the answer has no body."),
    items: identifier
      .optional()
      .describe("The field of the result that holds the list, where the list is wrapped."),
    paging: identifier.optional().describe("A paging style of connector.yaml."),
    scopes: z.array(text).min(1).optional().describe("OAuth 2.0 scopes that the request needs."),
    bucket: identifier.optional().describe("The rate limit bucket, where path matching alone does not tell."),
    idempotent: z.boolean().optional().describe("Absent: as RFC 9110 says of the method."),
    raise: z
      .record(
        fieldPath,
        z.strictObject({
          to: riskShape.describe("The risk of a call with this input."),
          is: scalar.optional().describe("Only this value raises the risk. Absent: any value does."),
          because: text.describe("What the input does that makes the call graver."),
        }),
      )
      .optional()
      .describe("An input that is present raises the risk of the call."),
    undo: z
      .union([
        operationId,
        z.strictObject({
          operation: operationId.describe("The operation that takes it back, such as users:unsuspend."),
          but: text.describe("What it does not bring back."),
        }),
      ])
      .optional()
      .describe(
        "The operation that takes it back, and what that leaves. The operation itself needs a `but`.",
      ),
    reconcile: reconcileShape
      .optional()
      .describe("How to find out whether it happened, where no answer came. Absent: a person has to."),
    preview: previewShape
      .optional()
      .describe("What an approver sees of the target beside the input. Absent: the input alone."),
    precondition: z
      .array(fieldPath)
      .min(1)
      .optional()
      .describe("Fields of the preview that must still be what the approver saw when the request is sent."),
    fallback: fallbackShape
      .optional()
      .describe("Another request that does the same, for an API that refuses the first one."),
    errors: z
      .record(text, text)
      .optional()
      .describe("What an error code of connector.yaml means for this operation."),
    examples: z
      .array(
        z.strictObject({
          title: text.describe("What the example does, in a phrase."),
          input: z.record(z.string(), z.unknown()).describe("The whole input, full or flat."),
        }),
      )
      .optional()
      .describe("Inputs for the docs and the generated tests, checked against the parameters and body."),
  })
  .meta({ id: "Operation" });

export const familyShape = z
  .strictObject({
    family: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/)
      .describe("The first part of the operations' ids, such as users."),
    title: text.describe("The name that people see, such as Users."),
    summary: text.optional().describe("What the family is about, in one line of the docs."),
    operations: z
      .record(operationId, operationShape)
      .describe("The operations by id, such as users:suspend, in the order of the docs."),
    schemas: z
      .record(schemaName, schemaShape)
      .optional()
      .describe("Schemas by name, such as User; every family of the connector can use them."),
  })
  .meta({ id: "Family" });

export type OperationShape = z.infer<typeof operationShape>;
export type FamilyShape = z.infer<typeof familyShape>;
