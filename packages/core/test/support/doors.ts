import { z } from "zod";
import { BaseConnector, type ConnectorOptions } from "../../src/connector/base-connector.ts";
import type {
  BoundRead,
  Catalog,
  CatalogEntry,
  ConnectorDefinition,
  Operation,
  OperationId,
  Risk,
} from "../../src/connector/operation.ts";

/** A door of a building, as the invented API gives it. */
export interface Door {
  readonly id: string;
  readonly name: string;
  readonly state: "open" | "locked";
}

/** What the operations take and give. */
export type DoorOperations = {
  "doors:read": { input: { name?: string }; item: Door };
  "doors:read_detail": { input: { doorId: string }; result: Door };
  "doors:read_log": { input: { doorId: string }; item: { at: number } };
  "doors:create": {
    input: {
      name: string;
      floor?: number;
      ticket?: string;
      code?: string | number;
      keys?: { holder: string; secret: string | number }[];
    };
    result: Door;
  };
  "doors:lock": { input: { doorId: string; forMinutes?: number }; result: undefined };
  "doors:delete": { input: { doorId: string }; result: undefined };
};

const entry = (id: OperationId, method: CatalogEntry["method"], path: string, risk: Risk): CatalogEntry => ({
  ...{ id, method, path, risk, scopes: [] },
  summary: `Do ${id}`,
});

/** The operations as policies see them. */
export const catalog: Catalog = {
  connector: "doors",
  title: "Doors",
  version: "1.0.0",
  operations: {
    "doors:read": entry("doors:read", "GET", "/doors", "low"),
    "doors:read_detail": entry("doors:read_detail", "GET", "/doors/{doorId}", "low"),
    "doors:read_log": entry("doors:read_log", "GET", "/doors/{doorId}/log", "high"),
    "doors:create": entry("doors:create", "POST", "/doors", "medium"),
    "doors:lock": entry("doors:lock", "POST", "/doors/{doorId}/lock", "high"),
    "doors:delete": entry("doors:delete", "DELETE", "/doors/{doorId}", "critical"),
  },
};

const doorId = { name: "doorId", in: "path" } as const;
const ofDoor: BoundRead = { read: "doors:read_detail", with: { doorId: "{doorId}" } };
const byId = z.strictObject({ doorId: z.string() });
const door = z.looseObject({ id: z.string(), name: z.string(), state: z.string() });
const nothingSecret = { input: [], result: [] } as const;

const operations: Readonly<Record<keyof DoorOperations, Operation>> = {
  "doors:read": {
    ...catalog.operations["doors:read"]!,
    ...{
      call: "listDoors",
      result: "list",
      items: "doors",
      paging: "pages",
      idempotent: true,
      sensitive: nothingSecret,
    },
    parameters: [{ name: "name", in: "query" }],
    schemas: async () => ({ input: z.strictObject({ name: z.string().optional() }) }),
  },
  "doors:read_detail": {
    ...catalog.operations["doors:read_detail"]!,
    ...{ call: "getDoor", result: "single", idempotent: true, parameters: [doorId] },
    sensitive: { input: [], result: ["pin"] },
    schemas: async () => ({ input: byId, result: door }),
  },
  "doors:read_log": {
    ...catalog.operations["doors:read_log"]!,
    ...{
      call: "getLog",
      result: "list",
      items: "entries",
      paging: "pages",
      idempotent: true,
      sensitive: nothingSecret,
    },
    parameters: [doorId],
    schemas: async () => ({ input: byId }),
  },
  "doors:create": {
    ...catalog.operations["doors:create"]!,
    ...{ call: "createDoor", result: "single", idempotent: false, body: { required: true } },
    parameters: [{ name: "ticket", in: "query" }],
    raise: [{ input: "floor", is: 13, to: "critical", because: "the vault is on this floor" }],
    reconcile: { read: "doors:read", with: {}, settled: { name: "{name}", floor: "{floor}" } },
    sensitive: { input: ["ticket", "code", "keys[].secret"], result: [] },
    schemas: async () => ({
      input: z.strictObject({
        name: z.string().min(1),
        floor: z.int().default(0),
        ticket: z.string().optional(),
        code: z.union([z.string(), z.number()]).optional(),
        keys: z
          .array(z.strictObject({ holder: z.string(), secret: z.union([z.string(), z.number()]) }))
          .optional(),
      }),
      result: door,
    }),
  },
  "doors:lock": {
    ...catalog.operations["doors:lock"]!,
    ...{
      call: "lockDoor",
      result: "none",
      idempotent: true,
      parameters: [doorId],
      body: { required: false },
    },
    preview: { ...ofDoor, title: "{name}", show: ["state", "pin"] },
    precondition: ["state"],
    reconcile: { ...ofDoor, settled: { state: "locked" } },
    sensitive: nothingSecret,
    schemas: async () => ({ input: z.strictObject({ doorId: z.string(), forMinutes: z.int().default(60) }) }),
  },
  "doors:delete": {
    ...catalog.operations["doors:delete"]!,
    ...{
      call: "deleteDoor",
      result: "none",
      idempotent: true,
      parameters: [doorId],
      sensitive: nothingSecret,
    },
    undo: { operation: "doors:create", but: "its keys are lost" },
    reconcile: { ...ofDoor, settled: "absent" },
    schemas: async () => ({ input: byId }),
  },
};

/** A connector for doors: reads, writes, a critical operation, secrets, previews, preconditions, reconciliations. */
export const definition: ConnectorDefinition = {
  catalog,
  operations,
  origin: { credential: "address", example: "https://doors.example.com", refuse: [] },
  credentials: {
    path: "doors",
    fields: {
      address: { summary: "Where it is", sensitive: false },
      token: { summary: "The key", sensitive: true },
    },
  },
  auth: [{ scheme: "Bearer", header: "Authorization", value: "Bearer {token}" }],
  paging: { pages: { kind: "cursor", token: "next", cursor: "page", end: "no_next" } },
  errorBody: { code: "code", summary: "message", causes: "causes[].text", requestId: "x-request-id" },
  errorCodes: {},
};

export class Doors extends BaseConnector<DoorOperations> {
  constructor(options: ConnectorOptions, other: ConnectorDefinition = definition) {
    super(other, options);
  }
}
