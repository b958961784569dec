import { expect, test } from "vitest";
import { all, type Bench, bench, EVERYONE, type Json, query } from "./bench.ts";

const profile = (name: string): object => ({
  profile: { login: `${name}@acme.com`, email: `${name}@acme.com`, firstName: name, lastName: "Paging" },
});

async function erase({ call }: Bench, id: string): Promise<void> {
  await call(`DELETE /api/v1/users/${id}`);
  await call(`DELETE /api/v1/users/${id}`);
}

interface Change {
  readonly title: string;
  /** The list, without its `limit`. */
  readonly path: string;
  readonly fill: (bench: Bench) => Promise<unknown>;
  /** What becomes of the record that the first page ended at. */
  readonly change: (bench: Bench, last: Json) => unknown;
}

const users: Pick<Change, "fill"> = {
  fill: async ({ call }) => {
    for (const name of ["zeta", "alpha", "mid"])
      await call("POST /api/v1/users?activate=false", profile(name));
  },
};
const groups: Pick<Change, "fill"> = {
  fill: async ({ call }) => {
    for (const name of ["ZA3", "ZA1", "ZA2"]) await call("POST /api/v1/groups", { profile: { name } });
  },
};
const none: Pick<Change, "fill"> = { fill: async () => {} };

const renamed = async ({ call }: Bench, { id }: Json): Promise<unknown> =>
  call(`PUT /api/v1/groups/${id}`, { profile: { name: "Quite another name" } });
const deleted = async ({ call }: Bench, { id }: Json): Promise<unknown> =>
  call(`DELETE /api/v1/groups/${id}`);

const search = { search: 'profile.lastName eq "Paging"' };
const sorted = { sortBy: "profile.firstName" };
const groupSearch = { search: 'profile.name sw "ZA"' };
const changes: readonly Change[] = [
  {
    title: "a plain list of users whose last one is erased",
    path: "/api/v1/users",
    ...users,
    change: async (b, { id }) => erase(b, id),
  },
  {
    title: "a search for users whose last one is erased",
    path: `/api/v1/users${query(search)}`,
    ...users,
    change: async (b, { id }) => erase(b, id),
  },
  {
    title: "a sorted search for users whose last one is erased",
    path: `/api/v1/users${query({ ...search, ...sorted })}`,
    ...users,
    change: async (b, { id }) => erase(b, id),
  },
  {
    title: "a sorted search for users whose last one gets a name before it",
    path: `/api/v1/users${query({ ...search, ...sorted, sortOrder: "desc" })}`,
    ...users,
    change: async ({ call }, { id }) => call(`POST /api/v1/users/${id}`, { profile: { firstName: "Zoe" } }),
  },
  {
    title: "a plain list of groups whose last one is deleted",
    path: `/api/v1/groups${query({ filter: 'type eq "OKTA_GROUP"' })}`,
    ...groups,
    change: deleted,
  },
  {
    title: "a search for groups whose last one is deleted",
    path: `/api/v1/groups${query(groupSearch)}`,
    ...groups,
    change: deleted,
  },
  {
    title: "a search for groups whose last one gets a name that it does not look for",
    path: `/api/v1/groups${query(groupSearch)}`,
    ...groups,
    change: renamed,
  },
  {
    title: "a sorted search for groups whose last one gets a name that it does not look for",
    path: `/api/v1/groups${query({ ...groupSearch, sortBy: "profile.name" })}`,
    ...groups,
    change: renamed,
  },
  {
    title: "a list of members whose last one is erased",
    path: `/api/v1/groups/${EVERYONE}/users`,
    ...users,
    change: async (b, { id }) => erase(b, id),
  },
  {
    title: "a list of apps whose last one is deleted",
    path: "/api/v1/apps",
    ...none,
    change: ({ sim }, { id }) => sim.org.apps.remove(id),
  },
  {
    title: "a list of policies whose last one is deleted",
    path: `/api/v1/policies${query({ type: "OKTA_SIGN_ON" })}`,
    ...none,
    change: ({ sim }, { id }) => sim.org.policies.delete(id),
  },
  {
    title: "a list of policies by name whose last one gets a name before it",
    path: `/api/v1/policies${query({ type: "OKTA_SIGN_ON", sortBy: "name", status: "ACTIVE" })}`,
    ...none,
    change: ({ sim }, { id }) => {
      const policy = sim.org.policies.get(id);
      if (policy) sim.org.policies.set(id, { ...policy, name: "Aardvark" });
    },
  },
];

test.for(changes)("$title goes on behind the place of its cursor", async ({ path, fill, change }) => {
  await using b = await bench({ rateLimits: "off" });
  await fill(b);
  const ids = (items: readonly Json[]): string[] => items.map(({ id }) => id);
  const separator = path.includes("?") ? "&" : "?";
  const before = ids(await all(b.call, path));
  const first = await b.call(`GET ${path}${separator}limit=1`);
  await change(b, first.json[0]);
  expect(first.next).toBeDefined();
  expect([...ids(first.json), ...ids(await all(b.call, first.next ?? ""))]).toEqual(before);
});

test("who comes while a list is read is on a later page, where their place is behind the cursor", async () => {
  await using b = await bench({ rateLimits: "off" });
  await users.fill(b);
  const path = `/api/v1/users${query({ ...search, ...sorted, limit: "1" })}`;
  const first = await b.call(`GET ${path}`);
  for (const name of ["aaron", "nina"]) await b.call("POST /api/v1/users?activate=false", profile(name));
  const rest = await all(b.call, first.next ?? "");
  expect([...first.json, ...rest].map(({ profile: { firstName } }) => firstName)).toEqual([
    "alpha",
    "mid",
    "nina",
    "zeta",
  ]);
});

test.for([
  `/api/v1/users${query({ ...search, after: "nobody" })}`,
  `/api/v1/users${query({ ...search, ...sorted, after: "MQ" })}`,
  `/api/v1/groups${query({ after: "nothing" })}`,
  `/api/v1/groups/${EVERYONE}/users${query({ after: "nobody" })}`,
  `/api/v1/policies${query({ type: "OKTA_SIGN_ON", after: "nothing" })}`,
])("%s, whose cursor is no place, is refused", async (path) => {
  await using b = await bench();
  expect(await b.call(`GET ${path}`)).toMatchObject({ status: 400, json: { errorCode: "E0000031" } });
});
