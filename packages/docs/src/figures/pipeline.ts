import type { Arrow, Box, Figure } from "./figure.ts";

interface Step {
  readonly label: string;
  readonly note: string;
  /** How an action ends here, if it does. */
  readonly end: string;
}

const steps: readonly Step[] = [
  { label: "parse", note: "input and defaults, frozen and digested", end: "invalid input" },
  { label: "decide", note: "policies, agent, operation, risk, instant", end: "denied" },
  { label: "record", note: "the decision is on the disk", end: "store unavailable" },
  { label: "approve", note: "a person, where policy or risk asks", end: "pending, denied, expired" },
  { label: "consume approval + record intent", note: "one transaction", end: "consumed already" },
  { label: "reveal credential", note: "only with a permit", end: "vault closed, not sent" },
  { label: "send", note: "to the pinned origin", end: "refused, limited, unknown" },
  { label: "record outcome", note: "success, failure, not sent, unknown", end: "outcome unrecorded" },
];

const [left, width, height, gap] = [2, 262, 52, 22];

/** The steps of an action from top to bottom, and where it may end. */
export const pipeline: Figure = {
  width: 444,
  height: steps.length * (height + gap) - gap + 16,
  title: `The steps of an action, one after the other, and how it may end at each: ${steps.map(({ label, end }) => `${label} (${end})`).join(", ")}`,
  boxes: steps.map(({ label, note }, at): Box => {
    const y = 8 + at * (height + gap);
    return { x: left, y, width, height, label, note, kind: "gate" };
  }),
  arrows: steps.flatMap(({ end }, at): Arrow[] => {
    const y = 8 + at * (height + gap);
    const down: Arrow = {
      points: [
        [left + width / 2, y + height],
        [left + width / 2, y + height + gap],
      ],
    };
    const out: Arrow = {
      points: [
        [left + width, y + height / 2],
        [left + width + 18, y + height / 2],
      ],
      label: end,
      at: [left + width + 24, y + height / 2 + 4],
    };
    return at === steps.length - 1 ? [out] : [down, out];
  }),
};
