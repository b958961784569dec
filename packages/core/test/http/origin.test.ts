import fc from "fast-check";
import { expect, test } from "vitest";
import { OriginRefusedError } from "../../src/errors/origin-refused-error.ts";
import { checkOrigin } from "../../src/http/origin.ts";

const refuse = ["-admin.depot.example", ".com.com"];

test.for([
  ["https://depot.example.com", "https://depot.example.com"],
  [" https://depot.example.com/ ", "https://depot.example.com"],
  ["https://DEPOT.example.com:443", "https://depot.example.com"],
  ["https://depot.example.com:8443", "https://depot.example.com:8443"],
  ["https://my-admin.example.com", "https://my-admin.example.com"],
  ["https://bücher.example", "https://xn--bcher-kva.example"],
  ["http://localhost:4010", "http://localhost:4010"],
  ["http://127.0.0.1:4010", "http://127.0.0.1:4010"],
  ["http://[::1]:4010", "http://[::1]:4010"],
] as const)("%s is where credentials may go", ([value, origin]) => {
  expect(checkOrigin(value, refuse)).toBe(origin);
});

test.for([
  ["depot.example.com", "no URL"],
  ["", "no URL"],
  ["https://https://depot.example.com", "origin alone"],
  ["http://depot.example.com", "not https"],
  ["http://localhost.evil.com", "not https"],
  ["http://127.0.0.1.evil.com", "not https"],
  ["http://0.0.0.0", "not https"],
  ["file:///etc/passwd", "no host name"],
  ["https://user@depot.example.com", "a user or a password"],
  ["https://depot.example.com/api/v1", "origin alone"],
  ["https://depot.example.com?x", "origin alone"],
  ["https://depot.example.com#x", "origin alone"],
  ["https://acme-admin.depot.example", "is not the API"],
  ["https://ACME-ADMIN.DEPOT.EXAMPLE", "is not the API"],
  ["https://acme-admin.depot.example.", "no host name"],
  ["https://depot.com.com", "is not the API"],
  ["https://{yourDepot}", "placeholder"],
  ["https://a..b", "no host name"],
] as const)("%s is refused", ([value, why]) => {
  expect(() => checkOrigin(value, refuse)).toThrow(OriginRefusedError);
  expect(() => checkOrigin(value, refuse)).toThrow(why);
});

test("whatever is accepted is an origin, over https or on this machine", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "https://",
      "http://",
      "depot.example.com",
      "localhost",
      "127.0.0.1",
      "/",
      "@",
      ":",
      "#",
      "?",
      "\\",
      ".",
      "evil.com",
      "%2f",
    ),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      let origin: string;
      try {
        origin = checkOrigin(pieces.join(""), refuse);
      } catch (error) {
        expect(error).toBeInstanceOf(OriginRefusedError);
        return;
      }
      expect(new URL(origin).origin).toBe(origin);
      expect(origin).toMatch(/^(https:\/\/|http:\/\/(localhost|127\.|\[::1\]))/);
    }),
    { numRuns: 2000 },
  );
});
