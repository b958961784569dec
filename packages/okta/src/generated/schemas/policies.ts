// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";

export const Policy: z.ZodType = z.looseObject({ id: z.string(), type: z.string(), name: z.string() });

export const PolicyRule: z.ZodType = z.looseObject({ id: z.string(), name: z.string() });

export const listPolicies: OperationSchemas = {
  input: z.strictObject({
    type: z.string(),
    status: z.string().optional(),
    q: z.string().optional(),
    expand: z.string().optional(),
    sortBy: z.string().optional(),
    limit: z.int().min(1).optional(),
    after: z.string().optional(),
    resourceId: z.string().optional(),
  }),
  result: z.array(Policy),
};

export const listPolicyRules: OperationSchemas = {
  input: z.strictObject({ policyId: z.string().min(1), limit: z.int().min(1).optional() }),
  result: z.array(PolicyRule),
};
