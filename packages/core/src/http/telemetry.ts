import type { Attributes, Span, Tracer } from "@opentelemetry/api";
import type { Operation } from "../connector/operation.ts";

/** Names of what a span tells: the HTTP conventions of OpenTelemetry, and two of our own. */
const names = {
  method: "http.request.method",
  status: "http.response.status_code",
  resend: "http.request.resend_count",
  host: "server.address",
  port: "server.port",
  template: "url.template",
  error: "error.type",
  operation: "arx.operation",
  action: "arx.action.id",
} as const;

// The values of OpenTelemetry's enums, so that importing its types is enough.
const clientKind = 2;
const errorStatus = 2;

let tracer: Tracer | undefined;
let looked = false;

/** Looks once whether the process has OpenTelemetry's API; without it nothing is traced, at no cost. */
export async function lookForTelemetry(): Promise<void> {
  const api = await import("@opentelemetry/api").catch(() => undefined);
  tracer = api?.trace.getTracer("@arx/core");
  looked = true;
}

/** Whether {@link lookForTelemetry} is done. */
export function knowsTelemetry(): boolean {
  return looked;
}

/** One request on its way. Its URL is told as the spec's template: a path or a query may name a person. */
export function startSpan(
  operation: Operation,
  actionId: string,
  origin: string,
  attempt: number,
): Span | undefined {
  if (!tracer) return undefined;
  return tracer.startSpan(`${operation.method} ${operation.path}`, {
    kind: clientKind,
    attributes: {
      [names.method]: operation.method,
      [names.template]: operation.path,
      ...serverOf(origin),
      [names.operation]: operation.id,
      [names.action]: actionId,
      ...(attempt > 1 && { [names.resend]: attempt - 1 }),
    },
  });
}

const servers = new Map<string, Attributes>();

/** A process speaks to a few servers, many times each. */
function serverOf(origin: string): Attributes {
  let server = servers.get(origin);
  if (!server) {
    const { hostname, port, protocol } = new URL(origin);
    server = { [names.host]: hostname, [names.port]: Number(port) || (protocol === "https:" ? 443 : 80) };
    servers.set(origin, server);
  }
  return server;
}

/** Ends a span with the answer's status, or with the kind of failure that came instead. */
export function endSpan(span: Span | undefined, status: number | undefined, failure?: string): void {
  if (!span) return;
  if (status !== undefined) span.setAttribute(names.status, status);
  const error = failure ?? (status !== undefined && status >= 400 ? String(status) : undefined);
  if (error !== undefined) {
    span.setAttribute(names.error, error);
    span.setStatus({ code: errorStatus });
  }
  span.end();
}
