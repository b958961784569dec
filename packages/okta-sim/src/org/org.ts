import type { Knobs } from "../knobs.ts";
import { type Clock, timestamp } from "./clock.ts";
import { Later } from "./later.ts";
import { Memberships } from "./memberships.ts";
import { SystemLog } from "./system-log.ts";
import { Table } from "./table.ts";
import type { App, AppUser, AuthorizationServer, Domain, Group, Policy, User } from "./types.ts";

/** The fixed facts of an org. */
export interface OrgIdentity {
  readonly id: string;
  readonly name: string;
  /** The id of the default user type, and of its schema. */
  readonly userTypeId: string;
  readonly schemaId: string;
  /** The ids of the other user types. */
  readonly otherTypeIds: readonly string[];
}

/** Everything that an org knows. The rules for changing it are in the files beside this one. */
export class Org {
  readonly identity: OrgIdentity;
  readonly knobs: Knobs;
  readonly clock: Clock;
  /** Custom user attributes and their types, beside the base ones. */
  readonly userAttributes: Readonly<Record<string, string>>;
  readonly users: Table<User>;
  readonly groups: Table<Group>;
  readonly apps: Table<App>;
  readonly memberships: Memberships = new Memberships();
  /** App users by app id, then user id. */
  readonly assignments: Map<string, Map<string, AppUser>> = new Map();
  readonly authorizationServers: Map<string, AuthorizationServer> = new Map();
  readonly policies: Map<string, Policy> = new Map();
  readonly domains: Domain[] = [];
  readonly log: SystemLog;
  readonly later: Later;

  constructor(
    identity: OrgIdentity,
    userAttributes: Readonly<Record<string, string>>,
    knobs: Knobs,
    clock: Clock,
  ) {
    this.identity = identity;
    this.userAttributes = userAttributes;
    this.knobs = knobs;
    this.clock = clock;
    const lagMs = (): number => knobs.searchLagMs;
    this.users = new Table(clock, lagMs);
    this.groups = new Table(clock, lagMs);
    this.apps = new Table(clock, () => 0);
    this.log = new SystemLog(clock, knobs);
    this.later = new Later(clock);
  }

  /** The present instant as Okta prints it. */
  now(): string {
    return timestamp(this.clock());
  }
}
