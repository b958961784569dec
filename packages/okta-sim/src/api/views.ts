import type { App, AppUser, Group, User, UserStatus } from "../org/types.ts";
import { ECHOED } from "../org/profile.ts";
import type { Org } from "../org/org.ts";
import { groupGives } from "../org/assignments.ts";

type Json = Readonly<Record<string, unknown>>;

const CREDENTIAL_LINKS = {
  changePassword: "credentials/change_password",
  changeRecoveryQuestion: "credentials/change_recovery_question",
  deactivate: "lifecycle/deactivate",
  expirePassword: "lifecycle/expire_password",
  forgotPassword: "credentials/forgot_password",
  resetPassword: "lifecycle/reset_password",
  suspend: "lifecycle/suspend",
};

const STATE_LINKS: Readonly<Record<UserStatus, Readonly<Record<string, string>>>> = {
  STAGED: { activate: "lifecycle/activate" },
  PROVISIONED: {
    deactivate: "lifecycle/deactivate",
    reactivate: "lifecycle/reactivate",
    resetPassword: "lifecycle/reset_password",
    suspend: "lifecycle/suspend",
  },
  ACTIVE: CREDENTIAL_LINKS,
  PASSWORD_EXPIRED: CREDENTIAL_LINKS,
  RECOVERY: {
    deactivate: "lifecycle/deactivate",
    reactivate: "lifecycle/reactivate",
    resetPassword: "lifecycle/reset_password",
  },
  LOCKED_OUT: { deactivate: "lifecycle/deactivate", unlock: "lifecycle/unlock" },
  SUSPENDED: { deactivate: "lifecycle/deactivate", unsuspend: "lifecycle/unsuspend" },
  DEPROVISIONED: { activate: "lifecycle/activate", delete: "" },
};

/** A user in a list: no link but `self`. */
export function userInList(user: User, origin: string): Json {
  return { ...userBody(user), _links: { self: { href: `${origin}/api/v1/users/${user.id}` } } };
}

/** A user alone: with the links that its state allows. */
export function userAlone(org: Org, user: User, origin: string): Json {
  const self = `${origin}/api/v1/users/${user.id}`;
  const actions = { ...STATE_LINKS[user.status], resetFactors: "lifecycle/reset_factors" };
  const stateLinks = Object.entries(actions).map(([rel, path]) => [
    rel,
    { href: path === "" ? self : `${self}/${path}`, method: rel === "delete" ? "DELETE" : "POST" },
  ]);
  return {
    ...userBody(user),
    _links: {
      ...Object.fromEntries(stateLinks),
      schema: { href: `${origin}/api/v1/meta/schemas/user/${org.identity.schemaId}` },
      self: { href: self },
      type: { href: `${origin}/api/v1/meta/types/user/${user.typeId}` },
    },
  };
}

function userBody(user: User): Json {
  const { profile, credentials } = user;
  const echoed = Object.fromEntries(ECHOED.map((name) => [name, profile[name] ?? null]));
  const active = user.status !== "STAGED" && user.status !== "PROVISIONED" && user.status !== "DEPROVISIONED";
  return {
    id: user.id,
    status: user.status,
    created: user.created,
    activated: user.activated,
    statusChanged: user.statusChanged,
    lastLogin: user.lastLogin,
    lastUpdated: user.lastUpdated,
    passwordChanged: user.passwordChanged,
    ...(user.realmId !== undefined && { realmId: user.realmId }),
    type: { id: user.typeId },
    ...(user.transitioningToStatus && { transitioningToStatus: user.transitioningToStatus }),
    profile: { ...echoed, ...profile },
    credentials: {
      ...(credentials.password && { password: {} }),
      ...(credentials.recoveryQuestion && { recovery_question: { question: credentials.recoveryQuestion } }),
      ...(active && { emails: [{ value: profile["email"], status: "VERIFIED", type: "PRIMARY" }] }),
      provider: credentials.provider,
    },
  };
}

/** A group. */
export function groupView(group: Group, origin: string): Json {
  const self = `${origin}/api/v1/groups/${group.id}`;
  const logo = (name: string): Json => ({
    name,
    href: `${origin}/assets/img/logos/groups/okta-${name}.png`,
    type: "image/png",
  });
  return {
    id: group.id,
    created: group.created,
    lastUpdated: group.lastUpdated,
    lastMembershipUpdated: group.lastMembershipUpdated,
    objectClass: group.objectClass,
    type: group.type,
    profile: group.profile,
    ...(group.sourceId !== undefined && { source: { id: group.sourceId } }),
    _links: {
      logo: [logo("medium"), logo("large")],
      ...(group.sourceId !== undefined && { source: { href: `${origin}/api/v1/apps/${group.sourceId}` } }),
      owners: { href: `${self}/owners` },
      users: { href: `${self}/users` },
      apps: { href: `${self}/apps` },
    },
  };
}

/** An app. */
export function appView(org: Org, app: App, origin: string): Json {
  const self = `${origin}/api/v1/apps/${app.id}`;
  const appLinks = Object.keys(app.visibility["appLinks"] ?? {});
  const step = app.status === "ACTIVE" ? "deactivate" : "activate";
  return {
    id: app.id,
    orn: `orn:okta:idp:${org.identity.id}:apps:${app.name}:${app.id}`,
    name: app.name,
    label: app.label,
    status: app.status,
    lastUpdated: app.lastUpdated,
    created: app.created,
    accessibility: app.accessibility,
    visibility: app.visibility,
    features: app.features,
    signOnMode: app.signOnMode,
    credentials: app.credentials,
    universalLogout: null,
    settings: app.settings,
    ...(app.profile !== undefined && { profile: app.profile }),
    _links: {
      ...signOnLinks(app, self),
      uploadLogo: { href: `${self}/logo`, hints: { allow: ["POST"] } },
      appLinks: appLinks.map((name) => ({
        name,
        href: `${origin}/home/${app.name}/${app.id}/${name}`,
        type: "text/html",
      })),
      groups: { href: `${self}/groups` },
      logo: [{ name: "medium", href: `${origin}/assets/img/logos/${app.name}.png`, type: "image/png" }],
      users: { href: `${self}/users` },
      policies: { href: `${self}/policies`, hints: { allow: ["PUT"] } },
      [step]: { href: `${self}/lifecycle/${step}` },
    },
  };
}

function signOnLinks(app: App, self: string): Json {
  if (app.signOnMode === "SAML_2_0") {
    return { metadata: { href: `${self}/sso/saml/metadata`, type: "application/xml" } };
  }
  if (app.signOnMode !== "OPENID_CONNECT") return {};
  return { clientCredentials: [{ name: "secrets", href: `${self}/credentials/secrets` }] };
}

/** The assignment of an app to a user. */
export function appUserView(org: Org, app: App, appUser: AppUser, origin: string): Json {
  const group = app.groupIds.find((id) => org.memberships.usersOf(id).has(appUser.id));
  const given = appUser.scope === "GROUP" && groupGives(org, app, appUser.id);
  return {
    id: appUser.id,
    externalId: appUser.externalId,
    created: appUser.created,
    lastUpdated: appUser.lastUpdated,
    scope: appUser.scope,
    status: appUser.status,
    statusChanged: appUser.statusChanged,
    passwordChanged: appUser.passwordChanged,
    syncState: appUser.syncState,
    lastSync: appUser.lastSync,
    credentials: { userName: appUser.userName, ...(appUser.password && { password: {} }) },
    profile: appUser.profile,
    _links: {
      app: { href: `${origin}/api/v1/apps/${app.id}` },
      user: { href: `${origin}/api/v1/users/${appUser.id}` },
      ...(given && { group: { href: `${origin}/api/v1/groups/${group}` } }),
    },
  };
}
