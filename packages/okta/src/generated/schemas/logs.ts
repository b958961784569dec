// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";

export const LogParty: z.ZodType = z.looseObject({
  id: z.string().nullish(),
  type: z.string().nullish(),
  alternateId: z.string().nullish(),
  displayName: z.string().nullish(),
  detailEntry: z.record(z.string(), z.unknown()).nullish(),
});

export const LogTarget: z.ZodType = z.looseObject({
  id: z.string().nullish(),
  type: z.string().nullish(),
  alternateId: z.string().nullish(),
  displayName: z.string().nullish(),
  detailEntry: z.record(z.string(), z.unknown()).nullish(),
  changeDetails: z
    .looseObject({
      from: z.record(z.string(), z.unknown()).nullish(),
      to: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
});

export const LogOutcome: z.ZodType = z.looseObject({
  result: z.string().nullish(),
  reason: z.string().nullish(),
});

export const LogGeography: z.ZodType = z.looseObject({
  city: z.string().nullish(),
  state: z.string().nullish(),
  country: z.string().nullish(),
  postalCode: z.unknown().nullish(),
  geolocation: z.looseObject({ lat: z.number().nullish(), lon: z.number().nullish() }).nullish(),
});

export const LogClient: z.ZodType = z.looseObject({
  id: z.string().nullish(),
  device: z.string().nullish(),
  zone: z.string().nullish(),
  ipAddress: z.string().nullish(),
  userAgent: z
    .looseObject({
      rawUserAgent: z.string().nullish(),
      os: z.string().nullish(),
      browser: z.string().nullish(),
    })
    .nullish(),
  geographicalContext: LogGeography.nullish(),
});

export const LogAuthenticationContext: z.ZodType = z.looseObject({
  authenticationProvider: z.string().nullish(),
  credentialProvider: z.string().nullish(),
  credentialType: z.string().nullish(),
  issuer: z.looseObject({ id: z.string().nullish(), type: z.string().nullish() }).nullish(),
  interface: z.string().nullish(),
  authenticationStep: z.number().nullish(),
  externalSessionId: z.string().nullish(),
  rootSessionId: z.string().nullish(),
});

export const LogIpDetails: z.ZodType = z.looseObject({
  asNumber: z.number().nullish(),
  asOrg: z.string().nullish(),
  isp: z.string().nullish(),
  domain: z.string().nullish(),
  ipServiceCategories: z
    .array(
      z.looseObject({
        type: z.string().nullish(),
        operator: z.string().nullish(),
        isAnonymous: z.boolean().nullish(),
      }),
    )
    .nullish(),
});

export const LogSecurityContext: z.ZodType = z.looseObject({
  asNumber: z.number().nullish(),
  asOrg: z.string().nullish(),
  isp: z.string().nullish(),
  domain: z.string().nullish(),
  isProxy: z.boolean().nullish(),
  ipDetails: LogIpDetails.nullish(),
  risk: z
    .looseObject({
      level: z.string().nullish(),
      previousLevel: z.string().nullish(),
      reasons: z.array(z.string()).nullish(),
      issuer: z.string().nullish(),
      detectionName: z.string().nullish(),
    })
    .nullish(),
  botProtection: z.looseObject({ level: z.string().nullish() }).nullish(),
  userBehaviors: z
    .array(
      z.looseObject({ id: z.string().nullish(), name: z.string().nullish(), result: z.string().nullish() }),
    )
    .nullish(),
});

export const LogRequest: z.ZodType = z.looseObject({
  ipChain: z
    .array(
      z.looseObject({
        ip: z.string().nullish(),
        version: z.string().nullish(),
        source: z.string().nullish(),
        geographicalContext: LogGeography.nullish(),
        ipDetails: LogIpDetails.nullish(),
      }),
    )
    .nullish(),
});

export const LogTransaction: z.ZodType = z.looseObject({
  id: z.string().nullish(),
  type: z.string().nullish(),
  detail: z.record(z.string(), z.unknown()).nullish(),
});

export const LogEvent: z.ZodType = z.looseObject({
  uuid: z.string(),
  published: z.string(),
  eventType: z.string(),
  version: z.unknown().nullish(),
  severity: z.string().nullish(),
  displayMessage: z.string().nullish(),
  legacyEventType: z.string().nullish(),
  actor: LogParty.nullish(),
  target: z.array(LogTarget).nullish(),
  outcome: LogOutcome.nullish(),
  client: LogClient.nullish(),
  device: z.record(z.string(), z.unknown()).nullish(),
  authenticationContext: LogAuthenticationContext.nullish(),
  securityContext: LogSecurityContext.nullish(),
  request: LogRequest.nullish(),
  transaction: LogTransaction.nullish(),
  debugContext: z.looseObject({ debugData: z.unknown().nullish() }).nullish(),
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
