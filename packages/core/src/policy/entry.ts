import type { Diagnostic, Fault, YamlSource } from "@arx/yaml";
import type { Catalog } from "../connector/operation.ts";
import type { Policy } from "./policy-set.ts";
import type { WrittenPolicy } from "./schema.ts";

/** A policy of the right shape, and where it stands. */
export interface Entry {
  readonly written: WrittenPolicy;
  readonly source: YamlSource;
  /** Its place in the file's list, from 0. */
  readonly index: number;
}

/** A policy that was loaded, as it was written and as it is understood. */
export interface LoadedPolicy extends Entry {
  readonly policy: Policy;
  readonly catalog: Catalog;
}

/** A diagnostic at a place inside a policy; its path begins at the policy. */
export function diagnose({ source, index }: Entry, fault: Fault): Diagnostic {
  return source.diagnose({ ...fault, path: [index, ...fault.path] });
}
