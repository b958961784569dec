import starlight from "@astrojs/starlight";
import { defineConfig, passthroughImageService } from "astro/config";
import starlightOpenAPI, { openAPISidebarGroups } from "starlight-openapi";
import { createStarlightTypeDocPlugin } from "starlight-typedoc";

/** The reference of a package: a plugin that makes it from the comments of what is exported, and its place in the sidebar. */
function reference(name: string): { readonly plugin: Plugin; readonly group: Group } {
  const [typeDoc, group] = createStarlightTypeDocPlugin();
  const plugin = typeDoc({
    entryPoints: [`../${name}/src/index.ts`],
    tsconfig: "./tsconfig.typedoc.json",
    output: `api/${name}`,
    sidebar: { label: `@arx/${name}`, collapsed: true },
    // Types are checked by the TypeScript that they are written for, not by TypeDoc's.
    typeDoc: { skipErrorChecking: true, disableSources: true, logLevel: "Error" },
  });
  return { plugin, group };
}

type Maker = ReturnType<typeof createStarlightTypeDocPlugin>;
type Plugin = ReturnType<Maker[0]>;
type Group = Maker[1];

const references = ["core", "okta", "okta-sim"].map(reference);

export default defineConfig({
  image: { service: passthroughImageService() },
  integrations: [
    starlight({
      title: "Arx connectors",
      description: "The gate between AI agents and the APIs they act on.",
      customCss: ["./src/styles/site.css"],
      plugins: [
        ...references.map(({ plugin }) => plugin),
        starlightOpenAPI([
          {
            base: "reference/openapi",
            schema: "../okta/generated/openapi.json",
            sidebar: { label: "OpenAPI: Okta", operations: { badges: true, labels: "operationId" } },
          },
        ]),
      ],
      sidebar: [
        {
          label: "Start",
          items: ["index", "start/tour"],
        },
        {
          label: "Okta connector",
          items: [
            "okta",
            "okta/users",
            "okta/groups",
            "okta/apps",
            "okta/authz",
            "okta/logs",
            "okta/domains",
            "okta/policies",
          ],
        },
        { label: "Write connectors", items: ["author/guide", "author/add-an-operation"] },
        {
          label: "Reference",
          items: [
            {
              label: "The command",
              collapsed: true,
              items: [{ autogenerate: { directory: "generated/reference/command" } }],
            },
            ...references.map(({ group }) => group),
            ...openAPISidebarGroups,
          ],
        },
        {
          label: "Decisions",
          collapsed: true,
          items: [{ autogenerate: { directory: "generated/decisions" } }],
        },
      ],
    }),
  ],
});
