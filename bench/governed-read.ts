import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initHome, openRuntime, type Runtime, Secret } from "@arx/core";
import { catalog, OktaConnector } from "@arx/okta";
import { Pool } from "undici";
import { atOnce, compare, type Row } from "./measure.ts";

/** A governed read, decision and outcome on the disk, against the same request through a bare undici pool. */
export async function governedRead(): Promise<readonly Row[]> {
  const api: ChildProcess = fork(new URL("./api.ts", import.meta.url), { silent: true });
  const [line] = (await once(api.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  const origin = line.toString().trim();
  const folder = await mkdtemp(join(tmpdir(), "arx-bench-"));
  const runtime = await openBenchRuntime(folder, origin);
  const okta = new OktaConnector({ agentId: "agent-001", orgId: "org-bench", runtime });
  const pool = new Pool(origin, { connections: 64, pipelining: 1 });
  const headers = { accept: "application/json", authorization: "SSWS token" };

  const governed = (): Promise<unknown> => okta.getUser("00u1a2b3c4d5e6f7g8");
  const bare = async (): Promise<unknown> => {
    const { body } = await pool.request({ method: "GET", path: "/api/v1/users/00u1a2b3c4d5e6f7g8", headers });
    return body.json();
  };
  try {
    const rows: Row[] = [];
    for (const width of [1, 16, 64]) {
      rows.push(
        await compare(
          { what: `governed getUser, ${width} at once`, unit: "calls/s" },
          { name: "execute()", run: (count) => atOnce(width, count, governed) },
          { name: "bare undici Pool", run: (count) => atOnce(width, count, bare) },
          { rounds: 9, roundMs: 400 },
        ),
      );
    }
    return rows;
  } finally {
    await pool.close();
    await runtime.close();
    api.disconnect();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openBenchRuntime(folder: string, origin: string): Promise<Runtime> {
  const env = { ...process.env, XDG_CONFIG_HOME: join(folder, "config") };
  const home = initHome(join(folder, "home"), env);
  await writeFile(
    join(home.policies, "read.yaml"),
    '- name: read\n  connector: okta\n  operations: ["users:read*"]\n  risk_max: low\n  approval: none\n',
  );
  const fields = { domain: new Secret(origin), api_token: new Secret("token") };
  const vault = {
    name: "fixed",
    read: async (path: string) => ({ path, fields }),
    close: async () => undefined,
  };
  return openRuntime({ catalogs: [catalog], home: home.folder, env, vault });
}
