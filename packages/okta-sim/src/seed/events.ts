import { randomUUID } from "node:crypto";
import type { Org } from "../org/org.ts";
import type { User } from "../org/types.ts";
import { userEntity } from "../org/lookup.ts";
import type { SeedEvent } from "./seed.ts";
import { instant } from "./time.ts";

/** Puts past events into the log, in the order given; one that was published earlier than its predecessor came late. */
export function plantEvents(
  org: Org,
  events: readonly SeedEvent[],
  userNamed: (name: string, place: string) => User,
): void {
  let persisted = 0;
  for (const event of events) {
    const published = instant(event.published, org.clock);
    persisted = Math.max(persisted, published.getTime());
    const actor = userEntity(userNamed(event.actor, `actor of ${event.eventType}`));
    const target = (event.target ?? []).map((name) =>
      userEntity(userNamed(name, `target of ${event.eventType}`)),
    );
    const { ipAddress = "192.0.2.10", city, severity = "INFO", result = "SUCCESS", reason = null } = event;
    const requestId = randomUUID().replaceAll("-", "");
    org.log.append(
      {
        actor,
        client: {
          userAgent: { rawUserAgent: "Mozilla/5.0 (X11; Linux x86_64)", os: "Linux", browser: "FIREFOX" },
          zone: "null",
          device: "Computer",
          id: null,
          ipAddress,
          geographicalContext: city === undefined ? null : { city, state: null, country: null },
        },
        device: null,
        authenticationContext: { authenticationStep: 0, externalSessionId: `trs${requestId.slice(0, 22)}` },
        displayMessage: event.displayMessage,
        eventType: event.eventType,
        outcome: { result, reason },
        published: published.toISOString(),
        securityContext: { asNumber: null, asOrg: null, isp: null, domain: null, isProxy: null },
        severity,
        debugContext: {
          debugData: { requestId, requestUri: "/idp/idx/identify", url: "/idp/idx/identify?" },
        },
        legacyEventType: null,
        transaction: { type: "WEB", id: requestId, detail: {} },
        uuid: randomUUID(),
        version: "0",
        request: {
          ipChain: [{ ip: ipAddress, geographicalContext: null, version: "V4", source: null }],
        },
        target: target.length === 0 ? null : target,
      },
      persisted,
    );
  }
}
