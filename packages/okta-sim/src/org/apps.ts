import { invalid } from "./errors.ts";
import { newId } from "./ids.ts";
import { appEntity } from "./lookup.ts";
import type { Org } from "./org.ts";
import type { Caller } from "./system-log.ts";
import type { App } from "./types.ts";

type Open = Readonly<Record<string, unknown>>;

/** What an app is made from. */
export interface AppInput {
  readonly name?: string | undefined;
  readonly label: string;
  readonly signOnMode: string | null;
  readonly features?: readonly string[] | undefined;
  readonly visibility?: Open | undefined;
  readonly accessibility?: Open | undefined;
  readonly credentials?: Open | undefined;
  readonly settings?: Open | undefined;
  readonly profile?: Open | undefined;
}

/** The key of an integration that a request leaves open. */
const NAMES: Readonly<Record<string, string>> = { BOOKMARK: "bookmark", OPENID_CONNECT: "oidc_client" };

/** An app with what every app has; `created` is when it was made. */
export function freshApp(
  input: AppInput,
  status: App["status"],
  created: string,
  id: string = newId("0oa"),
): App {
  const name =
    input.name ??
    NAMES[input.signOnMode ?? ""] ??
    `acme_${input.label.toLowerCase().replaceAll(/\W+/g, "")}_1`;
  const appLinks = { [name === "bookmark" ? "login" : `${name}_link`]: true };
  return {
    id,
    name,
    label: input.label,
    status,
    signOnMode: input.signOnMode,
    created,
    lastUpdated: created,
    features: input.features ?? [],
    visibility: {
      autoLaunch: false,
      autoSubmitToolbar: false,
      hide: { iOS: false, web: false },
      appLinks,
      ...input.visibility,
    },
    accessibility: {
      selfService: false,
      errorRedirectUrl: null,
      loginRedirectUrl: null,
      ...input.accessibility,
    },
    credentials: {
      userNameTemplate: { template: "${source.login}", type: "BUILT_IN" },
      signing: {},
      ...(input.signOnMode === "OPENID_CONNECT" && { oauthClient: oauthClient(id) }),
      ...input.credentials,
    },
    settings: {
      app: {},
      notifications: { vpn: { network: { connection: "DISABLED" }, message: null, helpUrl: null } },
      manualProvisioning: false,
      implicitAssignment: false,
      notes: { admin: null, enduser: null },
      ...input.settings,
    },
    profile: input.profile,
    groupIds: [],
    userAttributes: [],
    mappedAttributes: [],
  };
}

function oauthClient(id: string): Open {
  const pkce = { pkce_required: true, token_endpoint_auth_method: "client_secret_basic" };
  return { autoKeyRotation: true, client_id: id, ...pkce };
}

/** Creates an app. Throws E0000001 without a label. */
export function createApp(org: Org, input: AppInput, activate: boolean, caller: Caller): App {
  if (input.label.trim() === "") throw invalid("label", "label: The field cannot be left blank");
  const app = org.apps.put(freshApp(input, activate ? "ACTIVE" : "INACTIVE", org.now()));
  const target = [appEntity(app)];
  org.log.record(caller, {
    eventType: "application.lifecycle.create",
    displayMessage: "Create application",
    target,
  });
  return app;
}
