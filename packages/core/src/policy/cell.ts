import type { OperationId, Risk } from "../connector/operation.ts";
import { denial, permission } from "./conclude.ts";
import type { Decision } from "./decision.ts";
import { type Policy, rankOf } from "./policy-set.ts";

/** The decisions on one operation at one risk for one class of agents: one for each stretch between two expiries. */
export class Cell {
  readonly #policySet: string;
  readonly #risk: Risk;
  readonly #granting: readonly Policy[];
  /** Ascending. */
  readonly #expiries: readonly number[];
  readonly #decisions: (Decision | undefined)[] = [];

  /** @param policies - all that are about these agents and this operation, sorted by name */
  constructor(policySet: string, policies: readonly Policy[], operation: OperationId, risk: Risk) {
    this.#policySet = policySet;
    this.#risk = risk;
    const denying = policies.filter(({ denies }) => denies.has(operation));
    const reaches = ({ grants, riskMax }: Policy): boolean =>
      grants.has(operation) && rankOf(risk) <= rankOf(riskMax);
    this.#granting = denying.length > 0 ? [] : policies.filter(reaches);
    if (denying.length > 0) this.#decisions.push(denial(policySet, "denied_by_policy", denying));
    const expiries = this.#granting.flatMap(({ expires }) => expires ?? []);
    this.#expiries = [...new Set(expiries)].toSorted((a, b) => a - b);
  }

  at(instant: number): Decision {
    const stretch = passed(this.#expiries, instant);
    return (this.#decisions[stretch] ??= this.#conclude(stretch));
  }

  #conclude(stretch: number): Decision {
    const last = stretch === 0 ? Number.NEGATIVE_INFINITY : this.#expiries[stretch - 1]!;
    const granting = this.#granting.filter(({ expires }) => expires === undefined || expires > last);
    if (granting.length === 0) return denial(this.#policySet, "no_grant");
    return permission(this.#policySet, granting, this.#risk);
  }
}

/** How many of the ascending expiries have passed at an instant; all of them where the instant is no number. */
function passed(expiries: readonly number[], instant: number): number {
  let [low, high] = [0, expiries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instant < expiries[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
