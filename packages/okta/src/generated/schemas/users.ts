// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";

export const UserType: z.ZodType = z.looseObject({ id: z.string().nullish() });

export const UserProfile: z.ZodType = z.looseObject({
  login: z.string().nullish(),
  email: z.string().nullish(),
  secondEmail: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  middleName: z.string().nullish(),
  honorificPrefix: z.string().nullish(),
  honorificSuffix: z.string().nullish(),
  title: z.string().nullish(),
  displayName: z.string().nullish(),
  nickName: z.string().nullish(),
  profileUrl: z.string().nullish(),
  primaryPhone: z.string().nullish(),
  mobilePhone: z.string().nullish(),
  streetAddress: z.string().nullish(),
  city: z.string().nullish(),
  state: z.string().nullish(),
  zipCode: z.string().nullish(),
  countryCode: z.string().nullish(),
  postalAddress: z.string().nullish(),
  preferredLanguage: z.string().nullish(),
  locale: z.string().nullish(),
  timezone: z.string().nullish(),
  userType: z.string().nullish(),
  employeeNumber: z.string().nullish(),
  costCenter: z.string().nullish(),
  organization: z.string().nullish(),
  division: z.string().nullish(),
  department: z.string().nullish(),
  managerId: z.string().nullish(),
  manager: z.string().nullish(),
});

export const AuthenticationProvider: z.ZodType = z.looseObject({
  type: z.string().nullish(),
  name: z.string().nullish(),
});

export const UserCredentials: z.ZodType = z.looseObject({
  password: z.record(z.string(), z.unknown()).nullish(),
  recovery_question: z.looseObject({ question: z.string().nullish() }).nullish(),
  provider: AuthenticationProvider.nullish(),
  emails: z
    .array(
      z.looseObject({
        value: z.string().nullish(),
        status: z.string().nullish(),
        type: z.string().nullish(),
      }),
    )
    .nullish(),
});

export const Link: z.ZodType = z.looseObject({
  href: z.string(),
  method: z.string().nullish(),
  name: z.string().nullish(),
  type: z.string().nullish(),
  title: z.string().nullish(),
  templated: z.boolean().nullish(),
  hints: z.looseObject({ allow: z.array(z.string()).nullish() }).nullish(),
});

export const UserLinks: z.ZodType = z.looseObject({
  self: Link.nullish(),
  schema: Link.nullish(),
  type: Link.nullish(),
  activate: Link.nullish(),
  reactivate: Link.nullish(),
  deactivate: Link.nullish(),
  delete: Link.nullish(),
  suspend: Link.nullish(),
  unsuspend: Link.nullish(),
  unlock: Link.nullish(),
  resetPassword: Link.nullish(),
  expirePassword: Link.nullish(),
  forgotPassword: Link.nullish(),
  changePassword: Link.nullish(),
  changeRecoveryQuestion: Link.nullish(),
  resetFactors: Link.nullish(),
});

export const UserEmbedded: z.ZodType = z.looseObject({
  blocks: z.array(z.looseObject({ type: z.string().nullish(), appliesTo: z.string().nullish() })).nullish(),
  classification: z.record(z.string(), z.unknown()).nullish(),
});

export const User: z.ZodType = z.looseObject({
  id: z.string(),
  status: z.string(),
  created: z.string(),
  activated: z.string().nullish(),
  statusChanged: z.string().nullish(),
  lastLogin: z.string().nullish(),
  lastUpdated: z.string(),
  passwordChanged: z.string().nullish(),
  realmId: z.string().nullish(),
  type: UserType.nullish(),
  transitioningToStatus: z.string().nullish(),
  profile: UserProfile,
  credentials: UserCredentials.nullish(),
  _links: UserLinks.nullish(),
  _embedded: UserEmbedded.nullish(),
});

export const ListedUser: z.ZodType = z.looseObject({
  id: z.string(),
  status: z.string().nullish(),
  created: z.string().nullish(),
  activated: z.string().nullish(),
  statusChanged: z.string().nullish(),
  lastLogin: z.string().nullish(),
  lastUpdated: z.string().nullish(),
  passwordChanged: z.string().nullish(),
  realmId: z.string().nullish(),
  type: UserType.nullish(),
  transitioningToStatus: z.string().nullish(),
  profile: UserProfile.nullish(),
  credentials: UserCredentials.nullish(),
  _links: UserLinks.nullish(),
  _embedded: UserEmbedded.nullish(),
});

export const ActivationToken: z.ZodType = z.looseObject({
  activationUrl: z.string().nullish(),
  activationToken: z.string().nullish(),
});

export const PasswordReset: z.ZodType = z.looseObject({ resetPasswordUrl: z.string().nullish() });

export const FactorProfile: z.ZodType = z.looseObject({
  phoneNumber: z.string().nullish(),
  phoneExtension: z.string().nullish(),
  email: z.string().nullish(),
  question: z.string().nullish(),
  questionText: z.string().nullish(),
  answer: z.string().nullish(),
  credentialId: z.string().nullish(),
  authenticatorName: z.string().nullish(),
  deviceType: z.string().nullish(),
  deviceToken: z.string().nullish(),
  name: z.string().nullish(),
  platform: z.string().nullish(),
  version: z.string().nullish(),
  sharedSecret: z.string().nullish(),
  keys: z
    .array(
      z.looseObject({
        kty: z.string().nullish(),
        use: z.string().nullish(),
        kid: z.string().nullish(),
        jwkType: z.string().nullish(),
        crv: z.string().nullish(),
        x: z.string().nullish(),
        y: z.string().nullish(),
      }),
    )
    .nullish(),
});

export const FactorLinks: z.ZodType = z.looseObject({
  self: Link.nullish(),
  user: Link.nullish(),
  factor: Link.nullish(),
  verify: Link.nullish(),
  activate: Link.nullish(),
  deactivate: Link.nullish(),
  enroll: Link.nullish(),
  poll: Link.nullish(),
  cancel: Link.nullish(),
  qrcode: Link.nullish(),
  questions: Link.nullish(),
  resend: z.unknown().nullish(),
  send: z.unknown().nullish(),
});

export const Factor: z.ZodType = z.looseObject({
  id: z.string(),
  factorType: z.string(),
  provider: z.string().nullish(),
  vendorName: z.string().nullish(),
  status: z.string(),
  created: z.string().nullish(),
  lastUpdated: z.string().nullish(),
  profile: FactorProfile.nullish(),
  _links: FactorLinks.nullish(),
  _embedded: z.looseObject({ activation: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

export const AppLink: z.ZodType = z.looseObject({
  id: z.string().nullish(),
  label: z.string().nullish(),
  linkUrl: z.string().nullish(),
  logoUrl: z.string().nullish(),
  appName: z.string().nullish(),
  appInstanceId: z.string().nullish(),
  appAssignmentId: z.string().nullish(),
  credentialsSetup: z.boolean().nullish(),
  hidden: z.boolean().nullish(),
  sortOrder: z.number().nullish(),
});

export const UserTypeInput: z.ZodType = z.strictObject({ id: z.string().optional() });

export const AuthenticationProviderInput: z.ZodType = z.strictObject({
  type: z.string().optional(),
  name: z.string().optional(),
});

export const NewUserProfileInput: z.ZodType = z.looseObject({
  login: z.string().min(5).max(100),
  email: z.email({ pattern: z.regexes.unicodeEmail }).min(5).max(100),
  secondEmail: z.string().max(100).nullable().optional(),
  firstName: z.string().min(1).max(50).nullable().optional(),
  lastName: z.string().min(1).max(50).nullable().optional(),
  middleName: z.string().nullable().optional(),
  honorificPrefix: z.string().nullable().optional(),
  honorificSuffix: z.string().nullable().optional(),
  title: z.string().nullable().optional(),
  displayName: z.string().nullable().optional(),
  nickName: z.string().nullable().optional(),
  profileUrl: z.string().nullable().optional(),
  primaryPhone: z.string().max(100).nullable().optional(),
  mobilePhone: z.string().max(100).nullable().optional(),
  streetAddress: z.string().max(1024).nullable().optional(),
  city: z.string().max(128).nullable().optional(),
  state: z.string().max(128).nullable().optional(),
  zipCode: z.string().max(50).nullable().optional(),
  countryCode: z.string().max(2).nullable().optional(),
  postalAddress: z.string().max(4096).nullable().optional(),
  preferredLanguage: z.string().nullable().optional(),
  locale: z.string().nullable().optional(),
  timezone: z.string().nullable().optional(),
  userType: z.string().nullable().optional(),
  employeeNumber: z.string().nullable().optional(),
  costCenter: z.string().nullable().optional(),
  organization: z.string().nullable().optional(),
  division: z.string().nullable().optional(),
  department: z.string().nullable().optional(),
  managerId: z.string().nullable().optional(),
  manager: z.string().nullable().optional(),
});

export const PasswordHashInput: z.ZodType = z.strictObject({
  algorithm: z.string(),
  value: z.string(),
  salt: z.string().optional(),
  saltOrder: z.string().optional(),
  workFactor: z.int().min(1).max(20).optional(),
  iterationCount: z.int().min(4096).optional(),
  keySize: z.int().optional(),
  digestAlgorithm: z.string().optional(),
});

export const NewPasswordInput: z.ZodType = z.strictObject({
  value: z.string().max(72).optional(),
  hash: PasswordHashInput.optional(),
  hook: z.strictObject({ type: z.string().default("default") }).optional(),
});

export const NewCredentialsInput: z.ZodType = z.strictObject({
  password: NewPasswordInput.optional(),
  recovery_question: z
    .strictObject({
      question: z.string().min(1).max(100).optional(),
      answer: z.string().min(1).max(100).optional(),
    })
    .optional(),
  provider: AuthenticationProviderInput.optional(),
});

export const listUsers: OperationSchemas = {
  input: z.strictObject({
    search: z.string().optional(),
    filter: z.string().optional(),
    q: z.string().optional(),
    limit: z.int().min(1).max(200).optional(),
    after: z.string().optional(),
    sortBy: z.string().optional(),
    sortOrder: z.string().optional(),
    fields: z.string().optional(),
    expand: z.string().optional(),
  }),
  result: z.array(ListedUser),
};

export const getUser: OperationSchemas = {
  input: z.strictObject({ userId: z.string().min(1), expand: z.string().optional() }),
  result: User,
};

export const createUser: OperationSchemas = {
  input: z.strictObject({
    activate: z.boolean().default(true),
    provider: z.boolean().default(false),
    nextLogin: z.string().optional(),
    profile: NewUserProfileInput,
    credentials: NewCredentialsInput.optional(),
    groupIds: z.array(z.string()).max(20).optional(),
    type: UserTypeInput.optional(),
    realmId: z.string().optional(),
  }),
  result: User,
};

export const updateUser: OperationSchemas = {
  input: z.strictObject({
    userId: z.string().min(1),
    strict: z.boolean().default(false),
    ifMatch: z.string().optional(),
    profile: NewUserProfileInput.optional(),
    credentials: NewCredentialsInput.optional(),
    type: UserTypeInput.optional(),
    realmId: z.string().optional(),
  }),
  result: User,
};

export const deactivateUser: OperationSchemas = {
  input: z.strictObject({ userId: z.string().min(1), sendEmail: z.boolean().default(false) }),
};

export const activateUser: OperationSchemas = {
  input: z.strictObject({ userId: z.string().min(1), sendEmail: z.boolean().default(true) }),
  result: ActivationToken,
};

export const suspendUser: OperationSchemas = { input: z.strictObject({ userId: z.string().min(1) }) };

export const unsuspendUser: OperationSchemas = { input: z.strictObject({ userId: z.string().min(1) }) };

export const resetPassword: OperationSchemas = {
  input: z.strictObject({
    userId: z.string().min(1),
    sendEmail: z.boolean(),
    revokeSessions: z.boolean().default(false),
  }),
  result: PasswordReset,
};

export const clearSessions: OperationSchemas = {
  input: z.strictObject({
    userId: z.string().min(1),
    oauthTokens: z.boolean().default(false),
    forgetDevices: z.boolean().optional(),
  }),
};

export const listFactors: OperationSchemas = {
  input: z.strictObject({ userId: z.string().min(1) }),
  result: z.array(Factor),
};

export const listAppLinks: OperationSchemas = {
  input: z.strictObject({ userId: z.string().min(1) }),
  result: z.array(AppLink),
};
