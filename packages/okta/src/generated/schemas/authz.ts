// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";
import { Link } from "./users.ts";

export const AuthorizationServerLinks: z.ZodType = z.looseObject({
  self: z.lazy(() => Link).nullish(),
  claims: z.lazy(() => Link).nullish(),
  scopes: z.lazy(() => Link).nullish(),
  keys: z.lazy(() => Link).nullish(),
  policies: z.lazy(() => Link).nullish(),
  rotateKey: z.lazy(() => Link).nullish(),
  activate: z.lazy(() => Link).nullish(),
  deactivate: z.lazy(() => Link).nullish(),
  metadata: z.array(z.lazy(() => Link)).nullish(),
});

export const AuthorizationServer: z.ZodType = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  audiences: z.array(z.string()).nullish(),
  issuer: z.string().nullish(),
  issuerMode: z.string().nullish(),
  status: z.string().nullish(),
  default: z.boolean().nullish(),
  created: z.string().nullish(),
  lastUpdated: z.string().nullish(),
  credentials: z
    .looseObject({
      signing: z
        .looseObject({
          kid: z.string().nullish(),
          use: z.string().nullish(),
          rotationMode: z.string().nullish(),
          lastRotated: z.string().nullish(),
          nextRotation: z.string().nullish(),
        })
        .nullish(),
    })
    .nullish(),
  jwks: z.looseObject({ keys: z.array(z.record(z.string(), z.unknown())).nullish() }).nullish(),
  jwks_uri: z.string().nullish(),
  accessTokenEncryptedResponseAlgorithm: z.string().nullish(),
  _links: AuthorizationServerLinks.nullish(),
});

export const AuthorizationServerPolicy: z.ZodType = z.looseObject({
  id: z.string(),
  type: z.string().nullish(),
  status: z.string().nullish(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  priority: z.number().nullish(),
  system: z.boolean().nullish(),
  conditions: z
    .looseObject({ clients: z.looseObject({ include: z.array(z.string()).nullish() }).nullish() })
    .nullish(),
  created: z.string().nullish(),
  lastUpdated: z.string().nullish(),
  _links: z
    .looseObject({
      self: z.lazy(() => Link).nullish(),
      rules: z.lazy(() => Link).nullish(),
      activate: z.lazy(() => Link).nullish(),
      deactivate: z.lazy(() => Link).nullish(),
    })
    .nullish(),
});

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
