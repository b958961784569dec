import { invalid } from "./errors.ts";
import type { Org } from "./org.ts";
import type { Profile, User } from "./types.ts";

interface Attribute {
  readonly min?: number;
  readonly max?: number;
  readonly required?: true;
  readonly email?: true;
}

/** Attributes that an answer shows even when they are empty. */
export const ECHOED: readonly string[] = [
  "firstName",
  "lastName",
  "mobilePhone",
  "secondEmail",
  "login",
  "email",
];

const BASE: Readonly<Record<string, Attribute>> = {
  login: { required: true, min: 5, max: 100, email: true },
  firstName: { required: true, min: 1, max: 50 },
  lastName: { required: true, min: 1, max: 50 },
  email: { required: true, min: 5, max: 100, email: true },
  secondEmail: { max: 100, email: true },
  middleName: {},
  honorificPrefix: {},
  honorificSuffix: {},
  title: {},
  displayName: {},
  nickName: {},
  profileUrl: {},
  mobilePhone: { max: 100 },
  primaryPhone: { max: 100 },
  streetAddress: { max: 1024 },
  city: { max: 128 },
  state: { max: 128 },
  zipCode: { max: 50 },
  countryCode: { max: 2 },
  postalAddress: { max: 4096 },
  preferredLanguage: {},
  locale: {},
  timezone: {},
  userType: {},
  employeeNumber: {},
  costCenter: {},
  organization: {},
  division: {},
  department: {},
  managerId: {},
  manager: {},
};

/** Whether the org's user schema has this attribute. */
export function isUserAttribute(org: Org, name: string): boolean {
  return Object.hasOwn(BASE, name) || Object.hasOwn(org.userAttributes, name);
}

/** The profile without its empty attributes. Throws E0000001 with every fault found. `what` names the checked thing. */
export function checkProfile(org: Org, what: string, profile: Profile, self?: User): Profile {
  const unknown = Object.keys(profile).filter((name) => !isUserAttribute(org, name));
  if (unknown.length > 0) {
    throw invalid(what, ...unknown.map((name) => `Property name '${name}' is not defined in profile`));
  }
  const faults: string[] = [];
  let first: string | undefined;
  const fault = (name: string, text: string): void => {
    first ??= name;
    faults.push(`${name}: ${text}`);
  };
  for (const [name, rules] of Object.entries(BASE)) {
    const value = profile[name];
    if (isEmpty(value)) {
      if (rules.required) fault(name, "The field cannot be left blank");
    } else if (typeof value !== "string") {
      fault(name, "The value must be a string");
    } else {
      const wrong = textFault(value, rules);
      if (wrong !== undefined) fault(name, wrong);
    }
  }
  for (const [name, type] of Object.entries(org.userAttributes)) {
    const value = profile[name];
    if (!isEmpty(value) && !hasType(value, type)) fault(name, `The value must be of type ${type}`);
  }
  if (!isEmpty(profile["login"]) && isTaken(org, textOf(profile, "login"), self)) {
    fault("login", "An object with this field already exists in the current organization");
  }
  if (first !== undefined) throw invalid(first, ...faults);
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => !isEmpty(value)));
}

/** An attribute that is text; empty where it is absent or of another type. */
export function textOf(profile: Profile, name: string): string {
  const value = profile[name];
  return typeof value === "string" ? value : "";
}

/** A login as it is compared: without case and diacritics. */
export function foldLogin(login: string): string {
  return /^[ -~]*$/.test(login)
    ? login.toLowerCase()
    : login.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

function isTaken(org: Org, login: string, self: User | undefined): boolean {
  const folded = foldLogin(login);
  return org.users
    .all()
    .some((user) => user.id !== self?.id && foldLogin(textOf(user.profile, "login")) === folded);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function textFault(value: string, { min, max, email }: Attribute): string | undefined {
  if (/[\u{10000}-\u{10FFFF}]/u.test(value)) return "Characters of four bytes are not supported";
  if (max !== undefined && value.length > max) return `The field must be at most ${max} characters long`;
  if (min !== undefined && value.length < min) return `The field must be at least ${min} characters long`;
  if (email && !/^[^\s@]+@[^\s@]+$/.test(value)) return "Does not match required pattern";
  return undefined;
}

function hasType(value: unknown, type: string): boolean {
  if (type === "array") return Array.isArray(value);
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
}
