import { z } from "zod";
import { invalid, refuse } from "../org/errors.ts";
import type { CredentialsInput } from "../org/passwords.ts";
import type { Profile } from "../org/types.ts";
import type { AppInput } from "../org/apps.ts";
import type { AppUserInput } from "../org/assignments.ts";
import type { UserInput } from "../org/users.ts";
import type { Call } from "./call.ts";

const profile: z.ZodType<Profile> = z.record(z.string(), z.unknown());
const nullish = <T extends z.ZodType>(type: T): z.ZodType<z.output<T> | undefined> =>
  type.nullish().transform((value) => (value === null ? undefined : value)) as z.ZodType<
    z.output<T> | undefined
  >;

const credentials: z.ZodType<CredentialsInput> = z.object({
  password: nullish(
    z.object({
      value: z.string().optional(),
      hash: z.looseObject({ algorithm: z.string() }).optional(),
      hook: z.object({ type: z.string() }).optional(),
    }),
  ),
  recovery_question: nullish(z.object({ question: z.string(), answer: z.string().optional() })),
  provider: nullish(
    z.object({
      type: z.enum(["ACTIVE_DIRECTORY", "FEDERATION", "IMPORT", "LDAP", "OKTA", "SOCIAL"]),
      name: z.string(),
    }),
  ),
});

const user = z.object({
  profile: nullish(profile),
  credentials: nullish(credentials),
  groupIds: nullish(z.array(z.string())),
  type: nullish(z.object({ id: z.string() })),
  realmId: nullish(z.string()),
});

const group = z.object({ profile });

const open = z.record(z.string(), z.unknown());
const app: z.ZodType<AppInput> = z.object({
  name: nullish(z.string()),
  label: z.string(),
  signOnMode: z.string().nullable(),
  features: nullish(z.array(z.string())),
  visibility: nullish(open),
  accessibility: nullish(open),
  credentials: nullish(open),
  settings: nullish(open),
  profile: nullish(open),
});

const appUser = z.object({
  id: nullish(z.string()),
  scope: nullish(z.enum(["USER", "GROUP"])),
  credentials: nullish(
    z.object({
      userName: nullish(z.string()),
      password: nullish(z.object({ value: z.string().optional() })),
    }),
  ),
  profile: nullish(profile),
});

const ANSWERED = ["id", "created", "lastUpdated", "_links", "_embedded"];
const DATES = ["activated", "statusChanged", "lastLogin", "passwordChanged"];
/** What a body may have; the read-only ones, which clients send back, are ignored. */
const USER_MEMBERS = [...ANSWERED, ...DATES, ...Object.keys(user.shape), "status", "transitioningToStatus"];
const GROUP_MEMBERS = [
  ...ANSWERED,
  ...Object.keys(group.shape),
  "lastMembershipUpdated",
  "objectClass",
  "type",
  "source",
];

/** The body of a user create or update; `what` names the checked thing in an error. */
export function userBody(call: Call, what: string): UserInput {
  refuseUnknown(call, USER_MEMBERS);
  const { type, ...rest } = parse(call, what, user);
  return { ...rest, typeId: type?.id };
}

/** The profile in the body of a group create or update. */
export function groupBody(call: Call): Profile {
  refuseUnknown(call, GROUP_MEMBERS);
  return parse(call, "profile", group).profile;
}

/** The body of an app create. */
export function appBody(call: Call): AppInput {
  return parse(call, "app", app);
}

/** The body of an app assignment; `id` is the user's. An absent body counts as `{}` where `optional`. */
export function appUserBody(
  call: Call,
  optional: boolean,
): AppUserInput & { readonly id: string | undefined } {
  const { credentials: sent, ...rest } = parse(call, "assignment", appUser, optional);
  return {
    ...rest,
    userName: sent?.userName,
    password: sent?.password?.value === undefined ? undefined : true,
  };
}

/** The real org takes a member that it doesn't know for a body that isn't well-formed. */
function refuseUnknown(call: Call, members: readonly string[]): void {
  if (Object.keys(call.body() ?? {}).some((name) => !members.includes(name))) throw refuse("E0000003");
}

function parse<T extends z.ZodType>(call: Call, what: string, shape: T, optional = false): z.output<T> {
  const body = call.body();
  if (body === undefined && !optional) throw refuse("E0000003");
  const parsed = shape.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw invalid(what, ...parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`));
}
