export { type ApiServer, startApiServer, type WireAnswer, type WireRequest } from "./api-server.ts";
export { type WireBench, wireBench } from "./wire-bench.ts";
export { type ConformanceCase, storeConformance, type StorePlace } from "./store-conformance.ts";
export { sampleAction, sampleApproval, sampleDraft, sampleTime, sampleVote } from "./store-samples.ts";
