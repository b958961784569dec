import type { Command } from "commander";
import { risks } from "@arx/core";
import type { Context } from "../context.ts";
import { choice } from "../options.ts";
import { document } from "../program.ts";
import { diffVersions, driftApart } from "./spec-compare.ts";
import { importFrom } from "./spec-import.ts";
import { beginSpec, generateFiles, lintSpecs } from "./spec-write.ts";

/** `arx spec lint / generate / import / drift / diff / new` */
export function define(command: Command, context: Context): void {
  document(
    command
      .command("lint")
      .description("check specs: what is wrong, where, and what to write instead")
      .argument("[spec]", "a connector's name, or a folder (default: every spec of the repository)")
      .action(async (spec: string | undefined) => lintSpecs(context, spec)),
    ["arx spec lint", "arx spec lint okta --json"],
    "{ok, specs: [{folder, ok, operations?}], diagnostics: [{code, severity, message, remedy?, file, line, column}]}",
  );
  document(
    command
      .command("generate")
      .description("make the generated files what the specs say")
      .argument("[connectors...]", "default: all")
      .option("--check", "change nothing; exit with 9 where a file is not what its spec says")
      .action(async (connectors: readonly string[], options) => generateFiles(context, connectors, options)),
    ["arx spec generate", "arx spec generate okta --check"],
    "{ok, connectors, changes: [{kind: missing, differs or stray, path}], warnings?}",
  );
  document(
    command
      .command("import")
      .description(
        "add operations of a vendor's OpenAPI document to a spec; without --risk they are only proposed",
      )
      .requiredOption("--openapi <file>", "the document, OpenAPI 3.0 or 3.1, YAML or JSON")
      .option("--operation <id>", "pick by operationId")
      .option("--path <request>", "pick by request, such as 'GET /contacts/{id}'")
      .option("--tag <tag>", "pick every operation of a tag")
      .option("--as <id>", "its id in the spec, such as contacts:read")
      .option("--call <name>", "its method in the client (default: the vendor's name)")
      .addOption(choice("--risk <level>", "a person's word for what it can do", risks))
      .option("--into <file>", "the family's file (default: that of --as, in the repository's only spec)")
      .action(async (options) => importFrom(context, options)),
    [
      "arx spec import --openapi vendor.yaml                      lists what is there; asks, at a terminal",
      "arx spec import --openapi vendor.yaml --operation contacts/list --as contacts:read --risk low --into specs/acme-crm/contacts.yaml",
      "arx spec import --openapi vendor.yaml --tag deals --into specs/acme-crm/deals.yaml",
    ],
    "{kind: written, file, operations, schemas, notes} or {kind: proposals, proposals}, {kind: refused, refusals}, {kind: faults, diagnostics}; without a pick: [{operationId?, method, path, tags, summary?, deprecated, proposedRisk}]",
  );
  document(
    command
      .command("drift")
      .description(
        "tell where a spec and the vendor's OpenAPI document differ; exits with 9 on what nobody accepted",
      )
      .argument("[spec]", "a connector's name, or a folder (default: the repository's only spec)")
      .requiredOption("--openapi <file>", "the document, OpenAPI 3.0 or 3.1, YAML or JSON")
      .action(async (spec: string | undefined, options) => driftApart(context, spec, options)),
    ["arx spec drift --openapi vendor.yaml", "arx spec drift acme-crm --openapi vendor.yaml --json"],
    "{document: {title, version}, operations, unexplained: [{difference, at, detail}], accepted: [{..., because}], diagnostics}",
  );
  document(
    command
      .command("diff")
      .description(
        "compare two versions of a spec: what breaks callers, what raises or lowers a risk, what is new",
      )
      .argument("<old>", "a folder")
      .argument("<new>", "a folder, or a connector's name")
      .option("--policies <folder>", "tell which wildcards of these policies reach what is new")
      .option("--exit-code", "exit with 9 if callers would break")
      .action(async (before: string, after: string, options) =>
        diffVersions(context, before, after, options),
      ),
    [
      "arx spec diff ./before/okta okta",
      "arx spec diff ./before/okta okta --policies ./policies --exit-code",
    ],
    "{changes: [{change, at, detail, breaking, risk?}], added: [{operation, risk, falls: [{policy, effect, pattern}]}], breaking, diagnostics}",
  );
  document(
    command
      .command("new")
      .description("begin a connector: a spec with two operations, and the package around it")
      .argument("<name>", "in kebab-case, such as acme-crm")
      .action(async (name: string) => beginSpec(context, name)),
    ["arx spec new acme-crm"],
    "{name, files, next: [command]}",
  );
  document(command, ["arx spec new acme-crm", "arx spec lint", "arx spec generate --check"]);
}
