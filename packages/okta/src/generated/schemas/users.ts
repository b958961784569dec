// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";

export const UserProfile: z.ZodType = z.looseObject({});

export const User: z.ZodType = z.looseObject({
  id: z.string(),
  status: z.string(),
  created: z.string(),
  lastUpdated: z.string(),
  profile: UserProfile,
});

export const ListedUser: z.ZodType = z.looseObject({ id: z.string() });

export const ActivationToken: z.ZodType = z.looseObject({});

export const PasswordReset: z.ZodType = z.looseObject({});

export const Factor: z.ZodType = z.looseObject({
  id: z.string(),
  factorType: z.string(),
  status: z.string(),
});

export const AppLink: z.ZodType = z.looseObject({});

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
