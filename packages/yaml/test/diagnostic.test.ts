import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";
import { checkShape, formatDiagnostics, readYaml } from "../src/index.ts";

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

const shape = z.strictObject({ a: z.string(), b: z.enum(["y"]) });

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

const escape = "\u001b[2J";
const backwards = "\u202e";

test.for([
  ["a value", `name: ${escape}x\n`],
  ["a quoted value", 'name: "\\e[2J\\u202E\\nremedy: run it"\n'],
  ["a key", `${escape}${backwards}: x\n`],
  ["a quoted key", '"\\e[2J\\r": x\n'],
  ["a line beside the fault", `# ${escape}${backwards}\u2028\u009b\rname: y\nname: 1\n`],
  ["text that is no YAML", `a: '${escape}\n`],
] as const)("%s that would steer a terminal is shown instead", ([, text]) => {
  const { diagnostics } = checkShape(
    readYaml(`${escape}.yaml`, text),
    z.strictObject({ name: z.enum(["a"]) }),
  );
  const shown = formatDiagnostics(diagnostics);
  expect(diagnostics).not.toEqual([]);
  expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(shown.match(/^remedy: /gm)?.length ?? 0).toBeLessThanOrEqual(diagnostics.length);
});

test("the mark stays under what it marks, behind signs that are shown as others", () => {
  const { diagnostics } = checkShape(readYaml("a.yaml", `{ a: "${escape}\u{e0001}", b: x }\r\n`), shape);
  expect(formatDiagnostics(diagnostics)).toBe(
    `a.yaml:1:19  error[wrong_value]: \`b\` must be \`y\`, not \`x\`; did you mean \`y\`?
> 1 | { a: "\u241b[2J\ufffd\ufffd", b: x }
    |                   ^
remedy: Write \`y\`.`,
  );
});
