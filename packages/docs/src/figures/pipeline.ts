import type { Arrow, Box, Figure } from "./figure.ts";

interface Step {
  readonly label: string;
  readonly note: string;
  /** How an action ends here, where it can. */
  readonly end?: string;
}

const steps: readonly Step[] = [
  { label: "parse", note: "input and defaults, frozen and digested", end: "invalid input" },
  { label: "decide", note: "policies, agent, operation, risk, instant", end: "denied" },
  { label: "record", note: "the decision is on the disk" },
  { label: "approve", note: "a person, where policy or risk asks", end: "not approved" },
  { label: "consume approval + record intent", note: "one transaction", end: "used already" },
  { label: "reveal credential", note: "only with a permit", end: "not sent" },
  { label: "send", note: "to the pinned origin", end: "refused, unknown" },
  { label: "record outcome", note: "success, failure, not sent, unknown" },
];

const [left, width, height, gap] = [2, 276, 52, 22];

/** The steps of an action from top to bottom, and where it may end. */
export const pipeline: Figure = {
  width: 424,
  height: steps.length * (height + gap) - gap + 16,
  title: `The steps of an action, one after the other: ${steps.map(({ label }) => label).join(", ")}`,
  boxes: steps.map(({ label, note, end }, at): Box => {
    const box = { x: left, y: 8 + at * (height + gap), width, height, label, note };
    return end === undefined ? box : { ...box, kind: "gate" };
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
        [left + width + 22, y + height / 2],
      ],
      at: [left + width + 28, y + height / 2 + 4],
    };
    return [
      ...(at === steps.length - 1 ? [] : [down]),
      ...(end === undefined ? [] : [{ ...out, label: end }]),
    ];
  }),
};
