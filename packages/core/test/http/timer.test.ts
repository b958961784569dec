import { expect, test } from "vitest";
import { systemTimer } from "../../src/http/timer.ts";

test("a wait that is longer than the machine can wait does not end at once", async () => {
  let rung = 0;
  const takeBack = systemTimer.after(2 ** 31 + 1000, () => (rung += 1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  takeBack();
  expect(rung).toBe(0);
});
