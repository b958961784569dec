import { z } from "zod";
import type { AuditRecord } from "../../src/audit/record.ts";
import { BaseConnector, type ConnectorOptions } from "../../src/connector/base-connector.ts";
import type { CallOptions } from "../../src/connector/call-options.ts";
import type { List } from "../../src/connector/list.ts";
import type { ConnectorDefinition, Operation, Paging } from "../../src/connector/operation.ts";
import { type WireBench, wireBench } from "../../src/testing/wire-bench.ts";
import { definition, operation } from "../http/bench.ts";

/** An item of the invented lists. */
export interface Parcel {
  readonly id: string;
}

const paging: Record<string, Paging> = {
  link: { kind: "link", cursor: "after", size: "limit", end: "no_next" },
  poll: { kind: "link", cursor: "after", replaces: ["since"], end: "empty_page", unique: "id" },
  cursor: { kind: "cursor", token: "next", cursor: "from", end: "no_next" },
};

const query = ["after", "from", "since", "expand"].map((name) => ({ name, in: "query" }) as const);
const list = (id: `parcels:${string}`, rest: Partial<Operation>): Operation =>
  operation("GET /parcels", {
    ...{ id, parameters: query, result: "list" },
    schemas: async () => ({ input: z.looseObject({}), result: z.unknown() }),
    ...rest,
  });

const operations = {
  "parcels:linked": list("parcels:linked", { paging: "link" }),
  "parcels:polled": list("parcels:polled", { paging: "poll" }),
  "parcels:wrapped": list("parcels:wrapped", { paging: "cursor", items: "parcels" }),
  "parcels:all": list("parcels:all", {}),
  "parcels:checked": list("parcels:checked", {
    paging: "link",
    schemas: async () => ({ input: z.looseObject({}), result: z.array(z.looseObject({ id: z.string() })) }),
  }),
};

const depot: ConnectorDefinition = {
  ...definition({ paging, operations }),
  catalog: { connector: "depot", title: "Depot", version: "1.0.0", operations },
};

type Id = keyof typeof operations;

class Depot extends BaseConnector<{ [K in Id]: { input: object; item: Parcel } }> {
  constructor(options: ConnectorOptions) {
    super(depot, options);
  }
}

/** A connector of lists on a bench of its own. */
export interface ListBench extends Omit<WireBench<Depot>, "client"> {
  list(id: Id, input?: object, call?: CallOptions): List<Parcel>;
  /** The records of what ended, in order. */
  outcomes(): Promise<AuditRecord[]>;
}

export async function bench(): Promise<ListBench> {
  const { client, ...on } = await wireBench(Depot, depot);
  return {
    ...on,
    list: (id, input = {}, call = {}): List<Parcel> => client.execute(id, input, call),
    outcomes: async () => {
      const records: AuditRecord[] = [];
      for await (const { record } of on.runtime.store.audit({ orgId: "org-test", kind: "outcome" }))
        records.push(record);
      return records;
    },
  };
}

/** Parcels with these numbers. */
export function parcels(from: number, count: number): Parcel[] {
  return Array.from({ length: count }, (_, at) => ({ id: `p${from + at}` }));
}

/** The header that names the next page on the host that was asked. */
export function next(host: string | undefined, cursor: string | undefined): { link: string[] } {
  const self = `<http://${host}/parcels>; rel="self"`;
  return {
    link: cursor === undefined ? [self] : [self, `<http://${host}/parcels?after=${cursor}>; rel="next"`],
  };
}
