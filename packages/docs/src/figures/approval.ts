import type { Figure } from "./figure.ts";

/** The states of a request for approval. */
export const approval: Figure = {
  width: 470,
  height: 250,
  title:
    "A request is pending; people approve or deny it, or its time runs out. An approved one is consumed by one call or expires.",
  boxes: [
    { x: 8, y: 90, width: 96, height: 46, label: "pending" },
    { x: 190, y: 8, width: 96, height: 46, label: "approved" },
    { x: 190, y: 100, width: 96, height: 46, label: "expired", kind: "end" },
    { x: 190, y: 192, width: 96, height: 46, label: "denied", kind: "end" },
    { x: 366, y: 8, width: 96, height: 46, label: "consumed", kind: "end" },
  ],
  arrows: [
    {
      points: [
        [56, 90],
        [56, 31],
        [190, 31],
      ],
      label: "quorum met",
      at: [64, 24],
    },
    {
      points: [
        [104, 113],
        [190, 123],
      ],
      label: "1 hour",
      at: [122, 108],
    },
    {
      points: [
        [56, 136],
        [56, 215],
        [190, 215],
      ],
      label: "one denial",
      at: [64, 208],
    },
    {
      points: [
        [286, 31],
        [366, 31],
      ],
      label: "one call",
      at: [326, 24],
      anchor: "middle",
    },
    {
      points: [
        [238, 54],
        [238, 100],
      ],
      label: "10 minutes",
      at: [246, 82],
    },
  ],
};
