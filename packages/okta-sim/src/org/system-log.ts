import { randomUUID } from "node:crypto";
import type { Knobs } from "../knobs.ts";
import type { Clock } from "./clock.ts";

/** Someone or something that an event is about. */
export interface LogEntity {
  readonly id: string;
  readonly type: string;
  readonly alternateId: string | null;
  readonly displayName: string | null;
  readonly detailEntry: Readonly<Record<string, unknown>> | null;
}

/** Who makes a call: the actor of the events that it leaves behind. */
export interface Caller {
  readonly actor: LogEntity;
  readonly requestId: string;
  readonly requestUri: string;
  readonly ipAddress: string;
  readonly userAgent: string;
}

/** An event of the System Log as it is answered; the members beside these are those of Okta's LogEvent. */
export interface LogEvent {
  readonly uuid: string;
  readonly published: string;
  readonly eventType: string;
  readonly [member: string]: unknown;
}

/** An event and when it reached the log: `arrival` is its place, `persisted` its instant in epoch milliseconds. */
export interface LoggedEvent {
  readonly event: LogEvent;
  readonly arrival: number;
  readonly persisted: number;
}

/** What a call did. */
export interface Deed {
  readonly eventType: string;
  readonly displayMessage: string;
  readonly target: readonly LogEntity[];
  /** `INFO` unless given. */
  readonly severity?: "INFO" | "WARN";
}

/** The events of an org, in the order in which they arrived. */
export class SystemLog {
  readonly #events: LoggedEvent[] = [];
  readonly #clock: Clock;
  readonly #knobs: Readonly<Knobs>;

  constructor(clock: Clock, knobs: Readonly<Knobs>) {
    this.#clock = clock;
    this.#knobs = knobs;
  }

  /** Adds an event as it is; a `published` in the past makes it a late one. */
  append(event: LogEvent, persisted: number = this.#clock().getTime()): void {
    this.#events.push({ event, arrival: this.#events.length, persisted });
  }

  /** Adds the event of something that a call did. */
  record(caller: Caller, deed: Deed): void {
    const { actor, ipAddress, userAgent, requestId, requestUri } = caller;
    this.append({
      actor,
      client: {
        userAgent: { rawUserAgent: userAgent, os: "Unknown", browser: "UNKNOWN" },
        zone: "null",
        device: "Unknown",
        id: null,
        ipAddress,
        geographicalContext: null,
      },
      device: null,
      authenticationContext: {
        authenticationProvider: null,
        credentialProvider: null,
        credentialType: null,
        issuer: null,
        interface: null,
        authenticationStep: 0,
        rootSessionId: null,
        externalSessionId: null,
      },
      displayMessage: deed.displayMessage,
      eventType: deed.eventType,
      outcome: { result: "SUCCESS", reason: null },
      published: this.#clock().toISOString(),
      securityContext: { asNumber: null, asOrg: null, isp: null, domain: null, isProxy: null },
      severity: deed.severity ?? "INFO",
      debugContext: { debugData: { requestId, requestUri, url: requestUri } },
      legacyEventType: null,
      transaction: { type: "WEB", id: requestId, detail: {} },
      uuid: randomUUID(),
      version: "0",
      request: {
        ipChain: [
          {
            ip: ipAddress,
            geographicalContext: null,
            version: ipAddress.includes(":") ? "V6" : "V4",
            source: null,
          },
        ],
      },
      target: deed.target,
    });
  }

  /** The events that can be read by now. */
  readable(): readonly LoggedEvent[] {
    const until = this.#clock().getTime() - this.#knobs.logDelayMs;
    return this.#knobs.logDelayMs <= 0
      ? this.#events
      : this.#events.filter(({ persisted }) => persisted <= until);
  }
}
