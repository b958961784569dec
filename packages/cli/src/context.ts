import type { Terminal } from "./terminal.ts";

/** What every command is given. */
export interface Context {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** What the flags that every command takes say, absent where they were not given. */
  readonly flags: GlobalFlags;
}

/** The values of the flags that every command takes. */
export interface GlobalFlags {
  readonly home?: string;
  readonly agent?: string;
  readonly org?: string;
  readonly json?: boolean;
  readonly input?: boolean;
  readonly debug?: boolean;
}
