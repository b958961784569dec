/** The same request through a bare undici pool, and its JSON. */
import { Pool } from "undici";
import { serve, told, userId } from "./caller.ts";

const { origin, width } = told();
const pool = new Pool(origin, { connections: width, pipelining: 1 });
const headers = { accept: "application/json", authorization: "SSWS token" };
await serve(width, async () => {
  const { body } = await pool.request({ method: "GET", path: `/api/v1/users/${userId}`, headers });
  return body.json();
});
