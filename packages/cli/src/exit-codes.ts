/** Every exit code of `arx`, by name. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  denied: 3,
  pending: 4,
  callFailed: 5,
  unknown: 6,
  notReady: 7,
  approvalOver: 8,
  checkFailed: 9,
  interrupted: 130,
} as const;

/** The name of an exit code. */
export type ExitName = keyof typeof exitCodes;

/** What each exit code means, for people and for `arx help exit-codes`. */
export const exitMeanings: Readonly<Record<ExitName, string>> = {
  ok: "done; for a check: nothing is wrong",
  failure: "something failed that has no code of its own",
  usage: "wrong usage or invalid input; nothing was asked and nothing was sent",
  denied: "policy or a person denied the action; nothing was sent",
  pending: "a person must approve first; the request waits, nothing was sent",
  callFailed: "the call failed: the API refused it or could not be reached",
  unknown: "it is not known whether the call happened: see `arx recover`, do not repeat it blindly",
  notReady: "the home, a policy, the vault or the store is not ready; nothing was sent",
  approvalOver: "the approval can't be used any more: expired, used, or no longer what would happen",
  checkFailed: "a check found something: the log, an expectation, a difference",
  interrupted: "interrupted; a request for approval stays, an action that had not started is not sent",
};

/** The table of exit codes as lines of text. */
export function formatExitCodes(): string {
  return (Object.keys(exitCodes) as ExitName[])
    .map((name) => `${String(exitCodes[name]).padStart(3)}  ${name.padEnd(12)}  ${exitMeanings[name]}`)
    .join("\n");
}
