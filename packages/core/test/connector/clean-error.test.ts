import { expect, test } from "vitest";
import { cleanError } from "../../src/connector/clean-error.ts";

const clean = (text: string): string => text.replaceAll("s3cret", "***");

test("what libraries hang on errors is cleaned as deep as it goes, and bytes are taken away", () => {
  class Response {
    readonly body = "s3cret stays in what is no plain data";
  }
  const cause = Object.assign(new TypeError("sent s3cret"), { bytes: Buffer.from("s3cret") });
  const error = Object.assign(new Error("s3cret", { cause }), {
    options: { headers: ["Bearer s3cret", { nested: "s3cret" }] },
    errors: [new Error("one s3cret")],
    response: new Response(),
    status: 500,
    nothing: null,
  });
  Object.assign(cause, { back: error });
  cleanError(error, clean);
  expect(error.message).toBe("***");
  expect(error.stack).not.toContain("s3cret");
  expect(cause.message).toBe("sent ***");
  expect(cause).not.toHaveProperty("bytes");
  expect(error.options).toEqual({ headers: ["Bearer ***", { nested: "***" }] });
  expect(error.errors[0]?.message).toBe("one ***");
  expect([error.status, error.nothing]).toEqual([500, null]);
});

test.for([["s3cret"], [undefined], [null], [7]])("what is no error is left as it is: %s", ([thrown]) => {
  expect(() => cleanError(thrown, clean)).not.toThrow();
});
