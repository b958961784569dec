import type { Check } from "../checks.ts";
import type { ConnectorShape } from "../shape.ts";
import { placeholders } from "../template.ts";
import { unknownName } from "./suggest.ts";

export const originIsKnown: Check = function* ({ connector: { shape, source } }) {
  if (shape === undefined) return;
  const credentials = Object.keys(shape.credentials.fields);
  const { credential, example } = shape.origin;
  if (!credentials.includes(credential)) {
    const path = ["origin", "credential"];
    yield source.diagnose({
      code: "unknown_credential",
      ...unknownName("there is no credential", credential, credentials),
      path,
    });
  }
  if (URL.parse(example)?.origin !== example || !example.startsWith("https://")) {
    yield source.diagnose({
      code: "wrong_origin",
      message: `\`${example}\` is no https origin`,
      remedy: "Write https:// and a host, without a path or a final slash.",
      path: ["origin", "example"],
    });
  }
};

/** What signs a request in is a secret, and must be declared as one. */
export const authUsesSecrets: Check = function* ({ connector: { shape, source } }) {
  for (const [scheme, auth] of Object.entries(shape?.auth ?? {})) {
    const { fields } = shape!.credentials;
    const used = credentialsOf(auth);
    for (const { name, key, isSecret } of used) {
      if (fields[name] === undefined) {
        const unknown = unknownName("there is no credential", name, Object.keys(fields));
        yield source.diagnose({ code: "unknown_credential", ...unknown, path: ["auth", scheme, key] });
      } else if (isSecret && !fields[name].sensitive) {
        yield source.diagnose({
          code: "credential_not_sensitive",
          message: `\`${name}\` signs requests in, but is not marked as a secret`,
          remedy: "Add `sensitive: true`.",
          path: ["credentials", "fields", name],
          on: "key",
        });
      }
    }
    if (used.length === 0) {
      const remedy = "Name one in braces, such as {api_key}; secrets never stand in a spec.";
      yield source.diagnose({
        code: "auth_without_credential",
        message: "no credential is used here",
        remedy,
        path: ["auth", scheme, "value"],
      });
    }
  }
};

/** The credentials that a way to sign in names, and the keys under which it does. */
function credentialsOf(
  auth: ConnectorShape["auth"][string],
): readonly { readonly name: string; readonly key: string; readonly isSecret: boolean }[] {
  if (auth.kind !== "client_credentials") {
    return placeholders(auth.value).map((name) => ({ name, key: "value", isSecret: true }));
  }
  return [
    { name: auth.clientId, key: "clientId", isSecret: false },
    { name: auth.privateKey, key: "privateKey", isSecret: true },
    ...(auth.keyId === undefined ? [] : [{ name: auth.keyId, key: "keyId", isSecret: false }]),
  ];
}

export const bucketsAreWellFormed: Check = function* ({ connector: { shape, source } }) {
  const buckets = shape?.limits?.buckets ?? [];
  for (const [index, { name, match }] of buckets.entries()) {
    const path = ["limits", "buckets", index];
    if (buckets.findIndex((bucket) => bucket.name === name) < index) {
      const message = `there is a bucket \`${name}\` already`;
      yield source.diagnose({
        code: "duplicate_bucket",
        message,
        remedy: "Rename it, or merge the two.",
        path: [...path, "name"],
      });
    }
    for (const [position, pattern] of match.entries()) {
      if (/^((GET|HEAD|POST|PUT|PATCH|DELETE) )?\/[^\s*]*\*?$/.test(pattern)) continue;
      yield source.diagnose({
        code: "wrong_match",
        message: `\`${pattern}\` is no pattern of a request`,
        remedy: "Write [METHOD ]/path, with {x} for a segment and * only at the end.",
        path: [...path, "match", position],
      });
    }
  }
};
