import { expect, test } from "vitest";
import { broken, type Case } from "./bench.ts";

const cases: readonly Case[] = [
  [
    "a reconcile and a preview that name an operation that changes things are told",
    [
      [
        "couriers.yaml",
        "read: couriers:read_assigned, settled: present",
        "read: couriers:unassign, settled: present",
      ],
      [
        "parcels.yaml",
        'preview: { read: parcels:read_detail, title: "{recipient.name} ({id})"',
        'preview: { read: parcels:release, with: { parcelId: "{parcelId}", reason: none }, title: Parcel',
      ],
    ],
    [
      [
        "wrong_read",
        "parcels.yaml",
        "parcels:release, with",
        "`parcels:release` is a POST, and a preview must change nothing",
      ],
      [
        "wrong_read",
        "parcels.yaml",
        "parcels:release, with",
        "`parcels:release` answers nothing, and a preview shows one thing",
      ],
      [
        "wrong_read",
        "couriers.yaml",
        "couriers:unassign, settled",
        "`couriers:unassign` is a DELETE, and a reconcile must change nothing",
      ],
    ],
  ],
  [
    "a read whose parameter is no input of the operation is told where the read is named",
    [
      [
        "zones.yaml",
        "    bucket: bulk\n",
        "    bucket: bulk\n    reconcile: { read: parcels:read_detail, settled: present }\n",
      ],
    ],
    [["unknown_input", "zones.yaml", "parcels:read_detail", "`zones:clear` has no input `parcelId`"]],
  ],
  [
    "bindings that lack a required parameter, or name an unknown one, are told",
    [["parcels.yaml", 'with: { parcelId: "{parcelId}" }', 'with: { parcelld: "{parcelId}" }']],
    [
      [
        "missing_binding",
        "parcels.yaml",
        "with: {",
        "`parcels:read_detail` needs `parcelId`, which is not bound",
      ],
      [
        "unknown_parameter",
        "parcels.yaml",
        "parcelld",
        "`parcels:read_detail` has no parameter `parcelld`; did you mean `parcelId`?",
      ],
    ],
  ],
  [
    "a binding to an input that the operation lacks is told",
    [["parcels.yaml", 'with: { parcelId: "{parcelId}" }', 'with: { parcelId: "{parcel}" }']],
    [
      [
        "unknown_input",
        "parcels.yaml",
        '"{parcel}"',
        "`parcels:hold` has no input `parcel`; did you mean `parcelId`?",
      ],
    ],
  ],
  [
    "a binding to a flat name is told, with the field that it stands for",
    [
      [
        "parcels.yaml",
        "    raise:\n",
        '    reconcile: { read: parcels:read_detail, with: { parcelId: "{email}" }, settled: present }\n    raise:\n',
      ],
    ],
    [["unknown_input", "parcels.yaml", '"{email}"', "`email` is only a flat name of `recipient.email`"]],
  ],
  [
    "a preview of a list is told",
    [
      [
        "parcels.yaml",
        'preview: { read: parcels:read_detail, title: "{recipient.name} ({id})"',
        "preview: { read: parcels:read, title: A parcel",
      ],
    ],
    [
      [
        "wrong_read",
        "parcels.yaml",
        "parcels:read, title",
        "`parcels:read` is a list, and a preview shows one thing",
      ],
    ],
  ],
  [
    "fields of a preview that the read does not answer are told",
    [
      [
        "parcels.yaml",
        '      title: "{recipient.name} ({id})"\n',
        '      title: "{recipient.nmae} ({identity})"\n',
      ],
      [
        "parcels.yaml",
        "show: [status, recipient.email, arrivedAt]",
        "show: [status, attributes.sender.phone, tags, arrived]",
      ],
      ["parcels.yaml", "precondition: [status, recipient.email]", "precondition: [state, tags.first]"],
    ],
    [
      [
        "unknown_field",
        "parcels.yaml",
        '"{recipient.nmae}',
        "`parcels:read_detail` answers no field `recipient.nmae`; did you mean `recipient.name`?",
      ],
      [
        "unknown_field",
        "parcels.yaml",
        '"{recipient.nmae}',
        "`parcels:read_detail` answers no field `identity`",
      ],
      [
        "unknown_field",
        "parcels.yaml",
        "arrived]",
        "`parcels:read_detail` answers no field `arrived`; did you mean `arrivedAt`?",
      ],
      [
        "unknown_field",
        "parcels.yaml",
        "state,",
        "`parcels:read_detail` answers no field `state`; did you mean `status`?",
      ],
      ["unknown_field", "parcels.yaml", "tags.first", "`parcels:read_detail` answers no field `tags.first`"],
    ],
  ],
  [
    "what is replaced is told where the read does not answer it, or the operation does not take it",
    [
      [
        "parcels.yaml",
        "show: [status, recipient.email, arrivedAt]",
        "show: [status]\n      replaces: recipien",
      ],
    ],
    [
      [
        "unknown_field",
        "parcels.yaml",
        "recipien\n",
        "`parcels:read_detail` answers no field `recipien`; did you mean `recipient`?",
      ],
      ["unknown_input", "parcels.yaml", "recipien\n", "`parcels:hold` has no input `recipien`"],
    ],
  ],
  [
    "a settled field that the read does not answer is told",
    [["parcels.yaml", "settled: { status: HELD }", "settled: { stauts: HELD }"]],
    [
      [
        "unknown_field",
        "parcels.yaml",
        "stauts",
        "`parcels:read_detail` answers no field `stauts`; did you mean `status`?",
      ],
    ],
  ],
  [
    "a settled value outside of its enumeration is told, even of an open one",
    [["parcels.yaml", "settled: { status: HELD }", "settled: { status: HOLD }"]],
    [["unknown_member", "parcels.yaml", "HOLD }", "`status` is never `HOLD`; did you mean `HELD`?"]],
  ],
  [
    "a date of making that the read does not answer, or that is none, is told",
    [
      ["parcels.yaml", "settled: { status: HELD }", "settled: { status: HELD }, madeAt: arivedAt"],
      ["parcels.yaml", "settled: { status: READY }", "settled: { status: READY }, madeAt: status"],
    ],
    [
      [
        "unknown_field",
        "parcels.yaml",
        "arivedAt",
        "`parcels:read_detail` answers no field `arivedAt`; did you mean `arrivedAt`?",
      ],
      ["wrong_made_at", "parcels.yaml", "status }", "`status` is no date, but of the type string"],
    ],
  ],
  [
    "a date of making of what is to be absent is told",
    [["couriers.yaml", "settled: absent", "settled: absent, madeAt: name"]],
    [["contradiction", "couriers.yaml", "madeAt", "what is to be absent was made at no time"]],
  ],
  [
    "a settled value of an input that the operation lacks is told",
    [
      [
        "couriers.yaml",
        "read: couriers:read_assigned, settled: present",
        'read: couriers:read_assigned, settled: { id: "{courier}" }',
      ],
    ],
    [
      [
        "unknown_input",
        "couriers.yaml",
        '"{courier}"',
        "`couriers:assign` has no input `courier`; did you mean `courierId`?",
      ],
    ],
  ],
  [
    "a precondition without a preview is told",
    [
      [
        "parcels.yaml",
        "    undo: { operation: parcels:hold,",
        "    precondition: [status]\n    undo: { operation: parcels:hold,",
      ],
    ],
    [
      [
        "precondition_without_preview",
        "parcels.yaml",
        "precondition: [status]\n",
        "`precondition` needs a `preview`: it compares with what the approver saw",
      ],
    ],
  ],
  [
    "a raise of an unknown input, or to a risk that is not above, is told",
    [["parcels.yaml", "insurance.amount: { to: high,", "insurance.sum: { to: medium,"]],
    [
      ["unknown_input", "parcels.yaml", "insurance.sum", "`parcels:create` has no input `insurance.sum`"],
      [
        "raise_not_above",
        "parcels.yaml",
        "medium, because",
        "a raise to medium is no raise: the operation is medium already",
      ],
    ],
  ],
  [
    "a risk table that names an operation under another risk is told",
    [["connector.yaml", "operations: Holding a parcel", 'operations: "parcels:hold, parcels:read"']],
    [
      [
        "risk_table_differs",
        "connector.yaml",
        '"parcels:hold, parcels:read"',
        "`parcels:read` stands under high, but is low",
      ],
    ],
  ],
  [
    "an undo by the same call is told",
    [["parcels.yaml", "undo: parcels:release", "undo: parcels:hold"]],
    [
      [
        "wrong_undo",
        "parcels.yaml",
        "parcels:hold\n    reconcile",
        "the same call does not take itself back",
      ],
    ],
  ],
  [
    "an undo by a read is told",
    [["couriers.yaml", "undo: couriers:unassign", "undo: couriers:read_assigned"]],
    [
      [
        "wrong_undo",
        "couriers.yaml",
        "couriers:read_assigned\n    reconcile",
        "`couriers:read_assigned` is a read, and takes nothing back",
      ],
    ],
  ],
  [
    "what a read would have to be undone or settled with is told",
    [
      [
        "zones.yaml",
        "    items: zones\n",
        "    items: zones\n    undo: zones:clear\n    reconcile: { read: zones:read, settled: present }\n",
      ],
    ],
    [
      ["read_with_aftermath", "zones.yaml", "undo", "a read has no `undo`"],
      ["read_with_aftermath", "zones.yaml", "reconcile", "a read has no `reconcile`"],
    ],
  ],
  [
    "a fallback that is no request is told",
    [["couriers.yaml", "request: POST /v1/parcels/{parcelId}/couriers\n", "request: the list of couriers\n"]],
    [
      [
        "wrong_format",
        "couriers.yaml",
        "the list of couriers\n",
        "`request` must be METHOD /path, such as GET /api/v1/users/{userId}, not `the list of couriers`",
      ],
    ],
  ],
  [
    "a fallback with unknown parameters and inputs is told",
    [
      [
        "couriers.yaml",
        "request: POST /v1/parcels/{parcelId}/couriers\n",
        "request: POST /v1/parcels/{parcel}/couriers\n",
      ],
      ["couriers.yaml", '"{courierId}" }', '"{courier}" }'],
    ],
    [
      [
        "unknown_parameter",
        "couriers.yaml",
        "POST /v1/parcels",
        "there is no path parameter `parcel`; did you mean `parcelId`?",
      ],
      [
        "unknown_input",
        "couriers.yaml",
        '"{courier}"',
        "`couriers:assign` has no input `courier`; did you mean `courierId`?",
      ],
    ],
  ],
  [
    "a read that would be given an argument of another type is told",
    [
      [
        "parcels.yaml",
        "      reason: { in: query, required: true",
        "      shelf: { in: query, type: integer }\n      reason: { in: query, required: true",
      ],
      [
        "parcels.yaml",
        "reconcile: { read: parcels:read_detail, settled: { status: READY } }",
        'reconcile: { read: parcels:read_detail, with: { parcelId: "{shelf}" }, settled: { weightGrams: "{reason}", arrivedAt: 4 } }',
      ],
    ],
    [
      [
        "wrong_type",
        "parcels.yaml",
        '"{shelf}"',
        "`parcelId` of `parcels:read_detail` is text, and the input `shelf` is a number",
      ],
      [
        "wrong_type",
        "parcels.yaml",
        '"{reason}"',
        "`weightGrams` is a number, and the input `reason` is text",
      ],
      ["wrong_type", "parcels.yaml", "4 } }", "`arrivedAt` is text, and `4` is a number"],
    ],
  ],
  [
    "a path into the items of an array is told: nothing would ever be found at it",
    [
      [
        "parcels.yaml",
        "show: [status, recipient.email, arrivedAt]",
        'show: [status, recipient.email, "tags[]"]',
      ],
      ["parcels.yaml", '{recipient.name} ({id})", show: [tags]', '{tags[].name} ({id})", show: [tags]'],
      ["parcels.yaml", "insurance.amount: { to: high", '"tags[].size": { to: high'],
    ],
    [
      [
        "wrong_key",
        "parcels.yaml",
        '"tags[].size"',
        "`tags[].size` is not a path of names joined by dots, such as profile.login",
      ],
      [
        "unknown_field",
        "parcels.yaml",
        '"{tags[].name} ({id})"',
        "`parcels:read_detail` answers no field `tags[].name`",
      ],
      [
        "wrong_format",
        "parcels.yaml",
        '"tags[]"',
        "item 3 of `show` must be a path of names joined by dots, such as profile.login, not `tags[]`",
      ],
    ],
  ],
  [
    "a fallback that is the request itself is told",
    [
      [
        "couriers.yaml",
        "request: POST /v1/parcels/{parcelId}/couriers\n",
        "request: 'PUT /v1/parcels/{parcelId}/couriers/{courierId}'\n",
      ],
    ],
    [["duplicate_request", "couriers.yaml", "'PUT", "the fallback is the request that it stands in for"]],
  ],
  [
    "a fallback that is a GET with a body is told",
    [
      [
        "couriers.yaml",
        "request: POST /v1/parcels/{parcelId}/couriers\n",
        "request: GET /v1/parcels/{parcelId}/couriers\n",
      ],
    ],
    [["read_with_body", "couriers.yaml", "body: {", "a GET has no body"]],
  ],
];

test.for(cases)("%s", (broke) => {
  const { spec, told, expected } = broken(broke);
  expect(told).toEqual(expected);
  expect(spec).toBeUndefined();
});
