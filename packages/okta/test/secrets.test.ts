import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { definition } from "../src/index.ts";
import { bench, failure, type OrgBench } from "./bench.ts";

const john = "00u1a2b3c4d5e6f7g8";
const staged = "00u7staged00000000005d7";

/** Every byte of the Arx home, the log among them. */
function bytesOf({ home }: OrgBench): string {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toContain("arx.db");
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "latin1")).join("\n");
}

test("links, tokens, passwords and shared secrets come to the caller, and stay in no byte of the home", async () => {
  await using on = await bench({ rateLimits: "off" });
  on.sim.faults.add({
    on: { path: `/api/v1/users/${john}/factors` },
    rewrite: (body) => [
      { ...(body as object[])[0], _embedded: { activation: { sharedSecret: "canary-shared-secret" } } },
    ],
  });
  const { activationUrl, activationToken } = await on.okta.activateUser(staged, { sendEmail: false });
  const [factor] = await on.okta.listFactors(john);
  const password = { value: "Canary-Passw0rd" };
  const answer = "canary answer";
  await on.okta.createUser({
    ...{ firstName: "Jane", lastName: "Doe", email: "jane@acme.com" },
    credentials: { password, recovery_question: { question: "Which?", answer } },
  });
  const secrets = [
    activationUrl,
    activationToken,
    "canary-shared-secret",
    password.value,
    answer,
    on.sim.token,
  ];
  expect(JSON.stringify(factor)).toContain("canary-shared-secret");
  const bytes = bytesOf(on);
  for (const secret of secrets) {
    expect(secret?.length).toBeGreaterThan(10);
    expect(bytes.includes(secret ?? ""), `${secret} stands in the home`).toBe(false);
  }
  expect(bytes).toContain("jane@acme.com");
});

test("an error that quotes the token and the password quotes neither to the caller", async () => {
  await using on = await bench();
  const value = "Canary-Passw0rd";
  const errorSummary = `SSWS ${on.sim.token} may not set ${value}`;
  on.sim.faults.add({ answer: { status: 400, body: { errorCode: "E0000001", errorSummary } } });
  const names = { firstName: "Jane", lastName: "Doe", email: "jane@acme.com" };
  const error = await failure(on.okta.createUser({ ...names, credentials: { password: { value } } }));
  const shown = JSON.stringify([error.message, error]);
  expect(shown).toContain("may not set");
  expect(shown).not.toContain(on.sim.token);
  expect(shown).not.toContain(value);
});

test.for(definition.origin.refuse)("a token does not go to an address that ends in %s", async (suffix) => {
  await using on = await bench(
    {},
    { credentials: { domain: `https://acme${suffix}`, api_token: "00canary" } },
  );
  await expect(on.okta.listUsers()).rejects.toMatchObject({
    code: "origin_refused",
    message: expect.stringContaining(suffix),
  });
});

test("what is refused of an org's addresses is Okta's own, so that a custom domain may be called so", () => {
  const own = /^-admin\.(okta|oktapreview|okta-emea|okta-gov|okta|okta-miltest|trex-govcloud)\.(com|mil)$/;
  expect(definition.origin.refuse.filter((suffix) => !own.test(suffix))).toEqual([".com.com"]);
});
