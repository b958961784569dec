import { Pool } from "undici";
import { userId } from "./caller.ts";

/** The same request through a bare undici pool, and its JSON. @param width how many at once */
export function poolCall(origin: string, width: number): () => Promise<unknown> {
  const pool = new Pool(origin, { connections: width, pipelining: 1 });
  const headers = { accept: "application/json", authorization: "SSWS token" };
  return async () => {
    const { body } = await pool.request({ method: "GET", path: `/api/v1/users/${userId}`, headers });
    return body.json();
  };
}
