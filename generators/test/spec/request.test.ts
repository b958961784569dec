import { expect, test } from "vitest";
import { broken, type Case } from "./bench.ts";

const cases: readonly Case[] = [
  [
    "a path parameter without a declaration is told in the request",
    [
      [
        "zones.yaml",
        '      zoneId: { in: path, pattern: "^[A-Z][0-9]{2}$", example: A01 }\n',
        "      all: { in: query, type: boolean }\n",
      ],
    ],
    [
      [
        "undeclared_path_parameter",
        "zones.yaml",
        "DELETE /v1/zones/{zoneId}/parcels",
        "`{zoneId}` stands in the path, but is not declared",
      ],
    ],
  ],
  [
    "a path parameter that is declared elsewhere is told at its declaration",
    [["zones.yaml", "zoneId: { in: path,", "zoneId: { in: query,"]],
    [
      [
        "undeclared_path_parameter",
        "zones.yaml",
        "query,",
        "`zoneId` stands in the path, but is declared in: query",
      ],
    ],
  ],
  [
    "a declared path parameter that the path lacks is told at its declaration",
    [["zones.yaml", "      zoneId: {", "      dockId: { in: path }\n      zoneId: {"]],
    [
      [
        "unused_path_parameter",
        "zones.yaml",
        "dockId",
        "`dockId` does not stand in the path /v1/zones/{zoneId}/parcels",
      ],
    ],
  ],
  [
    "a parameter that stands twice in the path is told",
    [["zones.yaml", "{zoneId}/parcels", "{zoneId}/{zoneId}"]],
    [["wrong_path", "zones.yaml", "DELETE /v1", "a parameter stands twice in the path"]],
  ],
  [
    "a path with a query is told",
    [["zones.yaml", "GET /v1/zones", "GET /v1/zones?all=true"]],
    [["wrong_path", "zones.yaml", "GET /v1", "`/v1/zones?all=true` is no path"]],
  ],
  [
    "a path that climbs is told",
    [["zones.yaml", "GET /v1/zones", "GET /v1/../zones"]],
    [["wrong_path", "zones.yaml", "GET /v1", "`/v1/../zones` is no path"]],
  ],
  [
    "a path with an open brace is told",
    [["zones.yaml", "GET /v1/zones", "GET /v1/{zones"]],
    [["wrong_path", "zones.yaml", "GET /v1", "`/v1/{zones` is no path"]],
  ],
  [
    "a GET with a body is told",
    [
      [
        "zones.yaml",
        "    result: { fields: { zones",
        "    body: { type: Zone }\n    result: { fields: { zones",
      ],
    ],
    [["read_with_body", "zones.yaml", "body:", "a GET has no body"]],
  ],
  [
    "a HEAD with a body and a result is told",
    [
      ["couriers.yaml", "GET /v1/couriers\n", "HEAD /v1/couriers\n"],
      [
        "couriers.yaml",
        "    result: CourierPage",
        "    body: { type: Badge, required: false }\n    result: CourierPage",
      ],
    ],
    [
      ["read_with_body", "couriers.yaml", "body: { type", "a HEAD has no body"],
      ["head_with_result", "couriers.yaml", "CourierPage\n    items", "the answer to a HEAD has no body"],
    ],
  ],
  [
    "the same request in two operations is told at the second",
    [["zones.yaml", "GET /v1/zones", "GET /v1/couriers"]],
    [["duplicate_request", "zones.yaml", "GET /v1/couriers", "`couriers:read` is the same request"]],
  ],
  [
    "a request that differs in a parameter's name alone is the same",
    [["zones.yaml", "DELETE /v1/zones/{zoneId}/parcels", "PUT /v1/parcels/{zoneId}"]],
    [["duplicate_request", "zones.yaml", "PUT /v1/parcels/{zoneId}", "`parcels:update` is the same request"]],
  ],
  [
    "an optional path parameter is told",
    [["zones.yaml", "zoneId: { in: path,", "zoneId: { in: path, required: false,"]],
    [["optional_path_parameter", "zones.yaml", "false", "a path parameter is always required"]],
  ],
  [
    "another name for a path parameter is told",
    [["zones.yaml", "zoneId: { in: path,", "zoneId: { in: path, name: zone,"]],
    [["renamed_path_parameter", "zones.yaml", "zone,", "a path parameter has no other name on the wire"]],
  ],
  [
    "a parameter that holds an object is told",
    [
      ["couriers.yaml", "active: { in: query, type: boolean }", "active: { in: query, type: Badge }"],
      [
        "couriers.yaml",
        "      - { title: Couriers on duty, input: { active: true } }\n",
        "      - { title: Couriers, input: {} }\n",
      ],
    ],
    [
      [
        "wrong_parameter_type",
        "couriers.yaml",
        "Badge }\n      page_size",
        "a parameter cannot carry the object `Badge`",
      ],
    ],
  ],
  [
    "a parameter that can be null is told",
    [["couriers.yaml", "type: boolean }", "type: boolean, nullable: true }"]],
    [["nullable_parameter", "couriers.yaml", "true }\n      page_size", "a parameter cannot be null"]],
  ],
  [
    "a header that would choose the credential is told",
    [["parcels.yaml", "name: If-Match", "name: authorization"]],
    [
      [
        "reserved_header",
        "parcels.yaml",
        "authorization",
        "the header authorization belongs to the connector itself",
      ],
    ],
  ],
  [
    "a header of the connector's own way to sign in is told",
    [
      ["connector.yaml", 'header: Authorization, value: "Key', 'header: X-Key, value: "Key'],
      ["parcels.yaml", "name: If-Match", "name: x-key"],
    ],
    [["reserved_header", "parcels.yaml", "x-key", "the header x-key belongs to the connector itself"]],
  ],
  [
    "a header that is none is told",
    [["parcels.yaml", "name: If-Match", "name: If Match"]],
    [["wrong_header", "parcels.yaml", "If Match", "`If Match` is no header name"]],
  ],
  [
    "two parameters of one name on the wire are told at the second",
    [["parcels.yaml", "after: { in: query,", "after: { in: query, name: limit,"]],
    [
      [
        "duplicate_parameter",
        "parcels.yaml",
        "after:",
        "`after` and `limit` are both sent as the query `limit`",
      ],
      [
        "undeclared_paging_parameter",
        "parcels.yaml",
        "link\n",
        "the paging style `link` sends the query parameter `after` (its cursor), which is not declared",
      ],
    ],
  ],
  [
    "a default that is to be sent, and is none or is sent anyhow, is told",
    [
      [
        "parcels.yaml",
        "sent: true, minimum: 1, maximum: 200, default: 20",
        "sent: true, minimum: 1, maximum: 200",
      ],
      ["parcels.yaml", "announce: { in: query,", "announce: { in: query, sent: false,"],
    ],
    [
      ["nothing_to_send", "parcels.yaml", "sent: true", "`sent` needs a `default`"],
      ["nothing_to_send", "parcels.yaml", "sent: false", "the defaults of a write are sent in any case"],
    ],
  ],
  [
    "otherwise without a pattern is told",
    [["parcels.yaml", "        pattern: '\\s(eq|gt|lt)\\s'\n", ""]],
    [["otherwise_without_pattern", "parcels.yaml", "otherwise", "`otherwise` needs a `pattern`"]],
  ],
  [
    "otherwise that names no other query parameter is told",
    [["parcels.yaml", "otherwise: q", "otherwise: aftr"]],
    [
      [
        "unknown_parameter",
        "parcels.yaml",
        "aftr",
        "there is no other query parameter `aftr`; did you mean `after`?",
      ],
    ],
  ],
  [
    "otherwise that names its own parameter is told",
    [["parcels.yaml", "otherwise: q", "otherwise: search"]],
    [["unknown_parameter", "parcels.yaml", "search\n", "there is no other query parameter `search`"]],
  ],
];

test.for(cases)("%s", (broke) => {
  const { spec, told, expected } = broken(broke);
  expect(told).toEqual(expected);
  expect(spec).toBeUndefined();
});
