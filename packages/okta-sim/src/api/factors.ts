import type { Factor, User } from "../org/types.ts";

/** A factor, with the links of its type: a pending one can be activated, others verified; those of FastPass neither. */
export function factorView(user: User, factor: Factor, origin: string): Readonly<Record<string, unknown>> {
  const owner = `${origin}/api/v1/users/${user.id}`;
  const self = `${owner}/factors/${factor.id}`;
  const step = factor.status === "PENDING_ACTIVATION" ? "lifecycle/activate" : "verify";
  const link = { href: `${self}/${step}`, hints: { allow: ["POST"] } };
  const resends = factor.factorType === "sms" || factor.factorType === "call";
  return {
    ...factor,
    _links: {
      self: { href: self, hints: { allow: ["GET", "DELETE"] } },
      ...(factor.factorType !== "signed_nonce" && { [step === "verify" ? "verify" : "activate"]: link }),
      ...(resends && {
        resend: [{ name: factor.factorType, href: `${self}/resend`, hints: { allow: ["POST"] } }],
      }),
      user: { href: owner, hints: { allow: ["GET"] } },
    },
  };
}
