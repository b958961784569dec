// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";
import { Link } from "./users.ts";

export const Domain: z.ZodType = z.looseObject({
  id: z.string(),
  domain: z.string().nullish(),
  certificateSourceType: z.string().nullish(),
  validationStatus: z.string().nullish(),
  brandId: z.string().nullish(),
  publicCertificate: z
    .looseObject({
      subject: z.string().nullish(),
      fingerprint: z.string().nullish(),
      expiration: z.string().nullish(),
    })
    .nullish(),
  dnsRecords: z
    .array(
      z.looseObject({
        recordType: z.string().nullish(),
        fqdn: z.string().nullish(),
        values: z.array(z.string()).nullish(),
        expiration: z.string().nullish(),
      }),
    )
    .nullish(),
  _links: z
    .looseObject({
      self: z.lazy(() => Link).nullish(),
      brand: z.lazy(() => Link).nullish(),
      certificate: z.lazy(() => Link).nullish(),
      verify: z.lazy(() => Link).nullish(),
    })
    .nullish(),
});

export const DomainList: z.ZodType = z.looseObject({ domains: z.array(Domain) });

export const listDomains: OperationSchemas = { input: z.strictObject({}), result: DomainList };
