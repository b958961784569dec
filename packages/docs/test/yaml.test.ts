import { parsePolicies, policyJsonSchema } from "@arx/core";
import { catalog } from "@arx/okta";
import { expect, test } from "vitest";
import { pages, readmes, type Sample, samples } from "./samples.ts";

const titleOf = ({ meta }: Sample): string => /title="(.*?)"/.exec(meta)?.[1] ?? "";

/** Those that are no policy files, and what tests them instead. */
const excused = new Map([["arx.yaml", "the command reads them, in shell.test.ts"]]);

test("every policy on a page loads, without a warning", async () => {
  const found = samples(await pages()).filter(({ language }) => language === "yaml");
  const policies = found.filter((sample) => titleOf(sample).startsWith("policies/"));
  expect(found.filter((sample) => !policies.includes(sample) && !excused.has(titleOf(sample)))).toEqual([]);
  expect(policies.length).toBeGreaterThan(2);
  for (const { place, text } of policies) {
    const { diagnostics } = parsePolicies([{ file: place, text }], [catalog], 0);
    expect({ place, diagnostics }).toEqual({ place, diagnostics: [] });
  }
});

test("the policies of the README load", async () => {
  const [sample, ...others] = samples(await readmes()).filter(
    ({ place, language }) => place.startsWith("README.md:") && language === "yaml",
  );
  expect(others).toEqual([]);
  expect(parsePolicies([{ file: "README.md", text: sample?.text ?? "" }], [catalog], 0).set).toBeDefined();
});

test("the page about policies has every key of a policy, and no other", async () => {
  const text = (await pages()).get("concepts/policies.md") ?? "";
  const [, keys = ""] = /^## Keys\n(.*?)^## /ms.exec(text) ?? [];
  const told = [...keys.matchAll(/^\| `(\w+)`/gm)].map(([, key]) => key);
  const { definitions } = policyJsonSchema([catalog]) as {
    definitions: { Policy: { properties: Record<string, object> } };
  };
  expect(told).toEqual(Object.keys(definitions.Policy.properties));
});

test("the page about the configuration has a sample with every key that it tells of", async () => {
  const text = (await pages()).get("reference/configuration.md") ?? "";
  const [, keys = ""] = /^## arx\.yaml\n(.*?)^## /ms.exec(text) ?? [];
  const told = [...keys.matchAll(/^\| `(\w+)`/gm)].map(([, key]) => key);
  const [, sample = ""] = /^```yaml[^\n]*\n(.*?)^```$/ms.exec(keys) ?? [];
  expect([...sample.matchAll(/^(\w+):/gm)].map(([, key]) => key)).toEqual(told);
});
