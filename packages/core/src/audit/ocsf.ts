import type { AuditRecord, Json } from "./record.ts";

/** An event of the Open Cybersecurity Schema Framework. */
export type OcsfEvent = { readonly [attribute: string]: Json };

type Members = { readonly [name: string]: unknown };

// OCSF 1.9.0: class API Activity (6003), with the profiles AI Operation and Security Control.
const schemaVersion = "1.9.0";
const classUid = 6003;

const severities = { low: 2, medium: 3, high: 4, critical: 5 } as const;
const severityNames = ["Unknown", "Informational", "Low", "Medium", "High", "Critical"];

const activityNames = { 1: "Create", 2: "Read", 3: "Update", 4: "Delete" } as const;
/** What the first word of an operation's action means. A word that is not here is an activity of its own (99, Other). */
const activities = new Map<string, keyof typeof activityNames>(
  Object.entries({
    ...{ create: 1, add: 1, assign: 1 },
    ...{ read: 2, get: 2, list: 2, search: 2, query: 2 },
    ...{ update: 3, replace: 3, set: 3, patch: 3 },
    ...{ delete: 4, remove: 4, clear: 4, revoke: 4 },
  } as const),
);

/**
 * A record as an API Activity event. Nothing is lost: the place in the chain and all details stand in `unmapped`.
 * Records of one action share `metadata.correlation_uid`.
 */
export function toOcsf(record: AuditRecord): OcsfEvent {
  const { orgId, seq, time, kind, actionId, agentId, connector, operation, hash, previous } = record;
  const details = record.details;
  const severity = record.risk === undefined ? 1 : severities[record.risk];
  const activity = activityOf(operation);
  return present({
    ...{
      class_uid: classUid,
      class_name: "API Activity",
      category_uid: 6,
      category_name: "Application Activity",
    },
    ...activity,
    type_uid: classUid * 100 + activity.activity_id,
    type_name: `API Activity: ${activity.activity_name}`,
    ...{ severity_id: severity, severity: severityNames[severity], time: Date.parse(time) },
    message: [agentId, operation, kind, record.verdict ?? record.outcome].filter(Boolean).join(" "),
    ...statusOf(record, details),
    ...controlOf(record, details),
    metadata: {
      ...{ version: schemaVersion, profiles: ["ai_operation", "security_control"], log_name: "audit" },
      product: { name: "Arx connectors", vendor_name: "Arx" },
      ...{ uid: `${orgId}:${seq}`, sequence: seq, event_code: kind, original_time: time, tenant_uid: orgId },
      correlation_uid: actionId,
    },
    actor: actorOf(record, details),
    ai_agent: agentId === undefined ? undefined : { uid: agentId },
    api: apiOf(record, details),
    src_endpoint: { svc_name: "arx" },
    dst_endpoint: connector === undefined ? undefined : { svc_name: connector },
    ...httpOf(details),
    resources: resourcesOf(details),
    unmapped: { org_id: orgId, previous, hash, details: record.details as Json },
  }) as OcsfEvent;
}

function activityOf(operation: string | undefined): { activity_id: number; activity_name: string } {
  const action = operation?.split(":")[1];
  if (action === undefined) return { activity_id: 0, activity_name: "Unknown" };
  const [verb = ""] = action.split("_");
  const id = activities.get(verb);
  return id === undefined
    ? { activity_id: 99, activity_name: action }
    : { activity_id: id, activity_name: activityNames[id] };
}

function statusOf({ kind, verdict, outcome }: AuditRecord, details: Members): Members {
  const why = { status_code: details["error"], status_detail: details["message"] ?? details["reason"] };
  if (outcome === "success") return { status_id: 1, status: "Success", ...why };
  if (outcome === "failure" || outcome === "not_sent") return { status_id: 2, status: "Failure", ...why };
  if (outcome === "unknown") return { status_id: 0, status: "Unknown", ...why };
  if (verdict === "deny") return { status_id: 2, status: "Failure", ...why };
  if (verdict === "allow") return { status_id: 1, status: "Success", ...why };
  if (verdict === "escalate") return { status_id: 99, status: "Waits for approval", ...why };
  return { status_id: 99, status: kind, ...why };
}

const controls = [
  ["allow", 1, "Allowed", 1, "Allowed"],
  ["approve", 1, "Allowed", 8, "Approved"],
  ["deny", 2, "Denied", 2, "Blocked"],
  ["escalate", 0, "Unknown", 14, "Delayed"],
] as const;

/** What the gate did: decisions of policy, and votes of people. */
function controlOf({ kind, verdict }: AuditRecord, details: Members): Members {
  const said = kind === "vote" ? details["choice"] : verdict;
  const control = controls.find(([name]) => name === said);
  const [, actionId, action, dispositionId, disposition] = control ?? [];
  const policies = Array.isArray(details["policies"]) ? details["policies"] : [];
  return {
    ...{ action_id: actionId, action, disposition_id: dispositionId, disposition },
    authorizations:
      verdict === undefined || policies.length === 0
        ? undefined
        : policies.map((name) =>
            present({ decision: verdict, policy: present({ name, version: details["policySet"] }) }),
          ),
  };
}

/** Votes are acts of people, all else of the agent; what belongs to no agent is done by the gate itself. */
function actorOf({ kind, agentId }: AuditRecord, details: Members): Members {
  if (kind === "vote") return { user: { uid: details["person"], name: details["person"] }, app_name: "arx" };
  return agentId === undefined ? { app_name: "arx" } : { app_uid: agentId, app_name: agentId };
}

function apiOf({ kind, operation, connector, actionId }: AuditRecord, details: Members): Members {
  const { status, requestId } = lastAttempt(details) ?? {};
  const { error, message } = details;
  const response = present({ code: status, error, error_message: error === undefined ? undefined : message });
  return present({
    operation: operation ?? `arx:${kind}`,
    service: connector === undefined ? undefined : { name: connector },
    request: actionId === undefined ? undefined : { uid: requestId ?? actionId },
    response: Object.keys(response).length === 0 ? undefined : response,
  });
}

function httpOf(details: Members): Members {
  const { method, path, status, ms } = lastAttempt(details) ?? {};
  if (typeof method !== "string" || typeof path !== "string") return {};
  const [pathname, query] = path.split(/\?(.*)/s);
  return {
    http_request: { http_method: method, url: present({ path: pathname, query_string: query }) },
    http_response: status === undefined ? undefined : present({ code: status, latency: ms }),
  };
}

/** The request that a record tells of: itself, or the last one of the action. */
function lastAttempt(details: Members): Members | undefined {
  const attempt = details["last"] ?? (details["method"] === undefined ? undefined : details);
  return typeof attempt === "object" && attempt !== null ? (attempt as Members) : undefined;
}

/** What the input names by id: `{ userId: "00u1" }` is the resource 00u1, a user. */
function resourcesOf({ input }: Members): readonly Members[] | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  const named = Object.entries(input).filter(([name, id]) => /.Id$/.test(name) && typeof id === "string");
  return named.length === 0 ? undefined : named.map(([name, uid]) => ({ uid, type: name.slice(0, -2) }));
}

function present(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
