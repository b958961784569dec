import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { oktaPages, pages, readmes, root, type Sample, samples } from "./samples.ts";

const { dependencies } = JSON.parse(readFileSync(join(root, "packages/docs/package.json"), "utf8")) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** What a sample takes for given, where that is more than a client. */
const given = new Map([
  [
    "packages/yaml/README.md",
    'declare const text: string; declare const shape: Parameters<typeof import("@arx/yaml").checkShape>[1]; ',
  ],
]);

/** Signatures are no statements: the generated reference shows them above the parameters. */
const isSignature = ({ text }: Sample): boolean => /^okta\.\w+\(.*\): (List|Promise)<.*>\s*$/.test(text);

/** A sample as a module; most of them begin where a client is there already. */
function moduleOf({ place, text }: Sample): string {
  const client = 'declare const okta: import("@arx/okta").OktaConnector; ';
  const taken =
    given.get(fileOf(place)) ?? (/\bokta\./.test(text) && !/\bconst okta\b/.test(text) ? client : "");
  return `${taken}${text}\nexport {};\n`;
}

function fileOf(place: string): string {
  return place.replace(/:\d+$/, "");
}

/** Where a sample is compiled: the README of a package that this one does not depend on sees it from within. */
function folderOf({ place }: Sample): string {
  const [, folder = "packages/docs", name = ""] = /^((?:packages\/)?([\w-]+))\/README\.md:/.exec(place) ?? [];
  return join(root, Object.hasOwn(dependencies, `@arx/${name}`) ? "packages/docs" : folder, "test");
}

/** What the compiler has to say to samples, each as a module beside this test; nothing is written. */
function faultsOf(found: readonly Sample[]): readonly string[] {
  const places = new Map(found.map((sample, at) => [join(folderOf(sample), `sample-${at}.ts`), sample]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    customConditions: ["@arx/source"],
    types: ["node"],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = (file) => places.has(file) || fileExists(file);
  host.readFile = (file) => (places.has(file) ? moduleOf(places.get(file)!) : readFile(file));
  host.getSourceFile = (file, version, ...rest) =>
    places.has(file)
      ? ts.createSourceFile(file, moduleOf(places.get(file)!), version, true)
      : getSourceFile(file, version, ...rest);
  const program = ts.createProgram([...places.keys()], options, host);
  return [...places].flatMap(([file, { place }]) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
}

test("every TypeScript sample compiles against the packages", { timeout: 120_000 }, async () => {
  const found = samples(new Map([...(await pages()), ...(await oktaPages()), ...(await readmes())])).filter(
    (sample) => sample.language === "ts" && !isSignature(sample),
  );
  expect(found.length).toBeGreaterThan(50);
  expect(faultsOf(found)).toEqual([]);
});

test("a sample that calls what is not there, or misnames an option, is found", { timeout: 120_000 }, () => {
  const wrong = (text: string): Sample => ({ place: "page.md:1", language: "ts", meta: "", text });
  expect(faultsOf([wrong("await okta.dropUser();"), wrong("await okta.listUsers({ serch: 'x' });")])).toEqual(
    [
      expect.stringContaining("page.md:1: Property 'dropUser' does not exist"),
      expect.stringContaining("'serch' does not exist"),
    ],
  );
});
