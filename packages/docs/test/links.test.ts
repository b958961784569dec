import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { checkLinks, type LinkReport } from "../src/check/links.ts";

async function check(
  files: Readonly<Record<string, string>>,
  foreign?: readonly string[],
): Promise<LinkReport> {
  const folder = await mkdtemp(join(tmpdir(), "arx-docs-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return await checkLinks(folder, foreign);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("links to pages, anchors and files of the site hold, relative ones too", async () => {
  const { broken } = await check({
    "index.html":
      '<a href="/a/">a</a><a href="a/#x">x</a><img src="/logo.svg"><a href="#top" id="top">top</a>',
    "a/index.html": '<a href="../">up</a><h2 id="x">X</h2>',
    "logo.svg": "<svg/>",
  });
  expect(broken).toEqual([]);
});

test("a missing page, a missing anchor and a forgotten slash are told with their page", async () => {
  const { broken } = await check({
    "index.html":
      '<a href="/gone/">1</a><a href="/a/#gone">2</a><a href="/a">3</a><script src="/gone.js"></script>',
    "a/index.html": "",
  });
  expect(broken).toEqual([
    { page: "/", link: "/gone/", why: "no such page" },
    { page: "/", link: "/a/#gone", why: "the page has no such anchor" },
    { page: "/", link: "/a", why: "write it with the slash at its end" },
    { page: "/", link: "/gone.js", why: "no such page" },
  ]);
});

test("addresses of other sites are listed once, and must be well-formed and https", async () => {
  const { broken, external } = await check({
    "index.html":
      '<a href="https://example.com/b?x=1&amp;y=2">b</a><a href="https://example.com/a">a</a><a href="https://example.com/a">a</a>' +
      '<a href="http://example.com/">plain</a><a href="https://">none</a>',
  });
  expect(external).toEqual(["https://example.com/a", "https://example.com/b?x=1&y=2"]);
  expect(broken).toEqual([
    { page: "/", link: "http://example.com/", why: "an address of another site begins with https:" },
    { page: "/", link: "https://", why: "no address" },
  ]);
});

test("paths of an API that is described are no links of the site", async () => {
  const { broken } = await check({ "index.html": '<a href="/oauth2/v1/token">token</a>' }, [
    "/oauth2/v1/token",
  ]);
  expect(broken).toEqual([]);
});
