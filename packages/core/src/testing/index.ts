export { type ApiServer, startApiServer, type WireAnswer, type WireRequest } from "./api-server.ts";
export { type WireBench, wireBench } from "./wire-bench.ts";
