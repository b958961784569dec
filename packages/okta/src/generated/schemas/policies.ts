// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";
import { Link } from "./users.ts";

export const PolicyLinks: z.ZodType = z.looseObject({
  self: z.lazy(() => Link).nullish(),
  rules: z.lazy(() => Link).nullish(),
  mappings: z.lazy(() => Link).nullish(),
  activate: z.lazy(() => Link).nullish(),
  deactivate: z.lazy(() => Link).nullish(),
});

export const Policy: z.ZodType = z.looseObject({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  priority: z.number().nullish(),
  status: z.string().nullish(),
  system: z.boolean().nullish(),
  conditions: z.record(z.string(), z.unknown()).nullish(),
  settings: z.record(z.string(), z.unknown()).nullish(),
  created: z.string().nullish(),
  lastUpdated: z.string().nullish(),
  _links: PolicyLinks.nullish(),
  _embedded: z.record(z.string(), z.unknown()).nullish(),
});

export const PolicyRule: z.ZodType = z.looseObject({
  id: z.string(),
  type: z.string().nullish(),
  name: z.string(),
  priority: z.number().nullish(),
  status: z.string().nullish(),
  system: z.boolean().nullish(),
  conditions: z.record(z.string(), z.unknown()).nullish(),
  actions: z.record(z.string(), z.unknown()).nullish(),
  created: z.string().nullish(),
  lastUpdated: z.string().nullish(),
  _links: PolicyLinks.nullish(),
});

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
