import type { Figure } from "./figure.ts";

/** The states of a request for approval. */
export const approval: Figure = {
  width: 424,
  height: 250,
  title:
    "A request is pending; people approve or deny it, or its time runs out. An approved one is consumed by one call or expires.",
  boxes: [
    { x: 2, y: 90, width: 96, height: 46, label: "pending" },
    { x: 172, y: 8, width: 96, height: 46, label: "approved" },
    { x: 172, y: 100, width: 96, height: 46, label: "expired", kind: "end" },
    { x: 172, y: 192, width: 96, height: 46, label: "denied", kind: "end" },
    { x: 326, y: 8, width: 96, height: 46, label: "consumed", kind: "end" },
  ],
  arrows: [
    {
      points: [
        [50, 90],
        [50, 31],
        [172, 31],
      ],
      label: "quorum met",
      at: [58, 24],
    },
    {
      points: [
        [98, 113],
        [172, 123],
      ],
      label: "1 hour",
      at: [112, 106],
    },
    {
      points: [
        [50, 136],
        [50, 215],
        [172, 215],
      ],
      label: "one denial",
      at: [58, 208],
    },
    {
      points: [
        [268, 31],
        [326, 31],
      ],
      label: "one call",
      at: [297, 24],
      anchor: "middle",
    },
    {
      points: [
        [220, 54],
        [220, 100],
      ],
      label: "10 minutes",
      at: [228, 82],
    },
  ],
};
