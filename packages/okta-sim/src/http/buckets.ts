/** A rate limit bucket: the calls that share one counter. */
export type Bucket =
  | "apps"
  | "app"
  | "groups"
  | "group"
  | "users"
  | "user-write"
  | "user-read"
  | "logs"
  | "other";

/** Calls a minute for a whole org of the larger kind. */
export const DEFAULT_LIMITS: Readonly<Record<Bucket, number>> = {
  apps: 100,
  app: 500,
  groups: 500,
  group: 1000,
  users: 600,
  "user-write": 600,
  "user-read": 2000,
  logs: 120,
  other: 1200,
};

/** The bucket that a request counts against. */
export function bucketOf(method: string, path: string): Bucket {
  const [family, id, rest] = path.replace(/^\/api\/v1\//, "").split("/");
  const single = id !== undefined && id !== "" && rest === undefined;
  if (family === "apps") return single ? "app" : "apps";
  if (family === "groups") return single ? "group" : "groups";
  if (family === "logs") return "logs";
  if (family !== "users") return "other";
  if (!single) return "users";
  return method === "GET" ? "user-read" : "user-write";
}
