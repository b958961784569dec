import { expect, test } from "vitest";
import { broken, type Case } from "./bench.ts";

const cases: readonly Case[] = [
  [
    "a result of a schema that is declared nowhere is told",
    [
      [
        "parcels.yaml",
        "    result: { type: array, items: Parcel }",
        "    result: { type: array, items: Parsel }",
      ],
    ],
    [["unknown_schema", "parcels.yaml", "Parsel", "there is no schema `Parsel`; did you mean `Parcel`?"]],
  ],
  [
    "a field, a body and a parameter of schemas that are declared nowhere are told",
    [
      ["parcels.yaml", "locker: Locker", "locker: { type: Lockers }"],
      ["parcels.yaml", "type: NewParcel", "type: Unheard"],
      ["couriers.yaml", "active: { in: query, type: boolean }", "active: { in: query, type: Whether }"],
      ["parcels.yaml", "  NewParcel:", "  OtherParcel:"],
      ["zones.yaml", "      label: string", "      label: OtherParcel"],
    ],
    [
      ["unknown_schema", "parcels.yaml", "Unheard", "there is no schema `Unheard`"],
      ["unknown_schema", "parcels.yaml", "Lockers", "there is no schema `Lockers`; did you mean `Locker`?"],
      ["unknown_schema", "couriers.yaml", "Whether", "there is no schema `Whether`"],
    ],
  ],
  [
    "a schema that no operation uses is told",
    [["zones.yaml", "schemas:\n", "schemas:\n  Dock: { fields: { id: string, next: Dock } }\n"]],
    [["unused_schema", "zones.yaml", "Dock: {", "no operation uses `Dock`"]],
  ],
  [
    "a schema that is only another name of itself is told",
    [
      ["zones.yaml", "      label: string", "      label: Here"],
      ["zones.yaml", "schemas:\n", "schemas:\n  Here: There\n  There: { type: Here }\n"],
    ],
    [
      ["circular_schema", "zones.yaml", "Here: There", "`Here` is only another name of itself"],
      ["circular_schema", "zones.yaml", "There: {", "`There` is only another name of itself"],
    ],
  ],
  [
    "operations that are declared nowhere are told wherever they are named",
    [
      ["parcels.yaml", "undo: parcels:release", "undo: parcels:relase"],
      ["parcels.yaml", "undo: { operation: parcels:hold,", "undo: { operation: parcels:hodl,"],
      [
        "couriers.yaml",
        "read: couriers:read_assigned, settled: present",
        "read: couriers:get_assigned, settled: present",
      ],
      [
        "parcels.yaml",
        'preview: { read: parcels:read_detail, title: "{recipient.name}',
        'preview: { read: nobody:knows, title: "{recipient.name}',
      ],
    ],
    [
      ["unknown_operation", "parcels.yaml", "nobody:knows", "there is no operation `nobody:knows`"],
      [
        "unknown_operation",
        "parcels.yaml",
        "parcels:relase",
        "there is no operation `parcels:relase`; did you mean `parcels:release`?",
      ],
      [
        "unknown_operation",
        "parcels.yaml",
        "parcels:hodl",
        "there is no operation `parcels:hodl`; did you mean `parcels:hold`?",
      ],
      [
        "unknown_operation",
        "couriers.yaml",
        "couriers:get_assigned",
        "there is no operation `couriers:get_assigned`; did you mean `couriers:read_assigned`?",
      ],
    ],
  ],
  [
    "a paging style that is declared nowhere is told, and the one that is used no more",
    [["couriers.yaml", "paging: token", "paging: tokn"]],
    [
      [
        "unused_paging_style",
        "connector.yaml",
        "token: { kind",
        "no operation uses the paging style `token`",
      ],
      [
        "unknown_paging_style",
        "couriers.yaml",
        "tokn",
        "there is no paging style `tokn`; did you mean `token`?",
      ],
    ],
  ],
  [
    "error codes and buckets that are declared nowhere are told",
    [
      ["parcels.yaml", "      D1009: the parcel", "      D1090: the parcel"],
      ["couriers.yaml", "code: D1005", "code: X99"],
      ["zones.yaml", "bucket: bulk", "bucket: bulky"],
    ],
    [
      [
        "unknown_error_code",
        "parcels.yaml",
        "D1090",
        "there is no error code `D1090`; did you mean `D1000`?",
      ],
      ["unknown_error_code", "couriers.yaml", "X99", "there is no error code `X99`"],
      ["unknown_bucket", "zones.yaml", "bulky", "there is no bucket `bulky`; did you mean `bulk`?"],
    ],
  ],
  [
    "credentials that are declared nowhere are told where they are used",
    [
      ["connector.yaml", "credential: address", "credential: adress"],
      ["connector.yaml", "Key {api_key}", "Key {apikey}"],
    ],
    [
      [
        "unknown_credential",
        "connector.yaml",
        "adress",
        "there is no credential `adress`; did you mean `address`?",
      ],
      [
        "unknown_credential",
        "connector.yaml",
        '"Key {apikey}"',
        "there is no credential `apikey`; did you mean `api_key`?",
      ],
    ],
  ],
  [
    "a credential that signs in without being a secret is told",
    [["connector.yaml", "An OAuth 2.0 access token, sensitive: true", "An OAuth 2.0 access token"]],
    [
      [
        "credential_not_sensitive",
        "connector.yaml",
        "access_token: {",
        "`access_token` signs requests in, but is not marked as a secret",
      ],
    ],
  ],
  [
    "a client that signs in with a key that nobody declared, or that is no secret, is told",
    [
      [
        "connector.yaml",
        'oauth: { header: Authorization, value: "Bearer {access_token}" }',
        "oauth: { kind: client_credentials, token: /oauth/token, clientId: client, privateKey: address }",
      ],
    ],
    [
      [
        "credential_not_sensitive",
        "connector.yaml",
        "address: {",
        "`address` signs requests in, but is not marked as a secret",
      ],
      ["unknown_credential", "connector.yaml", "client, privateKey", "there is no credential `client`"],
    ],
  ],
  [
    "a secret that stands in the spec itself is told",
    [["connector.yaml", "Key {api_key}", "Key dk_1a2b3c4d"]],
    [["auth_without_credential", "connector.yaml", '"Key dk_1a2b3c4d"', "no credential is used here"]],
  ],
  [
    "an origin that is not one is told",
    [
      [
        "connector.yaml",
        "  credential: address\n  example: https://north.depot.example",
        "  credential: address\n  example: http://north.depot.example/",
      ],
    ],
    [["wrong_origin", "connector.yaml", "http://north", "`http://north.depot.example/` is no https origin"]],
  ],
  [
    "buckets of one name and patterns that match nothing are told",
    [
      ["connector.yaml", "name: parcel,", "name: parcels,"],
      ["connector.yaml", '"DELETE /v1/zones/*"', '"DELETE /v1/*/zones"'],
    ],
    [
      ["duplicate_bucket", "connector.yaml", 'parcels, match: ["GET', "there is a bucket `parcels` already"],
      ["wrong_match", "connector.yaml", '"DELETE', "`DELETE /v1/*/zones` is no pattern of a request"],
    ],
  ],
];

test.for(cases)("%s", (broke) => {
  const { spec, told, expected } = broken(broke);
  expect(told).toEqual(expected);
  expect(spec).toBeUndefined();
});
