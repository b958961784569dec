import { BaseConnector } from "@arx/core";
import { expect, test } from "vitest";
import { clientMembers } from "../../src/spec/reserved.ts";
import { broken, type Case } from "./bench.ts";

const cases: readonly Case[] = [
  [
    "an unknown key is told with the key that was meant",
    [["parcels.yaml", "    risk: high\n", "    risc: high\n"]],
    [
      [
        "unknown_key",
        "parcels.yaml",
        "risc: high",
        "`risc` is not a key of an operation; did you mean `risk`?",
      ],
    ],
  ],
  [
    "a repeated key is told",
    [["parcels.yaml", "    risk: high\n", "    risk: high\n    risk: low\n"]],
    [["duplicate_key", "parcels.yaml", "risk: low\n    summary: Hold", "`risk` stands twice here"]],
  ],
  [
    "a repeated id is told",
    [["zones.yaml", "  zones:clear:", "  zones:read:"]],
    [["duplicate_key", "zones.yaml", "zones:read:\n    call: clearZone", "`zones:read` stands twice here"]],
  ],
  [
    "a missing risk is told where the operation is named",
    [["zones.yaml", "    risk: critical\n", ""]],
    [["missing_key", "zones.yaml", "zones:clear", "operation `zones:clear` lacks `risk`"]],
  ],
  [
    "a missing summary is told where the operation is named",
    [["zones.yaml", "    summary: List zones\n", ""]],
    [["missing_key", "zones.yaml", "zones:read", "operation `zones:read` lacks `summary`"]],
  ],
  [
    "an id that is not family:action is told",
    [["zones.yaml", "  zones:clear:", "  clearZone:"]],
    [
      [
        "wrong_key",
        "zones.yaml",
        "clearZone:",
        "`clearZone` is not an id of the form family:action, in snake_case",
      ],
    ],
  ],
  [
    "an id outside of its family is told",
    [["zones.yaml", "  zones:clear:", "  parcels:clear:"]],
    [["foreign_id", "zones.yaml", "parcels:clear", "`parcels:clear` stands in the family `zones`"]],
  ],
  [
    "a change that policies would take for a read by its name is told",
    [["zones.yaml", "  zones:clear:", "  zones:read_and_clear:"]],
    [
      [
        "named_as_a_read",
        "zones.yaml",
        "zones:read_and_clear",
        "`zones:read_and_clear` is a DELETE of critical risk, and a policy that grants `read*` would reach it",
      ],
    ],
  ],
  [
    "a method name that stands twice is told at the second",
    [["zones.yaml", "call: clearZone", "call: listParcels"]],
    [["duplicate_call", "zones.yaml", "listParcels", "`parcels:read` has the method `listParcels` already"]],
  ],
  [
    "a method name that would make a client a promise is told",
    [["zones.yaml", "call: clearZone", "call: then"]],
    [["duplicate_call", "zones.yaml", "then", "every client has the method `then` already"]],
  ],
  ...["resume", "execute", "constructor", "hasOwnProperty"].map((call): Case => [
    `the method name ${call}, which a client has already, is told`,
    [["zones.yaml", "call: clearZone", `call: ${call}`]],
    [["duplicate_call", "zones.yaml", call, `every client has the method \`${call}\` already`]],
  ]),
  [
    "a method name that is a word of the language is told",
    [["zones.yaml", "call: clearZone", "call: delete"]],
    [["reserved_word", "zones.yaml", "delete", "`delete` is a word of the language"]],
  ],
  ...["options", "call"].map((name): Case => [
    `a path parameter that is named ${name} is told`,
    [
      ["zones.yaml", "      zoneId: { in: path", `      ${name}: { in: path`],
      ["zones.yaml", "/{zoneId}", `/{${name}}`],
    ],
    [
      [
        "reserved_word",
        "zones.yaml",
        `${name}: { in: path`,
        `every method of a client has a parameter \`${name}\` already`,
      ],
    ],
  ]),
  [
    "a path parameter that is named by a word of the language is told",
    [
      ["zones.yaml", "      zoneId: { in: path", "      new: { in: path"],
      ["zones.yaml", "/{zoneId}", "/{new}"],
    ],
    [["reserved_word", "zones.yaml", "new: { in: path", "`new` is a word of the language"]],
  ],
  [
    "a schema of the same name in another family is told at the second",
    [["zones.yaml", "schemas:\n", "schemas:\n  Locker: { fields: { id: string } }\n"]],
    [["duplicate_schema", "zones.yaml", "Locker", "`Locker` is declared in parcels.yaml too"]],
  ],
  [
    "a family without an operation is told",
    [
      [
        "connector.yaml",
        "families: [parcels, couriers, zones]",
        "families: [parcels, couriers, zones, none]",
      ],
      ["none.yaml", "", "family: none\ntitle: None\noperations: {}\n"],
    ],
    [["empty_family", "none.yaml", "{}", "this family has no operation"]],
  ],
  [
    "a family that is not named as its file is told",
    [["zones.yaml", "family: zones", "family: areas"]],
    [["wrong_name", "zones.yaml", "areas", "the family is `areas`, but its file is `zones.yaml`"]],
  ],
  [
    "a connector that is not named as its folder is told",
    [["connector.yaml", "connector: depot", "connector: store"]],
    [["wrong_name", "connector.yaml", "store", "the connector is `store`, but its folder is `depot`"]],
  ],
  [
    "a family that is listed twice is told at the second",
    [["connector.yaml", "couriers, zones]", "couriers, zones, 'couriers']"]],
    [["duplicate_family", "connector.yaml", "'couriers'", "`couriers` is listed twice"]],
  ],
  [
    "a listed family without a file is told",
    [["connector.yaml", "couriers, zones]", "couriers, zones, docks]"]],
    [["missing_file", "connector.yaml", "docks", "there is no file `docks.yaml` beside this one"]],
  ],
  [
    "a file that is not listed is told",
    [["docks.yaml", "", "family: docks\n"]],
    [
      [
        "unlisted_file",
        "connector.yaml",
        "families:",
        "`docks.yaml` lies in this folder, but `families` does not name it",
      ],
    ],
  ],
  [
    "a file with another ending is told",
    [["zones.yml", "", "family: zones\n"]],
    [
      [
        "unlisted_file",
        "connector.yaml",
        "families:",
        "`zones.yml` lies in this folder, but `families` does not name it",
      ],
    ],
  ],
  [
    "a field that looks like a path is told",
    [["zones.yaml", "      label: string\n", "      a.label: string\n"]],
    [["wrong_field_name", "zones.yaml", "a.label", "`a.label` cannot be the name of a field"]],
  ],
  [
    "the faults of all files and of all kinds are told in one run",
    [
      ["connector.yaml", "    address: {", "    adress: {"],
      ["parcels.yaml", "    risk: high\n", "    risc: high\n"],
      ["couriers.yaml", "paging: token", "paging: tokens"],
      ["zones.yaml", "items: zones\n", "items: zoned\n"],
    ],
    [
      [
        "unknown_credential",
        "connector.yaml",
        "address\n  example",
        "there is no credential `address`; did you mean `adress`?",
      ],
      [
        "unknown_key",
        "parcels.yaml",
        "risc: high",
        "`risc` is not a key of an operation; did you mean `risk`?",
      ],
      [
        "unknown_paging_style",
        "couriers.yaml",
        "tokens",
        "there is no paging style `tokens`; did you mean `token`?",
      ],
      ["unknown_field", "zones.yaml", "zoned", "the result has no field `zoned`; did you mean `zones`?"],
    ],
  ],
  [
    "a faulty operation, schema or file makes no reference to it dangle",
    [
      ["parcels.yaml", "    summary: Get one parcel\n", ""],
      [
        "couriers.yaml",
        "      number: { type: integer, required: true }",
        "      number: { type: integer, required: maybe }",
      ],
      ["zones.yaml", "title: Zones", "title: Zones\ntitle: Areas"],
    ],
    [
      [
        "missing_key",
        "parcels.yaml",
        "parcels:read_detail:",
        "operation `parcels:read_detail` lacks `summary`",
      ],
      ["wrong_type", "couriers.yaml", "maybe", "`required` must be true or false, not `maybe`"],
      ["duplicate_key", "zones.yaml", "title: Areas", "`title` stands twice here"],
    ],
  ],
];

test.for(cases)("%s", (broke) => {
  const { spec, told, expected } = broken(broke);
  expect(told).toEqual(expected);
  expect(spec).toBeUndefined();
});

test("every method that a client inherits is kept from specs", () => {
  const inherited = [BaseConnector.prototype, Object.prototype].flatMap((each) =>
    Object.getOwnPropertyNames(each),
  );
  const callable = inherited.filter((name) => /^[a-z]/.test(name));
  expect(callable).toContain("resumeList");
  expect(callable.filter((name) => !clientMembers.has(name))).toEqual([]);
});
