import { expect, test } from "vitest";
import { broken, type Case } from "./bench.ts";

const cases: readonly Case[] = [
  [
    "an array without items and an object without fields are told",
    [
      ["zones.yaml", "      label: string", "      label: { type: object }"],
      ["zones.yaml", "parts: { type: array, items: Zone }", "parts: array"],
    ],
    [
      ["missing_part", "zones.yaml", "object", "an object needs `fields`"],
      ["missing_part", "zones.yaml", "array\n", "an array needs `items`"],
    ],
  ],
  [
    "keywords that say nothing about their type are told",
    [
      ["zones.yaml", "      label: string", "      label: { minimum: 1, items: string }"],
      [
        "zones.yaml",
        "temperature: { type: number, nullable: true }",
        "temperature: { type: number, maxLength: 3 }",
      ],
      ["couriers.yaml", "items: Badge", "items: { type: Badge, open: true }"],
    ],
    [
      [
        "misplaced_keyword",
        "couriers.yaml",
        "open",
        "`open` says nothing about `Badge`, which is declared elsewhere",
      ],
      ["misplaced_keyword", "zones.yaml", "minimum", "`minimum` says nothing about the type string"],
      ["misplaced_keyword", "zones.yaml", "items: string", "`items` says nothing about the type string"],
      ["misplaced_keyword", "zones.yaml", "maxLength", "`maxLength` says nothing about the type number"],
    ],
  ],
  [
    "required is told where there is no field",
    [["zones.yaml", "items: Zone }\n", "items: { type: Zone, required: true } }\n"]],
    [
      [
        "misplaced_keyword",
        "zones.yaml",
        "required: true } }\n",
        "`required` is said of a field, and this is none",
      ],
    ],
  ],
  [
    "a field that is in no message is told",
    [["zones.yaml", "      label: string", "      label: { readOnly: true, writeOnly: true }"]],
    [["contradiction", "zones.yaml", "writeOnly", "a field that is readOnly and writeOnly is in no message"]],
  ],
  [
    "bounds that no value can fit are told",
    [
      ["parcels.yaml", "sent: true, minimum: 1, maximum: 200, default: 20", "minimum: 201, maximum: 200"],
      ["parcels.yaml", 'input: { search: status eq "HELD", limit: 50 }', "input: {}"],
      [
        "parcels.yaml",
        'minLength: 4, pattern: "^[0-9]+$", example: "4711" }',
        "minLength: 4, maxLength: 2 }",
      ],
      ["parcels.yaml", 'locker: { code: "4711" }', "locker: null"],
    ],
    [
      ["empty_range", "parcels.yaml", "201", "`minimum` 201 is above `maximum` 200"],
      ["empty_range", "parcels.yaml", "4, maxLength", "`minLength` 4 is above `maxLength` 2"],
    ],
  ],
  [
    "a pattern without an example is told, wherever a value may have to be made up",
    [
      ["zones.yaml", ", example: A01 }", " }"],
      ["parcels.yaml", ', example: "4711" }', " }"],
      // What fits no pattern goes to another parameter here, and no value is needed.
      ["parcels.yaml", '        example: status eq "HELD"\n', ""],
    ],
    [
      [
        "missing_example",
        "parcels.yaml",
        'pattern: "^[0-9]+$"',
        "a text with a `pattern` needs an `example`",
      ],
      ["missing_example", "zones.yaml", "pattern", "a text with a `pattern` needs an `example`"],
    ],
  ],
  [
    "a pattern that is no regular expression is told",
    [["zones.yaml", '"^[A-Z][0-9]{2}$"', '"^[A-Z"']],
    [
      [
        "wrong_pattern",
        "zones.yaml",
        '"^[A-Z"',
        "`pattern` is no regular expression: Unterminated character class",
      ],
    ],
  ],
  [
    "an enumeration with a repeated member, and closed without one, are told",
    [
      ["couriers.yaml", "[bicycle, van]", "[bicycle, van, 'van']"],
      ["zones.yaml", "      label: string", "      label: { closed: true }"],
    ],
    [
      ["duplicate_member", "couriers.yaml", "'van'", "`van` is a member already"],
      ["closed_without_enum", "zones.yaml", "closed", "`closed` needs an `enum` to close"],
    ],
  ],
  [
    "defaults and examples that do not fit their own schema are told",
    [
      ["parcels.yaml", "default: 20 }", "default: 0 }"],
      ["parcels.yaml", "default: EUR", "default: EURO"],
      [
        "parcels.yaml",
        "weightGrams: { type: integer, minimum: 1 }",
        "weightGrams: { type: integer, minimum: 1, example: heavy }",
      ],
      ["parcels.yaml", "arrivedAt: { type: date-time,", "arrivedAt: { type: date-time, example: yesterday,"],
      ["parcels.yaml", "locker: Locker", "locker: { type: Locker, example: { zoen: A01, code: x1 } }"],
      ["zones.yaml", "example: A01", "example: A1"],
    ],
    [
      ["out_of_range", "parcels.yaml", "0 }\n      after", "`default` must be at least 1"],
      ["wrong_type", "parcels.yaml", "heavy", "`example` must be a whole number, not `heavy`"],
      [
        "wrong_format",
        "parcels.yaml",
        "yesterday",
        "`example` must be a date-time such as 2026-01-31T09:30:00Z, not `yesterday`",
      ],
      ["unknown_key", "parcels.yaml", "zoen", "`zoen` is not a key of `example`; did you mean `zone`?"],
      ["out_of_range", "parcels.yaml", "x1", "`code` must have at least 4 characters"],
      [
        "wrong_value",
        "parcels.yaml",
        "EURO",
        "`default` must be one of EUR, USD, not `EURO`; did you mean `EUR`?",
      ],
      ["wrong_format", "zones.yaml", "A1", "`example` must be text that matches ^[A-Z][0-9]{2}$, not `A1`"],
    ],
  ],
  [
    "the inputs of an operation's examples are checked in the full form of its body",
    [
      ["parcels.yaml", "limit: 50", "limt: 500"],
      [
        "parcels.yaml",
        "          recipient: { name: Ada Lovelace, email: ada@example.com, account: ada }\n",
        "          recipient: { name: Ada Lovelace }\n",
      ],
      ["parcels.yaml", "currency: EUR }", "currency: GBP }"],
    ],
    [
      ["unknown_key", "parcels.yaml", "limt", "`limt` is not a key of `input`; did you mean `limit`?"],
      ["missing_key", "parcels.yaml", "recipient: { name: Ada", "`recipient` lacks `email`"],
      ["wrong_value", "parcels.yaml", "GBP", "`currency` must be one of EUR, USD, not `GBP`"],
    ],
  ],
  [
    "the inputs of an operation's examples are checked in the flat form of its body",
    [
      [
        "parcels.yaml",
        "input: { name: Ada Lovelace, email: ada@example.com, grams: 250 }",
        "input: { name: Ada Lovelace, grams: 31000 }",
      ],
    ],
    [
      ["missing_key", "parcels.yaml", "input: { name: Ada Lovelace, grams", "`input` lacks `email`"],
      ["out_of_range", "parcels.yaml", "31000", "`grams` must be at most 30000"],
    ],
  ],
  [
    "an example without a path parameter, or with a field that the API sets, is told",
    [
      [
        "parcels.yaml",
        "    errors:\n      D1009",
        "    examples:\n      - { title: Any, input: {} }\n    errors:\n      D1009",
      ],
      ["parcels.yaml", "      deliverBy: {", "      id: { readOnly: true }\n      deliverBy: {"],
      [
        "parcels.yaml",
        "    body: { type: ParcelUpdate }",
        "    body: { type: ParcelUpdate }\n    examples: [{ title: Other, input: { parcelId: pc_1, recipient: { name: 5 } } }]",
      ],
    ],
    [
      ["missing_key", "parcels.yaml", "recipient: { name: 5", "`recipient` lacks `email`"],
      ["wrong_type", "parcels.yaml", "5 } } }]", "`name` must be text, not 5"],
      ["missing_key", "parcels.yaml", "input: {}", "`input` lacks `parcelId`"],
    ],
  ],
];

test.for(cases)("%s", (broke) => {
  const { spec, told, expected } = broken(broke);
  expect(told).toEqual(expected);
  expect(spec).toBeUndefined();
});
