export type { Answer } from "./api/call.ts";
export type { Bucket } from "./http/buckets.ts";
export { type Fault, type Faults, HOSTILE_ORIGIN } from "./http/faults.ts";
export type { JournalEntry } from "./http/journal.ts";
export type { Knobs } from "./knobs.ts";
export type { Org } from "./org/org.ts";
export { SeedError } from "./seed/load.ts";
export type { OktaSeed, SeedServiceApp } from "./seed/seed.ts";
export { type OktaSim, type OktaSimOptions, startOktaSim } from "./start.ts";
