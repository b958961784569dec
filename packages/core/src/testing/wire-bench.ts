import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApprovalChannel } from "../approval/channel.ts";
import type { ConnectorOptions } from "../connector/base-connector.ts";
import type { ConnectorDefinition } from "../connector/operation.ts";
import { initHome } from "../runtime/home.ts";
import { openRuntime } from "../runtime/open-runtime.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { Secret } from "../vault/secret.ts";
import type { VaultProvider } from "../vault/vault.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";

/** A connector on a bench of its own: a real server, a real store, a policy that grants all, a person who approves all. */
export interface WireBench<Client> extends Omit<ApiServer, "origin"> {
  readonly client: Client;
  readonly runtime: Runtime;
}

/** Builds everything fresh in a temporary folder; disposing of it removes the folder. */
export async function wireBench<Client>(
  Connector: new (options: ConnectorOptions) => Client,
  definition: ConnectorDefinition,
): Promise<WireBench<Client>> {
  const server = await startApiServer();
  const folder = await mkdtemp(join(tmpdir(), "arx-bench-"));
  const env = { XDG_CONFIG_HOME: join(folder, "config"), ARX_VAULT_KEY: randomBytes(32).toString("base64") };
  const home = initHome(join(folder, "home"), env);
  await writeFile(join(home.policies, "all.yaml"), grantAll(definition.catalog.connector), { mode: 0o600 });

  const approver: ApprovalChannel = {
    name: "*",
    announce: async ({ id }) => {
      await runtime.approvals.vote(
        id,
        { id: "approver@example.com", groups: [], authenticatedBy: "test" },
        "approve",
        "as tested",
      );
    },
  };
  const runtime = await openRuntime({
    ...{ catalogs: [definition.catalog], home: home.folder, env, approvalWaitMs: 30_000 },
    vault: fixedVault(definition, server.origin),
    channels: [approver],
  });
  return {
    client: new Connector({ agentId: "agent-001", orgId: "org-test", runtime }),
    runtime,
    requests: server.requests,
    reply: (answer) => server.reply(answer),
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function grantAll(connector: string): string {
  return `- name: grant-all
  connector: ${connector}
  operations: ["*:*"]
  risk_max: critical
  approval: { low: none, medium: auto, high: auto, critical: hitl }
`;
}

/** Every credential of the connector: its origin is the server's, the others are made up. */
function fixedVault(definition: ConnectorDefinition, origin: string): VaultProvider {
  const { credentials, origin: rule } = definition;
  const fields = Object.fromEntries(
    Object.keys(credentials.fields).map((name) => [
      name,
      new Secret(name === rule.credential ? origin : `test-${name}`),
    ]),
  );
  return { name: "fixed", read: async (path) => ({ path, fields }), close: async () => undefined };
}
