/** All users through a bare undici pool, following the same links. */
import { Pool } from "undici";
import { told, userId } from "./caller.ts";
import { readPages } from "./read-pages.ts";

const pool = new Pool(told().origin, { connections: 1, pipelining: 1 });
const headers = { accept: "application/json", authorization: "SSWS token" };
const get = (path: string): ReturnType<Pool["request"]> => pool.request({ method: "GET", path, headers });

await readPages(
  async () => (await get(`/api/v1/users/${userId}`)).body.json(),
  async (each) => {
    let path: string | undefined = "/api/v1/users?limit=200";
    while (path !== undefined) {
      const answer: Awaited<ReturnType<typeof get>> = await get(path);
      for (const user of JSON.parse(await answer.body.text()) as unknown[]) each(user);
      const links = [answer.headers["link"] ?? []].flat().join(", ");
      const next: string | undefined = /<([^>]*)>; rel="next"/.exec(links)?.[1];
      path = next?.slice(told().origin.length);
    }
  },
);
