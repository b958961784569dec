import { freshApp } from "../org/apps.ts";
import { grant, syncGroupAccess } from "../org/assignments.ts";
import { type Clock, timestamp } from "../org/clock.ts";
import { newId } from "../org/ids.ts";
import type { Knobs } from "../knobs.ts";
import { Org } from "../org/org.ts";
import { foldLogin, textOf } from "../org/profile.ts";
import type { App, Factor, Group, User } from "../org/types.ts";
import { plantEvents } from "./events.ts";
import { SeedError } from "./load.ts";
import { plantPolicies } from "./policies.ts";
import type { OktaSeed, SeedApp, SeedFactor, SeedGroup, SeedUser } from "./seed.ts";
import { instant } from "./time.ts";

const ORG_ID = "00oacme000000000005d7";
const USER_TYPE_ID = "otyacme00000000005d7";
const SCHEMA_ID = "oscacme00000000005d7";

/** Makes the org that a seed describes. Throws {@link SeedError} for a name in it that nothing has. */
export function plant(seed: OktaSeed, knobs: Knobs, clock: Clock): { org: Org; tokenOwnerId: string } {
  refuseTwins(seed);
  const identity = {
    id: seed.org.id ?? ORG_ID,
    name: seed.org.name,
    userTypeId: USER_TYPE_ID,
    schemaId: SCHEMA_ID,
    otherTypeIds: seed.org.userTypes ?? [],
  };
  const org = new Org(identity, seed.org.userAttributes ?? {}, knobs, clock);
  for (const user of seed.users) org.users.put(plantUser(org, user));
  if (!seed.groups?.some(({ type }) => type === "BUILT_IN")) org.groups.put(everyone(org));
  const owner = userNamed(org, seed.org.tokenOwner, "org.tokenOwner");
  const groups = (seed.groups ?? []).map((group) => ({
    group,
    planted: org.groups.put(plantGroup(org, group)),
  }));
  const apps = (seed.apps ?? []).map((app) => ({ app, planted: org.apps.put(plantApp(org, app)) }));
  for (const { group, planted } of groups) {
    for (const member of group.members ?? []) {
      org.memberships.add(planted.id, userNamed(org, member, `members of ${group.profile.name}`).id);
    }
    if (group.source !== undefined) {
      const sourceId = appNamed(org, group.source, `source of ${group.profile.name}`).id;
      org.groups.put({ ...planted, sourceId });
    }
  }
  for (const { app, planted } of apps) plantAccess(org, app, planted);
  plantPolicies(org, seed);
  for (const { id, domain, certificateSourceType = "OKTA_MANAGED", ...rest } of seed.domains ?? []) {
    org.domains.push({ id, domain, certificateSourceType, ...rest });
  }
  plantEvents(org, seed.events ?? [], (name, place) => userNamed(org, name, place));
  org.later.finish();
  org.users.settle();
  org.groups.settle();
  return { org, tokenOwnerId: owner.id };
}

function refuseTwins(seed: OktaSeed): void {
  const kinds = {
    "a user id": seed.users.map(({ id }) => id),
    "a login": seed.users.map(({ profile }) => foldLogin(profile.login)),
    "a group id": (seed.groups ?? []).map(({ id }) => id),
    "an app id": (seed.apps ?? []).map(({ id }) => id),
    "a policy id": (seed.policies ?? []).map(({ id }) => id),
    "an authorization server id": (seed.authorizationServers ?? []).map(({ id }) => id),
  };
  const faults = Object.entries(kinds).flatMap(([kind, keys]) => {
    const twins = keys.filter((key, index) => key !== undefined && keys.indexOf(key) !== index);
    return twins.map((key) => `${kind} is there twice: ${key}`);
  });
  if (faults.length > 0) throw new SeedError(faults);
}

function plantUser(org: Org, seed: SeedUser): User {
  const { status = "ACTIVE", provider = { type: "OKTA", name: "OKTA" }, sessions = 0 } = seed;
  const created = stamp(org, seed.created);
  const passwordless = status === "STAGED" || status === "PROVISIONED" || status === "DEPROVISIONED";
  const password = seed.password ?? (!passwordless && provider.type === "OKTA");
  return {
    id: seed.id ?? newId("00u"),
    status,
    created,
    activated: status === "STAGED" ? null : created,
    statusChanged: created,
    lastLogin: seed.lastLogin === undefined ? null : stamp(org, seed.lastLogin),
    lastUpdated: created,
    passwordChanged: password ? created : null,
    realmId: seed.realmId,
    typeId: USER_TYPE_ID,
    profile: seed.profile,
    credentials: { password, recoveryQuestion: seed.recoveryQuestion, provider },
    factors: (seed.factors ?? []).map((factor) => plantFactor(org, factor, created)),
    sessions,
  };
}

function plantFactor(org: Org, seed: SeedFactor, userCreated: string): Factor {
  const { provider = "OKTA", created: enrolled } = seed;
  const created = enrolled === undefined ? userCreated : stamp(org, enrolled);
  const { id = newId("fac"), vendorName = provider, status = "ACTIVE" } = seed;
  return { ...seed, id, provider, vendorName, status, created, lastUpdated: created };
}

function plantGroup(org: Org, seed: SeedGroup): Group {
  const created = stamp(org, seed.created);
  const imported = "samAccountName" in seed.profile;
  return {
    id: seed.id ?? newId("00g"),
    type: seed.type ?? "OKTA_GROUP",
    created,
    lastUpdated: created,
    lastMembershipUpdated: created,
    objectClass: [imported ? "okta:windows_security_principal" : "okta:user_group"],
    profile: { ...seed.profile, description: seed.profile["description"] ?? null },
    usedBy: seed.usedBy,
  };
}

function everyone(org: Org): Group {
  const profile = { name: "Everyone", description: "All users in your organization" };
  return {
    ...plantGroup(org, { type: "BUILT_IN", profile }),
    id: newId("00g"),
  };
}

function plantApp(org: Org, seed: SeedApp): App {
  const { status = "ACTIVE", userAttributes = [], mappedAttributes = [], groups = [] } = seed;
  return {
    ...freshApp(seed, status, stamp(org, seed.created), seed.id),
    userAttributes,
    mappedAttributes,
    groupIds: groups.map((name) => groupNamed(org, name, `groups of ${seed.label}`).id),
  };
}

function plantAccess(org: Org, seed: SeedApp, app: App): void {
  for (const name of seed.users ?? []) grant(org, app, userNamed(org, name, `users of ${seed.label}`));
  syncGroupAccess(org, app.id);
}

function stamp(org: Org, when = "-90d"): string {
  return timestamp(instant(when, org.clock));
}

function userNamed(org: Org, name: string, place: string): User {
  const folded = foldLogin(name);
  const fits = (user: User): boolean =>
    user.id === name || foldLogin(textOf(user.profile, "login")) === folded;
  return found(org.users.all().find(fits), name, place, "user");
}

function groupNamed(org: Org, name: string, place: string): Group {
  const fits = (group: Group): boolean => group.id === name || group.profile["name"] === name;
  return found(org.groups.all().find(fits), name, place, "group");
}

function appNamed(org: Org, name: string, place: string): App {
  return found(
    org.apps.all().find(({ id, label }) => id === name || label === name),
    name,
    place,
    "app",
  );
}

function found<T>(record: T | undefined, name: string, place: string, kind: string): T {
  if (record === undefined) throw new SeedError([`${place}: no ${kind} is called ${name}`]);
  return record;
}
