import { expect, test } from "vitest";
import { diffSpecs, formatSpecDiff } from "../../src/author/index.ts";
import { depotCopy } from "./bench.ts";

type Edit = readonly [file: string, from: string, to: string];

/** The depot's spec, and the same after these edits. */
async function bench(...edits: readonly Edit[]) {
  const [before, after] = await Promise.all([depotCopy(), depotCopy()]);
  for (const edit of edits) await after.edit(...edit);
  after.load();
  return { before: before.spec, after: after.spec };
}

/** `!` what breaks callers, `-` what lowers a risk, `+` what raises it. */
async function told(...edits: readonly Edit[]): Promise<string[]> {
  const { before, after } = await bench(...edits);
  const { changes } = await diffSpecs(before, after);
  return changes.map(
    ({ change, at, breaking, risk }) =>
      `${breaking ? "!" : ""}${risk === "lowered" ? "-" : risk === "raised" ? "+" : ""}${change} ${at}`,
  );
}

test("a spec does not differ from itself", async () => {
  const { before, after } = await bench();
  const diff = await diffSpecs(before, after);
  expect(diff).toEqual({ changes: [], added: [], breaking: false, diagnostics: [] });
  expect(formatSpecDiff(diff)).toBe("Nothing that callers or policies notice has changed.");
});

const parcels = "parcels.yaml";

const cases: readonly [string, readonly Edit[], readonly string[]][] = [
  [
    "another name of the method",
    [[parcels, "call: holdParcel", "call: keepParcel"]],
    ["!call_renamed parcels:hold"],
  ],
  ["another path", [[parcels, "{parcelId}/hold", "{parcelId}/keep"]], ["request_changed parcels:hold"]],
  ["a lower risk", [["zones.yaml", "risk: critical", "risk: high"]], ["-risk_lowered zones:clear"]],
  [
    "a rule that raises the risk and is gone",
    [
      [
        parcels,
        "    raise:\n      insurance.amount: { to: high, because: an insured parcel binds the depot to pay }\n",
        "",
      ],
    ],
    ["-raise_removed parcels:create raise.insurance.amount"],
  ],
  [
    "a rule that raises it further",
    [[parcels, "insurance.amount: { to: high", "insurance.amount: { to: critical"]],
    ["+raise_changed parcels:create raise.insurance.amount"],
  ],
  [
    "a precondition that is gone",
    [[parcels, "precondition: [status, recipient.email]", "precondition: [status]"]],
    ["-precondition_removed parcels:hold precondition.recipient.email"],
  ],
  [
    "an approver who is no longer shown what is erased",
    [[parcels, "show: [tags], replaces: locker", "show: [tags]"]],
    ["-replaces_removed parcels:update preview.replaces"],
  ],
  [
    "a time of making that proves more than before",
    [[parcels, "settled: { status: HELD } }", "settled: { status: HELD }, madeAt: arrivedAt }"]],
    ["+made_at_added parcels:hold reconcile.madeAt"],
  ],
  [
    "a secret that is none any more",
    [[parcels, "code: { sensitive: true, minLength", "code: { minLength"]],
    ["-secret_exposed Locker.code"],
  ],
  [
    "a scope more and one less",
    [["zones.yaml", "scopes: [depot.zones.manage]", "scopes: [depot.zones.clear]"]],
    [
      "!scope_added zones:clear scopes.depot.zones.clear",
      "scope_removed zones:clear scopes.depot.zones.manage",
    ],
  ],
  [
    "a parameter that is gone and an optional one that is new",
    [
      [parcels, "q: { in: query, minLength: 2", "find: { in: query, minLength: 2"],
      [parcels, "otherwise: q", "otherwise: find"],
    ],
    ["!parameter_removed parcels:read parameters.q", "parameter_added parcels:read parameters.find"],
  ],
  [
    "a new parameter that is required",
    [["zones.yaml", "      zoneId: {", "      desk: { in: query, required: true }\n      zoneId: {"]],
    ["!parameter_added zones:clear parameters.desk"],
  ],
  [
    "a parameter that is required now, and one with another default",
    [
      [parcels, "ifMatch: { in: header,", "ifMatch: { in: header, required: true,"],
      [parcels, "type: boolean, default: true", "type: boolean, default: false"],
    ],
    ["default_changed parcels:create parameters.announce", "!now_required parcels:update parameters.ifMatch"],
  ],
  [
    "a parameter with less room, and one with more",
    [
      [parcels, "maximum: 200, default: 20", "maximum: 100, default: 20"],
      [parcels, "required: true, maxLength: 80", "required: true, maxLength: 90"],
    ],
    ["!narrowed parcels:read parameters.limit"],
  ],
  [
    "a field of a body that is required now",
    [[parcels, "      recipient: Recipient\n", "      recipient: { type: Recipient, required: true }\n"]],
    ["!now_required ParcelUpdate.recipient"],
  ],
  [
    "a closed member that is refused now",
    [[parcels, "enum: [EUR, USD]", "enum: [EUR]"]],
    ["!narrowed Insurance.currency"],
  ],
  [
    "a field of an answer that is gone, and one that may be null now",
    [
      ["zones.yaml", "      label: string\n", ""],
      ["zones.yaml", "id: { required: true }", "id: { required: true, nullable: true }"],
    ],
    ["!null_changed Zone.id", "!field_removed Zone.label"],
  ],
  [
    "a field of an answer that is not sure to be there any more",
    [["zones.yaml", "id: { required: true }", "id: string"]],
    ["!now_optional Zone.id"],
  ],
  [
    "a type that changes in the depth of a schema",
    [["zones.yaml", "temperature: { type: number", "temperature: { type: integer"]],
    ["!type_changed Zone.temperature"],
  ],
  [
    "a flat name that is gone",
    [
      [parcels, "weightGrams: grams", "weightGrams: weight"],
      [parcels, "email: ada@example.com, grams: 250", "email: ada@example.com, weight: 250"],
    ],
    ["!flat_name_removed parcels:create body.flat.grams"],
  ],
  [
    "a result that comes",
    [
      [
        parcels,
        "    result: none\n    scopes: [depot.parcels.manage]\n    undo: { operation: parcels:hold",
        "    result: Parcel\n    scopes: [depot.parcels.manage]\n    undo: { operation: parcels:hold",
      ],
    ],
    ["result_changed parcels:release result"],
  ],
];

test.each(cases)("%s is told with what it means", async (_, edits, expected) => {
  expect(await told(...edits)).toEqual(expected);
});

const added: Edit = [
  "zones.yaml",
  "  zones:clear:\n",
  `  zones:read_heat:
    call: getHeat
    request: GET /v1/zones/heat
    risk: low
    summary: How warm it is
    result: any

  zones:burn:
    call: burnZone
    request: DELETE /v1/zones/{zoneId}
    risk: critical
    summary: Do away with a zone
    parameters: { zoneId: { in: path } }
    result: none

  zones:clear:
`,
];

test("a new operation is told with the wildcards that it falls under", async () => {
  const { before, after } = await bench(added);
  const policies = [
    { name: "readers", connector: "depot", operations: ["*:read*", "zones:clear"] },
    { name: "zone-desk", connector: "depot", operations: ["zones:*"], deny: ["zones:b*n"] },
    { name: "elsewhere", connector: "okta", operations: ["*:*"] },
  ];
  const diff = await diffSpecs(before, after, policies);
  expect(diff.added).toEqual([
    {
      operation: "zones:read_heat",
      risk: "low",
      falls: [
        { policy: "readers", effect: "grant", pattern: "*:read*" },
        { policy: "zone-desk", effect: "grant", pattern: "zones:*" },
      ],
    },
    {
      operation: "zones:burn",
      risk: "critical",
      falls: [
        { policy: "zone-desk", effect: "deny", pattern: "zones:b*n" },
        { policy: "zone-desk", effect: "grant", pattern: "zones:*" },
      ],
    },
  ]);
  expect(diff.breaking).toBe(false);
  expect(formatSpecDiff(diff)).toBe(
    [
      "New operations",
      "  zones:read_heat  LOW",
      "    falls under grant *:read* of readers",
      "    falls under grant zones:* of zone-desk",
      "  zones:burn  CRITICAL",
      "    falls under deny zones:b*n of zone-desk",
      "    falls under grant zones:* of zone-desk",
    ].join("\n"),
  );
});

test("an operation that is gone breaks its callers", async () => {
  const { before, after } = await bench(added);
  const diff = await diffSpecs(after, before);
  expect(diff).toMatchObject({ breaking: true, added: [] });
  expect(formatSpecDiff(diff)).toContain("Breaking for callers\n  operation_removed  zones:read_heat");
});

test("a version that is faulty is told, and not compared", async () => {
  const { before } = await bench();
  const after = await depotCopy();
  await after.edit("zones.yaml", "risk: critical", "risk: grave");
  const diff = await diffSpecs(before, after.spec);
  expect(diff).toMatchObject({ changes: [], diagnostics: [{ code: "wrong_value" }] });
  expect(formatSpecDiff(diff)).toContain("zones.yaml:");
});

test("safeguards that go are told the other way round, and another field as what it was and is", async () => {
  const { before, after } = await bench(
    [parcels, "show: [tags], replaces: locker", "show: [tags], replaces: recipient"],
    [parcels, "settled: { status: HELD } }", "settled: { status: HELD }, madeAt: arrivedAt }"],
  );
  const { changes } = await diffSpecs(after, before);
  expect(changes.map(({ change, detail, risk }) => ({ change, detail, risk }))).toEqual([
    { change: "replaces_changed", detail: "recipient before, locker now", risk: undefined },
    { change: "made_at_removed", detail: "arrivedAt does not count any more", risk: "lowered" },
  ]);
});
