// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";

export const LogEvent: z.ZodType = z.looseObject({
  uuid: z.string(),
  published: z.string(),
  eventType: z.string(),
});

export const getLogs: OperationSchemas = {
  input: z.strictObject({
    since: z.iso.datetime({ offset: true }).optional(),
    until: z.iso.datetime({ offset: true }).optional(),
    after: z.string().optional(),
    filter: z.string().optional(),
    q: z.string().optional(),
    limit: z.int().min(0).max(1000).optional(),
    sortOrder: z.string().optional(),
  }),
  result: z.array(LogEvent),
};
