import { removeAllAccess } from "./assignments.ts";
import { invalid, notFound, refuse } from "./errors.ts";
import { token } from "./ids.ts";
import type { Org } from "./org.ts";
import type { Caller } from "./system-log.ts";
import type { User, UserStatus } from "./types.ts";
import { log, refuseWhileActivating } from "./users.ts";

const RESETTABLE: ReadonlySet<UserStatus> = new Set([
  "ACTIVE",
  "PROVISIONED",
  "PASSWORD_EXPIRED",
  "RECOVERY",
  "LOCKED_OUT",
]);

/** Activates, at once or in the background; gives the one-time token that the activation mail would hold. */
export function activate(org: Org, user: User, caller: Caller): string {
  refuseWhileActivating(user);
  if (user.status === "ACTIVE" || user.status === "PROVISIONED") throw refuse("E0000016");
  if (user.status !== "STAGED" && user.status !== "DEPROVISIONED") throw refuse("E0000038");
  const status = user.credentials.password ? "ACTIVE" : "PROVISIONED";
  org.users.put({ ...user, transitioningToStatus: status });
  org.later.after(org.knobs.activationMs, () => {
    const current = org.users.get(user.id);
    if (current?.transitioningToStatus !== status) return;
    const active = org.users.put({ ...changed(org, current, status), activated: org.now() });
    log(org, caller, "user.lifecycle.activate", "Activate Okta user", active);
  });
  return token(20);
}

/** Deactivates: access, credentials, factors and sessions are gone and don't come back with a later activation. */
export function deactivate(org: Org, user: User, caller: Caller): void {
  if (user.status === "DEPROVISIONED") throw notFound(user.id, "User");
  finishDeactivation(org, user, caller);
}

/** Deactivates in the background: until it is done the user is as before, but for `transitioningToStatus`. */
export function deactivateLater(org: Org, user: User, caller: Caller): void {
  if (user.status === "DEPROVISIONED") throw notFound(user.id, "User");
  org.users.put({ ...user, transitioningToStatus: "DEPROVISIONED" });
  org.later.after(org.knobs.backgroundMs, () => {
    const current = org.users.get(user.id);
    if (current?.transitioningToStatus === "DEPROVISIONED") finishDeactivation(org, current, caller);
  });
}

function finishDeactivation(org: Org, user: User, caller: Caller): void {
  removeAllAccess(org, user, caller);
  const gone = org.users.put({
    ...changed(org, user, "DEPROVISIONED"),
    credentials: { ...user.credentials, password: false, recoveryQuestion: undefined },
    factors: [],
    sessions: 0,
  });
  log(org, caller, "user.lifecycle.deactivate", "Deactivate Okta user", gone);
}

/** Suspends: groups and apps stay. */
export function suspend(org: Org, user: User, caller: Caller): void {
  if (!org.knobs.suspendFrom.includes(user.status)) {
    throw invalid("suspendUser", "Cannot suspend a user that is not active");
  }
  const suspended = org.users.put({ ...changed(org, user, "SUSPENDED"), sessions: 0 });
  log(org, caller, "user.lifecycle.suspend", "Suspend Okta user", suspended);
}

/** Ends a suspension. */
export function unsuspend(org: Org, user: User, caller: Caller): void {
  if (user.status !== "SUSPENDED") {
    throw invalid("unsuspendUser", "Cannot unsuspend a user that is not suspended");
  }
  const active = org.users.put(changed(org, user, "ACTIVE"));
  log(org, caller, "user.lifecycle.unsuspend", "Unsuspend Okta user", active);
}

/** Starts a password reset; gives the one-time token that the mail would hold. */
export function resetPassword(org: Org, user: User, revokeSessions: boolean, caller: Caller): string {
  const { type } = user.credentials.provider;
  if (type === "FEDERATION" || type === "SOCIAL") throw refuse("E0000017");
  if (!RESETTABLE.has(user.status)) throw refuse("E0000038");
  const resetting = org.users.put({
    ...changed(org, user, "RECOVERY"),
    sessions: revokeSessions ? 0 : user.sessions,
  });
  log(org, caller, "user.account.reset_password", "Reset user password", resetting);
  return token(20);
}

/** Renews a pending activation or reset; gives a new one-time token, and leaves the state as it is. */
export function reactivate(org: Org, user: User, caller: Caller): string {
  if (user.status !== "PROVISIONED" && user.status !== "RECOVERY") throw refuse("E0000038");
  log(org, caller, "user.lifecycle.reactivate", "Reactivate Okta user", user);
  return token(20);
}

/** Lets a user back in who was locked out. */
export function unlock(org: Org, user: User, caller: Caller): void {
  if (user.status !== "LOCKED_OUT") throw refuse("E0000032", "The user is not locked out.");
  const active = org.users.put(changed(org, user, "ACTIVE"));
  log(org, caller, "user.account.unlock_by_admin", "Unlock user account by admin", active);
}

/** Makes an active user choose a new password at the next sign-in. */
export function expirePassword(org: Org, user: User, caller: Caller): User {
  if (user.status !== "ACTIVE" || !user.credentials.password) throw refuse("E0000038");
  const expired = org.users.put(changed(org, user, "PASSWORD_EXPIRED"));
  log(org, caller, "user.account.expire_password", "Expire user password", expired);
  return expired;
}

/** Unenrols every factor. */
export function resetFactors(org: Org, user: User, caller: Caller): void {
  org.users.put({ ...user, factors: [] });
  log(org, caller, "user.mfa.factor.reset_all", "Reset all factors for user", user);
}

/** Erases a user who is deactivated; deactivates any other, in the `background` where that is asked for. */
export function remove(org: Org, user: User, background: boolean, caller: Caller): void {
  if (user.status !== "DEPROVISIONED") {
    (background ? deactivateLater : deactivate)(org, user, caller);
    return;
  }
  // Someone may have put the user into groups and apps again since the deactivation.
  removeAllAccess(org, user, caller);
  org.users.remove(user.id);
  log(org, caller, "user.lifecycle.delete.initiated", "Delete Okta user", user);
}

/** Ends every session of a user; ending none is fine. */
export function clearSessions(org: Org, user: User, caller: Caller): void {
  org.users.put({ ...user, sessions: 0 });
  log(org, caller, "user.session.clear", "Clear user session", user);
}

function changed(org: Org, user: User, status: UserStatus): User {
  const now = org.now();
  // A deactivation under way is not called off by another change.
  const next = status === "DEPROVISIONED" ? undefined : user.transitioningToStatus;
  const transitioningToStatus = next === "DEPROVISIONED" ? next : undefined;
  return { ...user, status, statusChanged: now, lastUpdated: now, transitioningToStatus };
}
