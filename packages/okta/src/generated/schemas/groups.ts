// Generated from specs/okta by `pnpm generate`. Do not edit.

import { z } from "zod";
import type { OperationSchemas } from "@arx/core";
import { User } from "./users.ts";

export const GroupProfile: z.ZodType = z.looseObject({ name: z.string() });

export const Group: z.ZodType = z.looseObject({ id: z.string(), type: z.string(), profile: GroupProfile });

export const NewGroupProfileInput: z.ZodType = z.looseObject({
  name: z.string().min(1).max(255),
  description: z.string().max(1024).nullable().optional(),
});

export const GroupUpdateProfileInput: z.ZodType = z.looseObject({
  name: z.string().min(1).max(255),
  description: z.string().max(1024).nullable(),
});

export const listGroups: OperationSchemas = {
  input: z.strictObject({
    search: z.string().optional(),
    filter: z.string().optional(),
    q: z.string().optional(),
    limit: z.int().min(1).max(200).default(200),
    after: z.string().optional(),
    sortBy: z.string().optional(),
    sortOrder: z.string().optional(),
    expand: z.string().optional(),
  }),
  result: z.array(Group),
};

export const getGroup: OperationSchemas = {
  input: z.strictObject({ groupId: z.string().min(1) }),
  result: Group,
};

export const createGroup: OperationSchemas = {
  input: z.strictObject({ profile: NewGroupProfileInput }),
  result: Group,
};

export const updateGroup: OperationSchemas = {
  input: z.strictObject({ groupId: z.string().min(1), profile: GroupUpdateProfileInput }),
  result: Group,
};

export const deleteGroup: OperationSchemas = { input: z.strictObject({ groupId: z.string().min(1) }) };

export const getGroupMembers: OperationSchemas = {
  input: z.strictObject({
    groupId: z.string().min(1),
    limit: z.int().min(1).max(200).default(200),
    after: z.string().optional(),
  }),
  result: z.array(z.lazy(() => User)),
};

export const addGroupMember: OperationSchemas = {
  input: z.strictObject({ groupId: z.string().min(1), userId: z.string().min(1) }),
};

export const removeGroupMember: OperationSchemas = {
  input: z.strictObject({ groupId: z.string().min(1), userId: z.string().min(1) }),
};
