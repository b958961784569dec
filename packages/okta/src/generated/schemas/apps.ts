// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";

export const App: z.ZodType = z.looseObject({ id: z.string() });

export const AppUser: z.ZodType = z.looseObject({ id: z.string() });

export const NewAppCredentialsInput: z.ZodType = z.strictObject({
  userName: z.string().min(1).max(100).optional(),
  password: z.strictObject({ value: z.string().optional() }).optional(),
});

export const listApps: OperationSchemas = {
  input: z.strictObject({
    q: z.string().optional(),
    filter: z.string().optional(),
    limit: z.int().min(1).max(200).optional(),
    after: z.string().optional(),
    expand: z.string().optional(),
    includeNonDeleted: z.boolean().optional(),
    useOptimization: z.boolean().optional(),
    alwaysIncludeVpnSettings: z.boolean().optional(),
  }),
  result: z.array(App),
};

export const getApp: OperationSchemas = {
  input: z.strictObject({ appId: z.string().min(1), expand: z.string().optional() }),
  result: App,
};

export const assignUserToApp: OperationSchemas = {
  input: z.strictObject({
    appId: z.string().min(1),
    userId: z.string().min(1),
    scope: z.string().optional(),
    credentials: NewAppCredentialsInput.optional(),
    profile: z.record(z.string(), z.unknown()).optional(),
  }),
  result: AppUser,
};

export const removeUserFromApp: OperationSchemas = {
  input: z.strictObject({
    appId: z.string().min(1),
    userId: z.string().min(1),
    sendEmail: z.boolean().default(false),
  }),
};
