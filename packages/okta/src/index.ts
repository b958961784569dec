export { catalog, type OktaCatalog } from "./generated/catalog.ts";
export { OktaConnector } from "./generated/client.ts";
export { definition } from "./generated/definition.ts";
