import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { formatDiagnostics, readYaml } from "../src/index.ts";

const bench = () => {
  const source = readYaml("policies/a.yaml", "first: 1\nsecond: 2\n");
  return [
    source.diagnose({ code: "odd", message: "this is odd", remedy: "Make it even.", path: ["first"] }),
    source.diagnose({
      code: "late",
      severity: "warning",
      message: "this is late",
      path: ["second"],
      on: "key",
    }),
  ];
};

const printed = `policies/a.yaml:1:8  error[odd]: this is odd
> 1 | first: 1
    |        ^
  2 | second: 2
remedy: Make it even.

policies/a.yaml:2:1  warning[late]: this is late
  1 | first: 1
> 2 | second: 2
    | ^^^^^^`;

test("diagnostics are printed with place, message, frame and remedy", () => {
  expect(formatDiagnostics(bench())).toBe(printed);
});

test("colours change nothing but the colours", () => {
  const colored = formatDiagnostics(bench(), { color: true });
  expect(colored).not.toBe(printed);
  expect(stripVTControlCharacters(colored)).toBe(printed);
});

test("a diagnostic without a text is printed without a frame", () => {
  const [odd] = bench();
  expect(formatDiagnostics([{ ...odd!, frame: "" }])).toBe(
    "policies/a.yaml:1:8  error[odd]: this is odd\nremedy: Make it even.",
  );
});
