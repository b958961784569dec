import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as core from "../../src/index.ts";

const folder = new URL("../../src/errors/", import.meta.url);

test("every class of error is exported, for who catches one and for who writes a vault that throws one", async () => {
  const files = globSync("*.ts", { cwd: fileURLToPath(folder) });
  const modules = (await Promise.all(files.map((file) => import(new URL(file, folder).href)))) as object[];
  const classes = modules.flatMap((module) => Object.keys(module)).filter((name) => name.endsWith("Error"));
  expect(classes).toContain("ArxError");
  expect(classes.filter((name) => !(name in core))).toEqual([]);
});
