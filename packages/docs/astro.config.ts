import starlight from "@astrojs/starlight";
import { defineConfig, passthroughImageService } from "astro/config";
import starlightOpenAPI, { openAPISidebarGroups } from "starlight-openapi";
import { createStarlightTypeDocPlugin } from "starlight-typedoc";
import { linkCheck } from "./src/check/links.ts";
import { familiesOf } from "./src/generate/okta.ts";
import { sidebar } from "./src/sidebar.ts";

/** Where the reference of a connector leads for what it has from the core. */
const core = {
  BaseConnector: "/api/core/classes/baseconnector/",
  CallOptions: "/api/core/interfaces/calloptions/",
  ConnectorDefinition: "/api/core/interfaces/connectordefinition/",
  ConnectorOptions: "/api/core/interfaces/connectoroptions/",
  List: "/api/core/classes/list/",
};

/** The reference of a package: a plugin that makes it from the comments of what is exported, and its place in the sidebar. */
function reference(name: string): { readonly plugin: Plugin; readonly group: Group } {
  const [folder = name, part] = name.split("/");
  const [typeDoc, group] = createStarlightTypeDocPlugin();
  const plugin = typeDoc({
    entryPoints: [`../${folder}/src/${part === undefined ? "" : `${part}/`}index.ts`],
    tsconfig: "./tsconfig.typedoc.json",
    output: `api/${name.replace("/", "-")}`,
    sidebar: { label: `@arx/${name}`, collapsed: true },
    // Types are checked by the TypeScript that they are written for, not by TypeDoc's.
    typeDoc: {
      ...{ skipErrorChecking: true, disableSources: true, logLevel: "Error" },
      // What a class has from JavaScript itself is left out; what it has from the core is linked.
      ...{ excludeExternals: true, externalSymbolLinkMappings: { "@arx/core": core } },
      ...{
        parametersFormat: "table",
        interfacePropertiesFormat: "table",
        typeAliasPropertiesFormat: "table",
      },
    },
  });
  return { plugin, group };
}

type Maker = ReturnType<typeof createStarlightTypeDocPlugin>;
type Plugin = ReturnType<Maker[0]>;
type Group = Maker[1];

const families = (await familiesOf()).map((name) => `okta/${name}`);
const references = ["core", "core/testing", "okta", "okta-sim", "yaml"].map(reference);

// oxlint-disable-next-line import/no-default-export -- Astro reads its configuration so
export default defineConfig({
  image: { service: passthroughImageService() },
  integrations: [
    // The token endpoint of an org, as the OpenAPI document gives it.
    linkCheck(["/oauth2/v1/token"]),
    starlight({
      title: "Arx connectors",
      description: "The gate between AI agents and the APIs they act on.",
      customCss: ["./src/styles/site.css"],
      components: { MarkdownContent: "./src/components/MarkdownContent.astro" },
      plugins: [
        ...references.map(({ plugin }) => plugin),
        starlightOpenAPI([
          {
            base: "reference/openapi",
            schema: "./src/generated/openapi.json",
            sidebar: { label: "OpenAPI: Okta", operations: { badges: true, labels: "operationId" } },
          },
        ]),
      ],
      sidebar: sidebar(families).map((section) =>
        section.label === "Reference"
          ? {
              ...section,
              items: [...section.items, ...references.map(({ group }) => group), ...openAPISidebarGroups],
            }
          : section,
      ),
    }),
  ],
});
