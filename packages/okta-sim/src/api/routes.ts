import { APP_ROUTES } from "./apps.ts";
import { AUTHORIZATION_SERVER_ROUTES } from "./authorization-servers.ts";
import type { Route } from "./call.ts";
import { DOMAIN_ROUTES } from "./domains.ts";
import { GROUP_ROUTES } from "./groups.ts";
import { LOG_ROUTES } from "./logs.ts";
import { POLICY_ROUTES } from "./policies.ts";
import { USER_ROUTES } from "./users.ts";

/** Every operation of the org. */
export const ROUTES: readonly Route[] = [
  ...USER_ROUTES,
  ...GROUP_ROUTES,
  ...APP_ROUTES,
  ...AUTHORIZATION_SERVER_ROUTES,
  ...LOG_ROUTES,
  ...DOMAIN_ROUTES,
  ...POLICY_ROUTES,
];
