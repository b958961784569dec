// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";

export const Domain: z.ZodType = z.looseObject({ id: z.string() });

export const DomainList: z.ZodType = z.looseObject({ domains: z.array(Domain) });

export const listDomains: OperationSchemas = { input: z.strictObject({}), result: DomainList };
