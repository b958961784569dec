import { expect, test } from "vitest";
import { all, bench, query } from "./bench.ts";

test("authorization servers are listed with default among them, and found by name and audience", async () => {
  await using b = await bench();
  const { json } = await b.call("GET /api/v1/authorizationServers");
  expect(json.map(({ id, default: own }: { id: string; default: boolean }) => [id, own])).toEqual([
    ["aus1orders000000005d7", false],
    ["aus2legacy000000005d7", false],
    ["default", true],
  ]);
  expect(Array.isArray(json[0]._links.metadata)).toBe(true);
  expect(Object.keys(json[0]._links)).toContain("deactivate");
  expect(Object.keys(json[1]._links)).toContain("activate");
  expect(await all(b.call, "/api/v1/authorizationServers?limit=1")).toEqual(json);
  expect((await b.call("GET /api/v1/authorizationServers?q=billing.acme")).json).toHaveLength(1);
});

test("the policies of a server come by priority, in one answer without a Link header", async () => {
  await using b = await bench();
  const reply = await b.call("GET /api/v1/authorizationServers/aus1orders000000005d7/policies");
  expect(reply.json.map(({ name }: { name: string }) => name)).toEqual(["Partners", "Portal only"]);
  expect(reply.json[0].type).toBe("OAUTH_AUTHORIZATION_POLICY");
  expect(reply.headers["link"]).toBeUndefined();
  expect((await b.call("GET /api/v1/authorizationServers/default/policies")).json).toHaveLength(1);
  expect((await b.call("GET /api/v1/authorizationServers/none/policies")).status).toBe(404);
});

test("without API Access Management authorization servers answer 401 E0000015", async () => {
  await using b = await bench({ apiAccessManagement: false });
  for (const path of ["/api/v1/authorizationServers", "/api/v1/authorizationServers/default/policies"]) {
    expect(await b.call(`GET ${path}`)).toMatchObject({ status: 401, json: { errorCode: "E0000015" } });
  }
});

test("domains are an object, with the org's own and one that failed to verify", async () => {
  await using b = await bench();
  const { json } = await b.call("GET /api/v1/domains");
  expect(
    json.domains.map(({ id, validationStatus }: Record<string, string>) => [id, validationStatus]),
  ).toEqual([
    ["default", "COMPLETED"],
    ["OcD1login0000000005d7", "VERIFIED"],
    ["OcD2broken000000005d7", "FAILED_TO_VERIFY"],
  ]);
});

test("policies want a known type, and can be narrowed by status and name", async () => {
  await using b = await bench();
  const list = (parameters: Record<string, string>) => b.call(`GET /api/v1/policies${query(parameters)}`);
  expect(await list({})).toMatchObject({ status: 400, json: { errorCode: "E0000001" } });
  for (const type of ["NONSENSE", "OAUTH_AUTHORIZATION_POLICY"]) {
    expect(await list({ type })).toMatchObject({
      status: 400,
      json: {
        errorCode: "E0000002",
        errorSummary: "The request was not valid: Invalid policy type specified",
      },
    });
  }
  const names = async (parameters: Record<string, string>) =>
    (await list(parameters)).json.map(({ name }: { name: string }) => name);
  expect(await names({ type: "OKTA_SIGN_ON" })).toEqual(["Contractors", "Default Policy"]);
  expect(await names({ type: "OKTA_SIGN_ON", q: "def" })).toEqual(["Default Policy"]);
  expect(await names({ type: "MFA_ENROLL", status: "ACTIVE" })).toEqual([]);
  expect(await all(b.call, "/api/v1/policies?type=OKTA_SIGN_ON&limit=1")).toHaveLength(2);
  const access = (await list({ type: "ACCESS_POLICY" })).json[0];
  expect(access).toMatchObject({ conditions: null, _embedded: { resourceType: "APP" } });
});

test("the rules of a sign-on policy have the type SIGN_ON, and a policy that isn't there is not found", async () => {
  await using b = await bench();
  const { json } = await b.call("GET /api/v1/policies/00p5signon00000005d7/rules");
  expect(json).toMatchObject([
    { name: "Two hours", type: "SIGN_ON" },
    { name: "Default Rule", priority: 99, system: true, created: null, conditions: null },
  ]);
  expect((await b.call("GET /api/v1/policies/none/rules")).json.errorCode).toBe("E0000007");
});

test("a full last page announces an empty one where the org does so", async () => {
  await using b = await bench({ emptyTrailingPage: true });
  for (const path of [
    "/api/v1/authorizationServers?limit=3",
    "/api/v1/policies?type=OKTA_SIGN_ON&limit=2",
    `/api/v1/users${query({ search: 'profile.login eq "jdoe@acme.com"', limit: "1" })}`,
  ]) {
    const { next } = await b.call(`GET ${path}`);
    expect(await b.call(`GET ${next}`)).toMatchObject({ json: [], next: undefined });
  }
});
