import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A page's text without what only shows code. */
const prose = (file: string): string =>
  readFileSync(join(root, file), "utf8")
    .replaceAll(/^( *)```[^]*?^\1```$/gm, "")
    .replaceAll(/`[^`\n]*`/g, "");

/** What a forge calls the headings of a page. */
const anchorsOf = (file: string): readonly string[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

test("what the repository's own pages link to is there, headings included", () => {
  const pages = execFileSync("git", ["ls-files", "-z", "--", "*.md"], { cwd: root, encoding: "utf8" })
    .split("\0")
    // The site's pages link by its own addresses, and are checked once it is built.
    .filter((page) => page !== "" && !page.startsWith("packages/docs/src/content/"));
  const links = pages.flatMap((page) =>
    [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !/^[a-z]+:|^\//.test(link))
      .map((link) => ({ page, link })),
  );
  const broken = links.filter(({ page, link }) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : join(dirname(page), path);
    return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
  });
  expect(links.length).toBeGreaterThan(50);
  expect(broken).toEqual([]);
});
