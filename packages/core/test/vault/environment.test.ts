import { expect, test } from "vitest";
import { EnvironmentVault, namesOf, variableOf } from "../../src/vault/environment.ts";
import { plain } from "./bench.ts";

const spellings: readonly (readonly [string, string, string])[] = [
  ["okta", "api_token", "ARX_SECRET_OKTA_API_TOKEN"],
  ["okta", "domain", "ARX_SECRET_OKTA_DOMAIN"],
  ["okta-eu/prod", "domain", "ARX_SECRET_OKTA___EU__PROD_DOMAIN"],
  ["okta/api", "token", "ARX_SECRET_OKTA__API_TOKEN"],
  ["okta-api", "token", "ARX_SECRET_OKTA___API_TOKEN"],
  ["a", "b__c", "ARX_SECRET_A_B__C"],
  ["a/b", "c", "ARX_SECRET_A__B_C"],
  ["a", "b_", "ARX_SECRET_A_B_"],
  ["2/3-4", "5", "ARX_SECRET_2__3___4_5"],
];

test.each(spellings)("the field of %s named %s is in %s, and nothing else is", (path, field, variable) => {
  expect(variableOf(path, field)).toBe(variable);
  expect(namesOf(variable)).toEqual({ path, field });
});

test("every name that can be written is told from every other", () => {
  const parts = ["a", "b1", "0"];
  const joined = parts.flatMap((left) => parts.flatMap((right) => [`${left}/${right}`, `${left}-${right}`]));
  const paths = [...parts, ...joined, ...joined.flatMap((left) => [`${left}/a`, `${left}-a`])];
  const fields = ["a", "a_", "a__", "b_1", "b__1", "a___b_c", "0_0"];
  const names = paths.flatMap((path) => fields.map((field) => ({ path, field })));
  const variables = names.map(({ path, field }) => variableOf(path, field));
  expect(variables.map(namesOf)).toEqual(names);
  expect(new Set(variables).size).toBe(names.length);
});

test.each(["okta_prod", "Okta", "okta.eu", "okta--eu", "-okta", "okta/", "", "ok ta", "../okta"])(
  "the path %j is refused, as no variable could be told apart",
  async (path) => {
    expect(() => variableOf(path, "f")).toThrow(/no environment variable can hold the path/);
    await expect(new EnvironmentVault({}).read(path)).rejects.toMatchObject({ code: "vault_input" });
  },
);

test.each(["_x", "apiToken", "api-token", "", "a/b"])("the field %j is refused", (field) => {
  expect(() => variableOf("okta", field)).toThrow(/no environment variable can hold the field/);
});

test("a path has the fields of its variables alone", async () => {
  const vault = new EnvironmentVault({
    ARX_SECRET_OKTA_DOMAIN: "https://acme.okta.com",
    ARX_SECRET_OKTA_API_TOKEN: "00t",
    ARX_SECRET_OKTA__EU_API_TOKEN: "of okta/eu",
    ARX_SECRET_OKTA___EU_API_TOKEN: "of okta-eu",
    ARX_SECRET_OKTAX_API_TOKEN: "of oktax",
    arx_secret_okta_other: "lower case",
    OKTA_DOMAIN: "else",
  });
  expect(plain(await vault.read("okta"))).toEqual({ domain: "https://acme.okta.com", api_token: "00t" });
  expect(plain(await vault.read("okta-eu"))).toEqual({ api_token: "of okta-eu" });
});

test("an empty variable counts as absent, and the error says what to set", async () => {
  const vault = new EnvironmentVault({ ARX_SECRET_OKTA_API_TOKEN: "" });
  await expect(vault.read("okta")).rejects.toMatchObject({
    code: "vault_path_not_found",
    message: expect.stringContaining("set ARX_SECRET_OKTA_<FIELD>"),
  });
});

test.each([
  "ARX_SECRET_",
  "ARX_SECRET_OKTA",
  "ARX_SECRET_okta_token",
  "ARX_SECRET_OKTA____X_Y",
  "ARX_SECRET__OKTA_X",
])("a variable %s that names no secret is an error from the start, without its value", (variable) => {
  const open = (): EnvironmentVault => new EnvironmentVault({ [variable]: "canary-1d" });
  expect(open).toThrow(
    expect.objectContaining({ code: "vault_input", message: expect.stringContaining(variable) }),
  );
  expect(open).not.toThrow(/canary/);
});

test("what is set later is seen, as the environment is read per call", async () => {
  const env: NodeJS.ProcessEnv = {};
  const vault = new EnvironmentVault(env);
  await expect(vault.read("okta")).rejects.toMatchObject({ code: "vault_path_not_found" });
  env["ARX_SECRET_OKTA_API_TOKEN"] = "later";
  expect(plain(await vault.read("okta"))).toEqual({ api_token: "later" });
  await vault.close();
});
