import { z } from "zod";
import type { OktaSeed } from "./seed.ts";

const id = z.string().regex(/^[A-Za-z0-9_-]+$/, "an id has letters, digits, _ and - only");
const when = z
  .string()
  .regex(/^(?:\d{4}-\d{2}-\d{2}T.+Z|-\d+[smhd])$/, "a time is 2025-01-31T08:00:00Z or -3d, -4h, -20m, -10s")
  .refine((text) => text.startsWith("-") || !Number.isNaN(Date.parse(text)), "there is no such time");
const open = z.record(z.string(), z.unknown());
const names = z.array(z.string()).optional();
const status = z.enum(["ACTIVE", "INACTIVE"]).optional();
const PROVIDERS = ["ACTIVE_DIRECTORY", "FEDERATION", "IMPORT", "LDAP", "OKTA", "SOCIAL"] as const;
const STATUSES = [
  "ACTIVE",
  "DEPROVISIONED",
  "LOCKED_OUT",
  "PASSWORD_EXPIRED",
  "PROVISIONED",
  "RECOVERY",
  "STAGED",
  "SUSPENDED",
] as const;

const factor = z.looseObject({
  id: id.optional(),
  factorType: z.string(),
  provider: z.string().optional(),
  vendorName: z.string().optional(),
  status: z.string().optional(),
  created: when.optional(),
  profile: open.optional(),
});

const user = z.strictObject({
  id: id.optional(),
  status: z.enum(STATUSES).optional(),
  profile: z.looseObject({
    login: z.string(),
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
  }),
  created: when.optional(),
  lastLogin: when.optional(),
  password: z.boolean().optional(),
  recoveryQuestion: z.string().optional(),
  provider: z.strictObject({ type: z.enum(PROVIDERS), name: z.string() }).optional(),
  realmId: id.optional(),
  sessions: z.int().min(0).optional(),
  factors: z.array(factor).optional(),
});

const group = z.strictObject({
  id: id.optional(),
  type: z.enum(["OKTA_GROUP", "APP_GROUP", "BUILT_IN"]).optional(),
  profile: z.looseObject({ name: z.string() }),
  created: when.optional(),
  members: names,
  source: z.string().optional(),
  usedBy: z.enum(["enrollment-policy", "push-mapping"]).optional(),
});

const app = z.strictObject({
  id: id.optional(),
  name: z.string(),
  label: z.string(),
  status: z.enum(["ACTIVE", "INACTIVE", "DELETED"]).optional(),
  signOnMode: z.string().nullable(),
  created: when.optional(),
  features: names,
  visibility: open.optional(),
  accessibility: open.optional(),
  credentials: open.optional(),
  settings: open.optional(),
  profile: open.optional(),
  userAttributes: names,
  mappedAttributes: names,
  users: names,
  groups: names,
});

const rule = z.strictObject({
  id: id.optional(),
  type: z.string().optional(),
  name: z.string(),
  priority: z.int().nullish(),
  status,
  system: z.boolean().optional(),
  conditions: open.nullish(),
  actions: open.optional(),
});

const serverPolicy = z.strictObject({
  id: id.optional(),
  name: z.string(),
  description: z.string().optional(),
  priority: z.int().nullish(),
  status,
  system: z.boolean().optional(),
  conditions: open.nullish(),
  settings: open.optional(),
  resourceType: z.string().optional(),
  resourceId: z.string().optional(),
  rules: z.array(rule).optional(),
});

const authorizationServer = z.strictObject({
  id: id.optional(),
  name: z.string(),
  description: z.string().optional(),
  audiences: z.array(z.string()).min(1),
  issuerMode: z.enum(["ORG_URL", "CUSTOM_URL", "DYNAMIC"]).optional(),
  status,
  policies: z.array(serverPolicy).optional(),
});

const domain = z.strictObject({
  id,
  domain: z.string(),
  certificateSourceType: z.enum(["MANUAL", "OKTA_MANAGED"]).optional(),
  validationStatus: z.string(),
  brandId: id,
});

const event = z.strictObject({
  eventType: z.string(),
  published: when,
  displayMessage: z.string(),
  severity: z.enum(["DEBUG", "ERROR", "INFO", "WARN"]).optional(),
  actor: z.string(),
  target: names,
  result: z.string().optional(),
  reason: z.string().optional(),
  ipAddress: z.string().optional(),
  city: z.string().optional(),
});

const serviceApp = z.strictObject({
  clientId: id,
  label: z.string().optional(),
  keys: z.array(z.looseObject({ kty: z.string() })).min(1),
  scopes: names.unwrap(),
  role: z.enum(["SUPER_ADMIN", "READ_ONLY_ADMIN", "NONE"]).optional(),
  dpop: z.boolean().optional(),
});

/** Checks the shape of a seed; unknown keys are refused, so that a typing error doesn't vanish. */
export const seedShape: z.ZodType<OktaSeed> = z.strictObject({
  org: z.strictObject({
    id: id.optional(),
    name: z.string(),
    userAttributes: z
      .record(z.string(), z.enum(["string", "number", "integer", "boolean", "array"]))
      .optional(),
    userTypes: z.array(id).optional(),
    tokenOwner: z.string(),
  }),
  users: z.array(user).min(1),
  groups: z.array(group).optional(),
  apps: z.array(app).optional(),
  serviceApps: z.array(serviceApp).optional(),
  authorizationServers: z.array(authorizationServer).optional(),
  policies: z.array(serverPolicy.extend({ type: z.string() })).optional(),
  domains: z.array(domain).optional(),
  events: z.array(event).optional(),
});
