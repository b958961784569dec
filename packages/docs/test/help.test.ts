import { expect, test } from "vitest";
import { describe } from "../src/generate/command.ts";
import { parseHelp } from "../src/generate/help.ts";

const text = `Usage: arx thing do [options] <name>

do a thing, and tell
about it

Arguments:
  name                what it is called

Options:
  --how <way>         the way, which is long enough that it
                      goes on (default: <fast>)
  --a-flag-that-is-longer-than-its-column <value>
                      below its term
  -h, --help          tell about a command

Examples:
  $ arx thing do a    one
  $ arx thing do b

With --json:
  {name, "a | b"}

Flags of every command, such as --home and --json: arx --help
`;

test("a help text is taken apart into usage, terms, examples and the shape of its JSON", () => {
  expect(parseHelp(text)).toEqual({
    usage: "arx thing do [options] <name>",
    about: "do a thing, and tell about it",
    lists: [
      { title: "Arguments", items: [["name", "what it is called"]] },
      {
        title: "Options",
        items: [
          ["--how <way>", "the way, which is long enough that it goes on (default: <fast>)"],
          ["--a-flag-that-is-longer-than-its-column <value>", "below its term"],
          ["-h, --help", "tell about a command"],
        ],
      },
    ],
    examples: ["$ arx thing do a    one", "$ arx thing do b"],
    json: '{name, "a | b"}',
  });
});

test("a command's page holds every word of its help, but the flag that all have", () => {
  const page = describe(parseHelp(text));
  expect(page).toContain("Do a thing, and tell about it.");
  expect(page).toContain(
    "| `--how <way>` | the way, which is long enough that it goes on (default: &lt;fast>) |",
  );
  expect(page).toContain("$ arx thing do a    one\n$ arx thing do b");
  expect(page).not.toContain("--help");
});

test("what is no help text is refused", () => {
  expect(() => parseHelp("arx: no such command")).toThrow("begins with its usage");
});
