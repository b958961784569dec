import { type OperationId, type Risk, risks } from "../connector/operation.ts";
import { Cell } from "./cell.ts";
import { denial } from "./conclude.ts";
import type { AccessRequest, Decision, Explanation, PolicyDecisionPoint } from "./decision.ts";
import { opinionOf } from "./opinion.ts";
import { compileGlob, type Glob } from "./glob.ts";
import { type Policy, type PolicySet, rankOf } from "./policy-set.ts";

/** Agent ids are an open set: no more of them than this are remembered. */
const cacheBound = 10_000;

/** An operation of a catalog, and where its cells stand. */
interface Row {
  readonly first: number;
  readonly operation: OperationId;
  readonly rank: number;
}

/** The policies about the same agents, listed under each row that they grant or deny. */
interface Scope {
  readonly id: number;
  readonly byRow: (Policy[] | undefined)[];
}

/** The agents that the same policies are about: to policy they are one. Cells are filled when first asked for. */
interface AgentClass {
  readonly scopes: readonly Scope[];
  readonly cells: (Cell | undefined)[];
}

/** A policy set prepared for deciding: a decision is a look-up, and costs the same among three policies and 10,000. */
export class PolicyTable implements PolicyDecisionPoint {
  readonly hash: string;
  readonly #set: PolicySet;
  readonly #rows: ReadonlyMap<string, ReadonlyMap<string, Row>>;
  readonly #everyone: Scope = { id: 0, byRow: [] };
  readonly #exact = new Map<string, Scope[]>();
  readonly #globs: { readonly glob: Glob; readonly scope: Scope }[] = [];
  readonly #agents = new Map<string, AgentClass>();
  readonly #classes = new Map<string, AgentClass>();
  readonly #unknownOperation: Decision;
  readonly #evaluatorFailed: Decision;

  constructor(set: PolicySet) {
    this.hash = set.hash;
    this.#set = set;
    this.#unknownOperation = denial(set.hash, "unknown_operation");
    this.#evaluatorFailed = denial(set.hash, "evaluator_failed");
    this.#rows = rowsOf(set);
    this.#fileByScope();
  }

  decide(request: AccessRequest): Decision {
    try {
      const row = this.#rows.get(request.connector)?.get(request.operation);
      if (row === undefined) return this.#unknownOperation;
      const rank = Math.max(row.rank, rankOf(request.risk));
      const { cells, scopes } = this.#agents.get(request.agentId) ?? this.#classify(request.agentId);
      const cell = (cells[row.first + rank] ??= this.#cell(scopes, row, risks[rank]));
      return cell.at(request.at);
    } catch {
      return this.#evaluatorFailed;
    }
  }

  explain(request: AccessRequest): Explanation {
    const decision = this.decide(request);
    const row = this.#rows.get(request.connector)?.get(request.operation);
    const rank = Math.max(row?.rank ?? 0, rankOf(request.risk));
    const effective = { ...request, risk: risks[rank] ?? request.risk };
    return {
      request: effective,
      decision,
      opinions: this.#set.policies.map((policy) => opinionOf(policy, effective)),
    };
  }

  #cell(scopes: readonly Scope[], { first, operation }: Row, risk: Risk | undefined): Cell {
    if (risk === undefined) throw new TypeError("the request names no risk");
    const policies = scopes.flatMap(({ byRow }) => byRow[first] ?? []);
    return new Cell(this.hash, policies.toSorted(byName), operation, risk);
  }

  #classify(agentId: string): AgentClass {
    if (typeof agentId !== "string" || agentId === "") throw new TypeError("the request names no agent");
    const named = this.#exact.get(agentId) ?? [];
    const matched = this.#globs.flatMap(({ glob, scope }) => (glob.matches(agentId) ? [scope] : []));
    const scopes = [...new Set([this.#everyone, ...named, ...matched])].toSorted((a, b) => a.id - b.id);
    const key = scopes.map(({ id }) => id).join();
    const found = this.#classes.get(key) ?? remember(this.#classes, key, { scopes, cells: [] });
    return remember(this.#agents, agentId, found);
  }

  #fileByScope(): void {
    const scopes = new Map<string, Scope>();
    for (const policy of this.#set.policies) {
      let scope = policy.agents === undefined ? this.#everyone : scopes.get(policy.agents.join(" "));
      if (scope === undefined) {
        scope = { id: scopes.size + 1, byRow: [] };
        scopes.set(policy.agents!.join(" "), scope);
        this.#index(policy.agents!, scope);
      }
      const rows = this.#rows.get(policy.connector)!;
      for (const operation of new Set([...policy.grants.keys(), ...policy.denies.keys()])) {
        const { first } = rows.get(operation)!;
        (scope.byRow[first] ??= []).push(policy);
      }
    }
  }

  #index(agents: readonly string[], scope: Scope): void {
    for (const pattern of agents) {
      if (pattern.includes("*")) this.#globs.push({ glob: compileGlob(pattern), scope });
      else this.#exact.set(pattern, [...(this.#exact.get(pattern) ?? []), scope]);
    }
  }
}

function rowsOf({ catalogs }: PolicySet): ReadonlyMap<string, ReadonlyMap<string, Row>> {
  let first = -risks.length;
  return new Map(
    catalogs.map(({ connector, operations }) => [
      connector,
      new Map(
        Object.entries(operations).map(([id, { risk }]) => {
          first += risks.length;
          return [id, { first, operation: id as OperationId, rank: rankOf(risk) }];
        }),
      ),
    ]),
  );
}

const byName = (a: Policy, b: Policy): number => (a.name < b.name ? -1 : 1);

/** Keeps a value, and forgets the oldest where there are too many. */
function remember<V>(cache: Map<string, V>, key: string, value: V): V {
  if (cache.size >= cacheBound) cache.delete(cache.keys().next().value!);
  cache.set(key, value);
  return value;
}
