// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";

export const AuthorizationServer: z.ZodType = z.looseObject({ id: z.string() });

export const AuthorizationServerPolicy: z.ZodType = z.looseObject({ id: z.string() });

export const listAuthorizationServers: OperationSchemas = {
  input: z.strictObject({
    q: z.string().optional(),
    limit: z.int().min(1).max(200).optional(),
    after: z.string().optional(),
  }),
  result: z.array(AuthorizationServer),
};

export const listAuthorizationServerPolicies: OperationSchemas = {
  input: z.strictObject({ authServerId: z.string().min(1) }),
  result: z.array(AuthorizationServerPolicy),
};
