// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";
import { Link } from "./users.ts";

export const AppAccessibility: z.ZodType = z.looseObject({
  selfService: z.boolean().nullish(),
  errorRedirectUrl: z.string().nullish(),
  loginRedirectUrl: z.string().nullish(),
});

export const AppVisibility: z.ZodType = z.looseObject({
  autoLaunch: z.boolean().nullish(),
  autoSubmitToolbar: z.boolean().nullish(),
  hide: z.looseObject({ iOS: z.boolean().nullish(), web: z.boolean().nullish() }).nullish(),
  appLinks: z.record(z.string(), z.boolean()).nullish(),
});

export const AppCredentials: z.ZodType = z.looseObject({
  userNameTemplate: z
    .looseObject({
      template: z.string().nullish(),
      type: z.string().nullish(),
      userSuffix: z.string().nullish(),
      pushStatus: z.string().nullish(),
    })
    .nullish(),
  signing: z
    .looseObject({
      kid: z.string().nullish(),
      use: z.string().nullish(),
      rotationMode: z.string().nullish(),
      lastRotated: z.string().nullish(),
      nextRotation: z.string().nullish(),
    })
    .nullish(),
  oauthClient: z
    .looseObject({
      client_id: z.string().nullish(),
      client_secret: z.string().nullish(),
      autoKeyRotation: z.boolean().nullish(),
      pkce_required: z.boolean().nullish(),
      token_endpoint_auth_method: z.string().nullish(),
    })
    .nullish(),
  scheme: z.string().nullish(),
  revealPassword: z.boolean().nullish(),
  userName: z.string().nullish(),
  password: z.record(z.string(), z.unknown()).nullish(),
});

export const UniversalLogout: z.ZodType = z.looseObject({
  status: z.string().nullish(),
  supportType: z.string().nullish(),
  identityStack: z.string().nullish(),
  protocol: z.string().nullish(),
});

export const AppLinks: z.ZodType = z.looseObject({
  self: z.lazy(() => Link).nullish(),
  users: z.lazy(() => Link).nullish(),
  groups: z.lazy(() => Link).nullish(),
  activate: z.lazy(() => Link).nullish(),
  deactivate: z.lazy(() => Link).nullish(),
  metadata: z.lazy(() => Link).nullish(),
  help: z.lazy(() => Link).nullish(),
  policies: z.lazy(() => Link).nullish(),
  accessPolicy: z.lazy(() => Link).nullish(),
  profileEnrollment: z.lazy(() => Link).nullish(),
  uploadLogo: z.lazy(() => Link).nullish(),
  logo: z.array(z.lazy(() => Link)).nullish(),
  appLinks: z.array(z.lazy(() => Link)).nullish(),
  clientCredentials: z.array(z.lazy(() => Link)).nullish(),
});

export const AppUser: z.ZodType = z.looseObject({
  id: z.string(),
  externalId: z.string().nullish(),
  created: z.string().nullish(),
  lastUpdated: z.string().nullish(),
  scope: z.string().nullish(),
  status: z.string().nullish(),
  statusChanged: z.string().nullish(),
  passwordChanged: z.string().nullish(),
  syncState: z.string().nullish(),
  lastSync: z.string().nullish(),
  credentials: z
    .looseObject({ userName: z.string().nullish(), password: z.record(z.string(), z.unknown()).nullish() })
    .nullish(),
  profile: z.record(z.string(), z.unknown()).nullish(),
  _links: z
    .looseObject({
      app: z.lazy(() => Link).nullish(),
      user: z.lazy(() => Link).nullish(),
      group: z.lazy(() => Link).nullish(),
    })
    .nullish(),
  _embedded: z.looseObject({ user: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

export const App: z.ZodType = z.looseObject({
  id: z.string(),
  orn: z.string().nullish(),
  name: z.string().nullish(),
  label: z.string().nullish(),
  status: z.string().nullish(),
  created: z.string().nullish(),
  lastUpdated: z.string().nullish(),
  signOnMode: z.string().nullish(),
  features: z.array(z.string()).nullish(),
  accessibility: AppAccessibility.nullish(),
  visibility: AppVisibility.nullish(),
  credentials: AppCredentials.nullish(),
  settings: z.record(z.string(), z.unknown()).nullish(),
  profile: z.record(z.string(), z.unknown()).nullish(),
  licensing: z.looseObject({ seatCount: z.number().nullish() }).nullish(),
  universalLogout: UniversalLogout.nullish(),
  expressConfiguration: z
    .looseObject({
      enabledCapabilities: z.array(z.string()).nullish(),
      supportedCapabilities: z.array(z.string()).nullish(),
    })
    .nullish(),
  _links: AppLinks.nullish(),
  _embedded: z.looseObject({ user: AppUser.nullish() }).nullish(),
});

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
