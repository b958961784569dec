import { type Attributes, type Span, type SpanOptions, type SpanStatus, trace } from "@opentelemetry/api";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startSpan as spanOf } from "../../src/http/telemetry.ts";
import { bench, failure, operation } from "./bench.ts";
import { httpServer, json } from "./wire.ts";

interface Seen {
  readonly name: string;
  readonly attributes: Attributes;
  status: SpanStatus | undefined;
  ended: boolean;
}

const spans: Seen[] = [];

beforeAll(() => {
  const startSpan = (name: string, options: SpanOptions = {}): Span => {
    const seen: Seen = { name, attributes: { ...options.attributes }, status: undefined, ended: false };
    spans.push(seen);
    return {
      setAttribute: (key: string, value: never) => void (seen.attributes[key] = value),
      setStatus: (status: SpanStatus) => void (seen.status = status),
      end: () => void (seen.ended = true),
    } as unknown as Span;
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) } as never);
});
afterAll(() => trace.disable());

test("each attempt is a span that names the operation, and nobody's id", async () => {
  await using server = await httpServer((_, response, count) => json(response, count === 1 ? 503 : 200, {}));
  await using on = bench({ origin: server.origin });
  const done = on.send(operation("GET /parcels/{id}"), { input: { id: "jane@example.com" } });
  await on.timer.elapse();
  await done;
  expect(spans.map(({ name, ended }) => ({ name, ended }))).toEqual([
    { name: "GET /parcels/{id}", ended: true },
    { name: "GET /parcels/{id}", ended: true },
  ]);
  expect(spans[0]?.attributes).toMatchObject({
    "http.request.method": "GET",
    "http.response.status_code": 503,
    "url.template": "/parcels/{id}",
    "server.address": "127.0.0.1",
    "server.port": server.port,
    "arx.operation": "parcels:do",
    "error.type": "503",
  });
  expect(spans[1]?.attributes).toMatchObject({
    "http.request.resend_count": 1,
    "http.response.status_code": 200,
  });
  expect(spans[1]?.status).toBeUndefined();
  expect(JSON.stringify(spans)).not.toContain("jane");
});

test("an attempt without an answer ends its span with that", async () => {
  spans.length = 0;
  await using on = bench({ origin: "http://127.0.0.1:9" });
  const stop = new AbortController();
  const ending = failure(on.send(operation("GET /parcels"), { signal: stop.signal }));
  await expect.poll(() => on.timer.waits).toBe(1);
  stop.abort();
  await ending;
  expect(spans[0]).toMatchObject({ ended: true, attributes: { "error.type": "no_answer" } });
});

test.for([
  ["https://depot.example.com", 443],
  ["http://depot.example.com", 80],
  ["https://depot.example.com:8443", 8443],
] as const)("a span of %s names the port %i", ([origin, port]) => {
  spans.length = 0;
  spanOf(operation("GET /parcels"), "a1", origin, 1);
  expect(spans[0]?.attributes).toMatchObject({ "server.address": "depot.example.com", "server.port": port });
});

test("a process without OpenTelemetry's API sends its requests untraced", async () => {
  vi.doMock("@opentelemetry/api", () => Promise.reject(new Error("not installed")));
  vi.resetModules();
  const without = await import("../../src/http/telemetry.ts");
  expect(without.knowsTelemetry()).toBe(false);
  await without.lookForTelemetry();
  expect(without.knowsTelemetry()).toBe(true);
  const span = without.startSpan(operation("GET /parcels"), "a1", "https://depot.example.com", 1);
  expect(span).toBeUndefined();
  expect(() => without.endSpan(span, 200)).not.toThrow();
  vi.doUnmock("@opentelemetry/api");
});
