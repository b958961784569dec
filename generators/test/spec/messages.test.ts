import { expect, test } from "vitest";
import { broken, type Case } from "./bench.ts";

const cases: readonly Case[] = [
  [
    "items that name no field, or no array, are told",
    [
      ["couriers.yaml", "items: couriers\n", "items: curiers\n"],
      ["zones.yaml", "items: zones\n", "items: count\n"],
      ["zones.yaml", "result: { fields: { zones:", "result: { fields: { count: integer, zones:"],
    ],
    [
      [
        "unknown_field",
        "couriers.yaml",
        "curiers",
        "the result has no field `curiers`; did you mean `couriers`?",
      ],
      ["wrong_items", "zones.yaml", "count\n", "`count` is no array, but of the type integer"],
    ],
  ],
  [
    "paging of a result that is no list is told",
    [["parcels.yaml", "    result: { type: array, items: Parcel }", "    result: Parcel"]],
    [["paging_without_list", "parcels.yaml", "paging", "the result is no list that could be paged"]],
  ],
  [
    "paging parameters that the operation does not declare are told",
    [
      ["parcels.yaml", "      after: { in: query, summary: Where the page begins }\n", ""],
      ["couriers.yaml", "page_size: {", "size: {"],
    ],
    [
      [
        "undeclared_paging_parameter",
        "parcels.yaml",
        "link\n",
        "the paging style `link` sends the query parameter `after` (its cursor), which is not declared",
      ],
      [
        "undeclared_paging_parameter",
        "couriers.yaml",
        "token\n",
        "the paging style `token` sends the query parameter `page_size` (its size), which is not declared",
      ],
    ],
  ],
  [
    "a cursor that the result does not hold is told",
    [["connector.yaml", "token: paging.next", "token: paging.after"]],
    [
      [
        "unknown_field",
        "couriers.yaml",
        "token\n",
        "the result has no field `paging.after`, where the paging style `token` takes its cursor from",
      ],
    ],
  ],
  [
    "a cursor that is no text and no number is told",
    [["connector.yaml", "token: paging.next", "token: paging"]],
    [
      [
        "unknown_field",
        "couriers.yaml",
        "token\n",
        "the result has no field `paging` of text or numbers, where the paging style `token` takes its cursor from",
      ],
    ],
  ],
  [
    "a field that tells items apart and that they do not have is told",
    [["connector.yaml", "end: empty_page }", "end: empty_page, unique: badge }"]],
    [
      [
        "unknown_field",
        "couriers.yaml",
        "token\n",
        "the items have no field `badge`, by which the paging style `token` tells them apart",
      ],
    ],
  ],
  [
    "a body that is no object is told",
    [
      ["parcels.yaml", "    body: { type: ParcelUpdate }", "    body: { type: Change }"],
      [
        "parcels.yaml",
        "  ParcelUpdate:\n    open: true\n",
        "  Change: { type: map, values: ParcelUpdate }\n  ParcelUpdate:\n",
      ],
    ],
    [["wrong_body", "parcels.yaml", "Change }\n", "a body is an object, and `Change` is of the type map"]],
  ],
  [
    "a parameter that is called like a field of the body is told",
    [
      ["parcels.yaml", "      announce: { in: query,", "      tags: { in: query,"],
      ["parcels.yaml", "          announce: false\n", ""],
    ],
    [["ambiguous_input", "parcels.yaml", "tags: { in", "`tags` is a field of the body `NewParcel` too"]],
  ],
  [
    "flat names that are parameters or fields already are told",
    [
      ["parcels.yaml", "recipient.name: name", "recipient.name: announce"],
      ["parcels.yaml", "weightGrams: grams", "weightGrams: tags"],
      [
        "parcels.yaml",
        "        input: { name: Ada Lovelace, email: ada@example.com, grams: 250 }\n",
        "        input: { recipient: { name: Ada, email: a@example.com } }\n",
      ],
      ["parcels.yaml", "          announce: false\n", ""],
    ],
    [
      ["ambiguous_input", "parcels.yaml", "announce\n", "`announce` is a parameter already"],
      ["ambiguous_input", "parcels.yaml", "tags\n", "`tags` is a field of the body already"],
    ],
  ],
  [
    "a flat target that the body lacks is told",
    [["parcels.yaml", "weightGrams: grams", "weightGram: grams"]],
    [
      [
        "unknown_field",
        "parcels.yaml",
        "weightGram:",
        "`NewParcel` has no field `weightGram`; did you mean `weightGrams`?",
      ],
    ],
  ],
  [
    "a flat target within another is told",
    [
      [
        "parcels.yaml",
        "        weightGrams: grams\n",
        "        locker: lock\n        locker.code: code\n        weightGrams: grams\n",
      ],
    ],
    [
      [
        "ambiguous_input",
        "parcels.yaml",
        "locker.code",
        "`locker.code` lies within `locker`, which is a target itself",
      ],
    ],
  ],
  [
    "a flat form that cannot give what the body requires is told",
    [
      ["parcels.yaml", "        recipient.name: name\n", "        recipient.account: name\n"],
      ["parcels.yaml", "        recipient.account: [account, email]\n", ""],
    ],
    [
      [
        "incomplete_flat_form",
        "parcels.yaml",
        "flat:",
        "`NewParcel` requires `recipient.name`, which the flat form cannot give",
      ],
    ],
  ],
];

test.for(cases)("%s", (broke) => {
  const { spec, told, expected } = broken(broke);
  expect(told).toEqual(expected);
  expect(spec).toBeUndefined();
});
