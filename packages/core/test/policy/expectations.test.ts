import { expect, test } from "vitest";
import { checkExpectations } from "../../src/policy/expectations.ts";
import { newYear, setOf } from "./bench.ts";

const set = setOf([{ name: "reads", connector: "depot", operations: ["parcels:*"], risk_max: "medium" }]);

function failing(text: string): string[] {
  const { checked, diagnostics } = checkExpectations("expected.yaml", text, set, newYear);
  expect(diagnostics).toEqual([]);
  return checked
    .filter(({ expected, decision }) => expected !== decision.verdict)
    .map(({ operation, expected, decision }) => `${operation} ${expected} ${decision.verdict}`);
}

function faults(text: string): string[] {
  const { checked, diagnostics } = checkExpectations("expected.yaml", text, set, newYear);
  expect(checked).toEqual([]);
  return diagnostics.map(({ line, message }) => `${line} ${message}`);
}

test("a set that does what is expected, and nothing besides, passes", () => {
  expect(
    failing("- agent: clerk-1\n  connector: depot\n  allow: [parcels:read]\n  escalate: [parcels:send]\n"),
  ).toEqual([]);
});

test("what is not listed is expected to be denied", () => {
  expect(failing("- agent: clerk-1\n  connector: depot\n  escalate: [parcels:send]\n")).toEqual([
    "parcels:read deny allow",
  ]);
});

test("what is listed and not permitted fails", () => {
  expect(failing('- agent: clerk-1\n  connector: depot\n  allow: ["parcels:*"]\n')).toEqual([
    "parcels:send allow escalate",
    "parcels:destroy allow deny",
  ]);
});

test("an expectation is of the time that it names, and of now where it names none", () => {
  const dated = setOf([
    { name: "until", connector: "depot", operations: ["parcels:read"], expires: "2026-06-01T00:00:00Z" },
  ]);
  const at = (time: string): string =>
    `- agent: clerk-1\n  connector: depot\n  allow: [parcels:read]\n${time === "" ? "" : `  at: "${time}"\n`}`;
  const wrong = (time: string): number =>
    checkExpectations("expected.yaml", at(time), dated, newYear).checked.filter(
      ({ expected, decision }) => expected !== decision.verdict,
    ).length;
  expect([wrong(""), wrong("2026-05-31T23:59:59Z"), wrong("2026-06-01T00:00:01Z")]).toEqual([0, 0, 1]);
});

test("where one connector is in use, an expectation need not name it", () => {
  const alone = { ...set, catalogs: set.catalogs.filter(({ connector }) => connector === "depot") };
  const text = "- agent: clerk-1\n  allow: [parcels:read]\n  escalate: [parcels:send]\n";
  const { checked, diagnostics } = checkExpectations("expected.yaml", text, alone, newYear);
  expect(diagnostics).toEqual([]);
  expect(checked.filter(({ expected, decision }) => expected !== decision.verdict)).toEqual([]);
});

test("of wildcards that disagree, the first of the operations is named", () => {
  const text = '- agent: clerk-1\n  connector: depot\n  allow: ["parcels:*"]\n  escalate: ["parcels:*"]\n';
  expect(faults(text)).toEqual(["4 3 operations, such as `parcels:read`, are expected twice, differently"]);
});

test("a file that can't be meant is refused with its lines", () => {
  const text =
    '- agent: clerk-1\n  connector: depot\n  allow: ["parcels:lose"]\n- agent: clerk-2\n  allow: ["parcels:read"]\n- agent: clerk-3\n  connector: depot\n  allow: ["parcels:*"]\n  escalate: ["parcels:send"]\n';
  expect(faults(text)).toEqual([
    "3 no operation matches `parcels:lose`",
    "4 the expectation names no connector that is in use",
    "9 `parcels:send` is expected twice, differently",
  ]);
});

test.each<[string, string]>([
  ["- agent: soc-*", "3 the id of one agent, without `*`"],
  ['- agent: "*-1"', "1 the id of one agent, without `*`"],
  ["- agent: clerk-1\n  at: tomorrow", "2 an instant of RFC 3339 with its zone"],
])("an expectation such as %j is refused", (text, told) => {
  expect(faults(`${text}\n`)).toEqual([expect.stringContaining(told.slice(2))]);
});

test("each fault of an expectation says where it is and what to write", () => {
  const text =
    '- agent: clerk-1\n  connector: depot\n  allow: ["parcels:lose", "parcels:send"]\n  escalate: ["parcels:send"]\n- { agent: clerk-2, connector: nothing }\n';
  const { diagnostics } = checkExpectations("expected.yaml", text, set, newYear);
  expect(diagnostics.map(({ code, line, column, remedy }) => [code, line, column, remedy])).toEqual([
    ["bad_expectation", 3, 11, "See `arx ops` for the ids."],
    ["bad_expectation", 4, 14, "List each of them once."],
    ["bad_expectation", 5, 32, "Use one of: okta, depot."],
  ]);
});

test("what was expected of an agent is told with the place of its expectation", () => {
  const text = "- { agent: clerk-1, connector: depot }\n- { agent: clerk-2, connector: depot }\n";
  const { checked } = checkExpectations("expected.yaml", text, set, newYear);
  const lines = new Set(checked.map(({ agentId, file, line }) => `${agentId} ${file}:${line}`));
  expect([...lines]).toEqual(["clerk-1 expected.yaml:1", "clerk-2 expected.yaml:2"]);
});
