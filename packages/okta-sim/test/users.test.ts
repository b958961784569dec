import { expect, test } from "vitest";
import { all, bench, DIRECTORY_GROUP, ENGINEERING, EVERYONE, JOHN, query } from "./bench.ts";

const ADA = { login: "ada@acme.com", email: "ada@acme.com", firstName: "Ada", lastName: "Byron" };

test("a user is found by id, login, short login and me, with the links of its state and an ETag", async () => {
  await using b = await bench();
  const byId = await b.call(`GET /api/v1/users/${JOHN}`);
  expect(byId).toMatchObject({ status: 200, json: { id: JOHN, status: "ACTIVE" } });
  expect(byId.headers["etag"]).toMatch(/^W\/"[0-9a-f]{64}"$/);
  expect(Object.keys(byId.json._links).toSorted()).toEqual([
    "changePassword",
    "changeRecoveryQuestion",
    "deactivate",
    "expirePassword",
    "forgotPassword",
    "resetFactors",
    "resetPassword",
    "schema",
    "self",
    "suspend",
    "type",
  ]);
  expect(byId.json._links.suspend).toEqual({
    href: `${b.sim.url}/api/v1/users/${JOHN}/lifecycle/suspend`,
    method: "POST",
  });
  for (const key of ["JDoe%40acme.com", "jdoe"]) {
    expect((await b.call(`GET /api/v1/users/${key}`)).json.id).toBe(JOHN);
  }
  expect((await b.call("GET /api/v1/users/me")).json.profile.login).toBe("okta.admin@acme.com");
});

test("an unknown user, an ambiguous short login and a login with a slash are not found", async () => {
  await using b = await bench();
  await b.call("POST /api/v1/users", { profile: { ...ADA, login: "jdoe@other.example" } });
  await b.call("POST /api/v1/users", { profile: { ...ADA, login: "a/b@acme.com" } });
  for (const key of ["00unobody", "jdoe", "a%2Fb%40acme.com"]) {
    const reply = await b.call(`GET /api/v1/users/${key}`);
    expect(reply.status).toBe(404);
    expect(reply.json).toMatchObject({
      errorCode: "E0000007",
      errorSummary: `Not found: Resource not found: ${decodeURIComponent(key)} (User)`,
    });
  }
});

test("search finds John Doe by his e-mail, and list answers carry no link but self", async () => {
  await using b = await bench();
  const { json } = await b.call(`GET /api/v1/users${query({ search: 'profile.email eq "jdoe@acme.com"' })}`);
  expect(json).toMatchObject([{ id: JOHN, profile: { firstName: "John", lastName: "Doe" } }]);
  expect(Object.keys(json[0]._links)).toEqual(["self"]);
});

test.for([
  { search: 'status eq "SUSPENDED"', logins: ["sam.okoro@acme.com"] },
  { search: 'profile.firstName sw "j" and profile.department eq "engineering"', logins: ["jdoe@acme.com"] },
  { search: 'profile.skills eq "go"', logins: ["jdoe@acme.com"] },
  { search: "profile.remote eq true", logins: ["wei.chen@acme.com"] },
  { search: 'profile.lastName co "OU"', logins: ["ana.souza@acme.com"] },
  { search: "profile.badgeNumber pr", logins: ["jdoe@acme.com"] },
  { search: 'profile.city eq "Sao Paulo"', logins: [] },
  {
    search: 'created lt "2023-06-01T00:00:00.000Z" or (id eq "00u1a2b3c4d5e6f7g8" and status eq "ACTIVE")',
    logins: ["jdoe@acme.com", "former.employee@acme.com"],
  },
  {
    search: 'profile.city eq "Seoul" or profile.city eq "Berlin" and profile.lastName eq "nobody"',
    logins: ["grace.kim@acme.com"],
  },
])("search $search", async ({ search, logins }) => {
  await using b = await bench();
  const { json } = await b.call(`GET /api/v1/users${query({ search })}`);
  expect(json.map((user: { profile: { login: string } }) => user.profile.login)).toEqual(logins);
});

test.for([
  'profile.email ne "a"',
  'profile.city co "a"',
  'profile.nothing eq "a"',
  "profile.email eq jdoe",
  'profile.email eq "jdoe',
  'not (status eq "ACTIVE")',
  '(status eq "ACTIVE"',
  'created gt "yesterday"',
  "",
])("search refuses %s with E0000031", async (search) => {
  await using b = await bench();
  const reply = await b.call(`GET /api/v1/users${query({ search: search || "  " })}`);
  expect(reply).toMatchObject({ status: 400, json: { errorCode: "E0000031" } });
});

test("filter is case-sensitive, allows few attributes and can't join a search", async () => {
  await using b = await bench();
  const list = (filter: Record<string, string>) => b.call(`GET /api/v1/users${query(filter)}`);
  expect((await list({ filter: 'profile.login eq "jdoe@acme.com"' })).json).toHaveLength(1);
  expect((await list({ filter: 'profile.login eq "JDOE@acme.com"' })).json).toHaveLength(0);
  expect((await list({ filter: 'status eq "DEPROVISIONED"' })).json).toHaveLength(1);
  expect((await list({ filter: 'profile.department eq "Sales"' })).json.errorCode).toBe("E0000031");
  expect((await list({ filter: 'status eq "ACTIVE"', search: 'status eq "ACTIVE"' })).json.errorCode).toBe(
    "E0000033",
  );
});

test("deactivated users are in search and filter, but neither in the plain list nor in q", async () => {
  await using b = await bench();
  const statuses = async (path: string) => (await all(b.call, path)).map(({ status }) => status);
  expect(await statuses("/api/v1/users")).not.toContain("DEPROVISIONED");
  expect(await statuses("/api/v1/users?q=former")).toEqual([]);
  expect(await statuses(`/api/v1/users${query({ search: "id pr" })}`)).toContain("DEPROVISIONED");
});

test("q is a type-ahead of at most ten, without a Link header", async () => {
  await using b = await bench();
  for (let index = 0; index < 12; index += 1) {
    await b.call("POST /api/v1/users", { profile: { ...ADA, login: `ada${index}@acme.com` } });
  }
  const reply = await b.call("GET /api/v1/users?q=ada");
  expect(reply.json).toHaveLength(10);
  expect(reply.headers["link"]).toBeUndefined();
});

test("a list pages by opaque cursors in two Link lines with absolute URLs, and loses nobody while users come and go", async () => {
  await using b = await bench();
  const first = await b.call("GET /api/v1/users?limit=3");
  expect(first.headers["link"]).toEqual([
    `<${b.sim.url}/api/v1/users?limit=3>; rel="self"`,
    expect.stringMatching(/^<http:\/\/127\.0\.0\.1:\d+\/api\/v1\/users\?after=[^&]+&limit=3>; rel="next"$/),
  ]);
  await b.call(`POST /api/v1/users/${first.json[2].id}/lifecycle/deactivate`);
  const rest = await all(b.call, first.next ?? "");
  const seen = [...first.json, ...rest].map(({ id }) => id);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(14);
});

test("a search sorts, pages in that order, and refuses a cursor that is no user", async () => {
  await using b = await bench();
  const path = `/api/v1/users${query({ search: 'status eq "ACTIVE"', sortBy: "profile.lastName", sortOrder: "desc", limit: "2" })}`;
  const names = (await all(b.call, path)).map(({ profile }) => profile.lastName);
  expect(names).toEqual(["Souza", "Partner", "Kim", "Haddad", "Doe", "Directory", "Chen", "Admin"]);
  expect(await b.call(`GET ${path}&after=nobody`)).toMatchObject({
    status: 400,
    json: { errorCode: "E0000031" },
  });
});

test("fields answers the asked members and the id alone", async () => {
  await using b = await bench();
  const search = 'profile.login eq "jdoe@acme.com"';
  const path = `/api/v1/users${query({ search, fields: "status,profile:(firstName,city)" })}`;
  expect((await b.call(`GET ${path}`)).json).toEqual([
    { id: JOHN, status: "ACTIVE", profile: { firstName: "John", city: "Berlin" } },
  ]);
});

test.for([
  ["", {}, "PROVISIONED"],
  ["?activate=false", {}, "STAGED"],
  ["", { password: { value: "Correct-Horse-1" } }, "ACTIVE"],
  ["?activate=true&nextLogin=changePassword", { password: { value: "Correct-Horse-1" } }, "PASSWORD_EXPIRED"],
  ["?provider=true", { provider: { type: "FEDERATION", name: "FEDERATION" } }, "ACTIVE"],
] as const)("POST /users%s with %o makes the user %s", async ([options, credentials, status]) => {
  await using b = await bench();
  const reply = await b.call(`POST /api/v1/users${options}`, { profile: ADA, credentials });
  expect(reply.status).toBe(200);
  expect(reply.json.status).toBe(status);
  expect(reply.json.profile).toEqual({ ...ADA, mobilePhone: null, secondEmail: null });
  expect(reply.headers["etag"]).toBeUndefined();
  expect(reply.text).not.toContain("Correct-Horse");
  expect(reply.json.created).toMatch(/\.000Z$/);
});

test.for([
  [{ profile: { login: "ada@acme.com" } }, "E0000001", "email: The field cannot be left blank"],
  [{ profile: { ...ADA, favourite: 1 } }, "E0000001", "Property name 'favourite' is not defined in profile"],
  [
    { profile: { ...ADA, login: "JDOE@acme.com" } },
    "E0000001",
    "login: An object with this field already exists in the current organization",
  ],
  [{ profile: { ...ADA, firstName: "x".repeat(51) } }, "E0000001", "firstName: The field must be at most 50"],
  [{ profile: { ...ADA, nickName: "🙂" } }, "E0000001", "nickName: Characters of four bytes"],
  [{ profile: { ...ADA, remote: "yes" } }, "E0000001", "remote: The value must be of type boolean"],
  [{ profile: ADA, credentials: { password: { value: "short" } } }, "E0000001", "Password requirements"],
  [
    { profile: ADA, groupIds: Array.from({ length: 21 }, () => "g") },
    "E0000093",
    "The number of group targets",
  ],
  [{}, "E0000001", "profile: The field cannot be left blank"],
] as const)("POST /users refuses %o", async ([body, code, cause]) => {
  await using b = await bench();
  const before = b.sim.org.users.all().length;
  const reply = await b.call("POST /api/v1/users", body);
  expect(reply).toMatchObject({ status: 400, json: { errorCode: code } });
  const causes = reply.json.errorCauses.map(({ errorSummary }: { errorSummary: string }) => errorSummary);
  expect(causes).toContainEqual(expect.stringContaining(cause));
  expect(b.sim.org.users.all()).toHaveLength(before);
});

test("expiring a password at creation needs a password and activation", async () => {
  await using b = await bench();
  const create = (options: string, body: object) => b.call(`POST /api/v1/users${options}`, body);
  const credentials = { password: { value: "Correct-Horse-1" } };
  expect((await create("?nextLogin=changePassword", { profile: ADA })).json.errorCode).toBe("E0000124");
  const unactivated = await create("?nextLogin=changePassword&activate=false", { profile: ADA, credentials });
  expect(unactivated.json.errorCode).toBe("E0000125");
});

test("a user is created in its groups, and not at all if one of them is unknown", async () => {
  await using b = await bench();
  const unknown = await b.call("POST /api/v1/users", { profile: ADA, groupIds: ["12345678901011"] });
  expect(unknown.json.errorSummary).toBe("Not found: Resource not found: 12345678901011 (UserGroup)");
  const { json } = await b.call("POST /api/v1/users", { profile: ADA, groupIds: ["00g4sales000000005d7"] });
  expect((await all(b.call, "/api/v1/groups/00g4sales000000005d7/users")).map(({ id }) => id)).toContain(
    json.id,
  );
});

test("a user whose groups don't take members by hand is not created at all", async () => {
  await using b = await bench();
  for (const group of [EVERYONE, DIRECTORY_GROUP]) {
    const reply = await b.call("POST /api/v1/users", { profile: ADA, groupIds: [ENGINEERING, group] });
    expect(reply).toMatchObject({ status: 403, json: { errorCode: "E0000006" } });
  }
  expect((await b.call(`GET /api/v1/users/${ADA.login}`)).status).toBe(404);
  b.sim.knobs.repeatedMembership = "refuse";
  const twice = await b.call("POST /api/v1/users", { profile: ADA, groupIds: [ENGINEERING, ENGINEERING] });
  expect(twice.status).toBe(200);
});

test("PUT replaces the profile, POST merges into it, and a null clears", async () => {
  await using b = await bench();
  const base = { login: "jdoe@acme.com", email: "jdoe@acme.com", firstName: "John", lastName: "Doe" };
  const merged = await b.call(`POST /api/v1/users/${JOHN}`, { profile: { title: "Lead", city: null } });
  expect(merged.json.profile).toMatchObject({ ...base, title: "Lead", department: "Engineering" });
  expect(merged.json.profile).not.toHaveProperty("city");
  const replaced = await b.call(`PUT /api/v1/users/${JOHN}`, { profile: base });
  expect(replaced.json.profile).toEqual({ ...base, mobilePhone: null, secondEmail: null });
  const incomplete = await b.call(`PUT /api/v1/users/${JOHN}`, { profile: { nickName: "J" } });
  expect(incomplete.json).toMatchObject({
    errorCode: "E0000001",
    errorSummary: "Api validation failed: login",
  });
});

test("If-Match guards an update; the ETag follows the profile and not the state", async () => {
  await using b = await bench();
  const etag = async () => String((await b.call(`GET /api/v1/users/${JOHN}`)).headers["etag"]);
  const update = (tag: string) =>
    b.call(`POST /api/v1/users/${JOHN}`, { profile: { nickName: "Jo" } }, { "if-match": tag });
  const before = await etag();
  await b.call(`POST /api/v1/users/${JOHN}/lifecycle/suspend`);
  expect(await etag()).toBe(before);
  expect(await update(before)).toMatchObject({ status: 200 });
  expect(await update(before)).toMatchObject({ status: 412, json: { errorCode: "E0000231" } });
  expect(await update("nonsense")).toMatchObject({ status: 400, json: { errorCode: "E0000242" } });
  await b.call(`POST /api/v1/users/${JOHN}`, { profile: { nickName: null } });
  expect(await etag()).toBe(before);
});

test("a profile that a directory owns and one of a deactivated user can't be changed", async () => {
  await using b = await bench();
  const change = { profile: { nickName: "X" } };
  const owned = await b.call("POST /api/v1/users/dana.directory@acme.com", change);
  expect(owned).toMatchObject({ status: 403, json: { errorCode: "E0000023" } });
  const gone = await b.call("POST /api/v1/users/00u9gone000000000005d7", change);
  expect(gone).toMatchObject({ status: 404, json: { errorCode: "E0000007" } });
  b.sim.knobs.editDeprovisioned = true;
  expect(await b.call("POST /api/v1/users/00u9gone000000000005d7", change)).toMatchObject({ status: 200 });
});

test("factors are listed by id, FastPass among them; app links by login", async () => {
  await using b = await bench();
  const factors = await b.call(`GET /api/v1/users/${JOHN}/factors`);
  const types = factors.json.map(({ factorType }: { factorType: string }) => factorType);
  expect(types).toEqual(["email", "push", "signed_nonce", "sms"]);
  expect(Array.isArray(factors.json[3]._links.resend)).toBe(true);
  expect((await b.call("GET /api/v1/users/jdoe@acme.com/factors")).status).toBe(404);
  const appLinks = await b.call("GET /api/v1/users/jdoe@acme.com/appLinks");
  expect(appLinks.json).toMatchObject([
    { id: JOHN, label: "GitHub", sortOrder: 0 },
    { id: JOHN, label: "Customer portal", sortOrder: 1 },
    { id: JOHN, label: "Wiki", sortOrder: 2 },
  ]);
  const several = await b.call("GET /api/v1/users/omar.haddad@acme.com/appLinks");
  expect(several.json.map(({ label }: { label: string }) => label)).toEqual([
    "Salesforce login",
    "Salesforce chatter",
    "Wiki",
  ]);
});

test("clearing sessions ends them all and is a 204 again when there is none", async () => {
  await using b = await bench();
  expect(b.sim.org.users.get(JOHN)?.sessions).toBe(2);
  for (const _ of [1, 2]) {
    const reply = await b.call(`DELETE /api/v1/users/${JOHN}/sessions`);
    expect(reply).toMatchObject({ status: 204, text: "" });
  }
  expect(b.sim.org.users.get(JOHN)?.sessions).toBe(0);
});

test("strict refuses a password that was used lately, and the profile stays where credentials come alone", async () => {
  await using b = await bench();
  const set = (value: string, options = "") =>
    b.call(`POST /api/v1/users/${JOHN}${options}`, { credentials: { password: { value } } });
  expect((await set("Correct-Horse-1")).json.profile.title).toBe("Software Engineer");
  expect((await set("Correct-Horse-2")).status).toBe(200);
  expect((await set("Correct-Horse-1", "?strict=true")).json.errorCode).toBe("E0000001");
  expect((await set("Correct-Horse-1")).status).toBe(200);
  expect(JSON.stringify(b.sim.org.users.get(JOHN))).not.toContain("Correct-Horse");
});

test("a user who is sent back as read keeps the password, and the time when it was set", async () => {
  await using b = await bench();
  const { json } = await b.call(`GET /api/v1/users/${JOHN}`);
  expect(json.credentials.password).toEqual({});
  const { status, json: after } = await b.call(`PUT /api/v1/users/${JOHN}`, json);
  expect([status, after.passwordChanged, after.credentials]).toEqual([
    ...[200, json.passwordChanged, json.credentials],
  ]);
});

test("a search sorts numbers by their size, those without one first", async () => {
  const user = (login: string, level?: number) => ({
    profile: { login, email: login, firstName: "A", lastName: "B", ...(level !== undefined && { level }) },
  });
  const org = { name: "Acme", tokenOwner: "none@acme.com", userAttributes: { level: "integer" as const } };
  const levels = [100, 9, -20, 10];
  const users = [user("none@acme.com"), ...levels.map((level) => user(`l${level}@acme.com`, level))];
  await using b = await bench({ seed: { org, users } });
  const sorted = async (sortOrder: string) => {
    const found = await all(
      b.call,
      `/api/v1/users${query({ search: "id pr", sortBy: "profile.level", sortOrder, limit: "2" })}`,
    );
    return found.map(({ profile }) => profile.level);
  };
  expect(await sorted("asc")).toEqual([undefined, -20, 9, 10, 100]);
  expect(await sorted("desc")).toEqual([100, 10, 9, -20, undefined]);
});
