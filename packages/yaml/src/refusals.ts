import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  type Node,
  type Scalar,
  visit,
  type YAMLMap,
} from "yaml";

/** A fault at offsets of the text. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  readonly start: number;
  readonly end: number;
}

/** Everything in a document that is no YAML, or YAML that a reader can mistake for something else. */
export function refusals(document: Document.Parsed, text: string): readonly Refusal[] {
  const syntax = syntaxFaults(document);
  // Behind a syntax error the parser guesses, and so would every finding there be.
  const reliable = Math.min(text.length + 1, ...syntax.map(({ start }) => start));
  const found = [...syntax, ...styleFaults(document, text).filter(({ start }) => start < reliable)];
  return found.toSorted((a, b) => a.start - b.start);
}

/** For slips that are common; what the parser says of them is about its grammar. */
const remedies: Readonly<Record<string, string>> = {
  BAD_INDENT: "Indent this line as far as those beside it, or close the bracket or brace before it.",
  MISSING_CHAR: "Close the quote, bracket or brace that is open.",
};
const usualRemedy =
  "Check the indentation, and put text that holds `: ` or ` #`, or begins with a sign, in quotes.";

function syntaxFaults(document: Document.Parsed): Refusal[] {
  const faults = document.errors.map(({ code, message, pos: [start, end] }): Refusal => {
    if (code === "MULTIPLE_DOCS") {
      return {
        code: "multiple_documents",
        message: "a file holds one document",
        remedy: "Move what follows `---` to a file of its own.",
        start,
        end: start + 3,
      };
    }
    if (code === "TAB_AS_INDENT") {
      return { code: "tab", message: "a tab cannot indent", remedy: "Indent with spaces.", start, end };
    }
    return {
      code: "syntax",
      message: lowerFirst(message),
      remedy: remedies[code] ?? usualRemedy,
      start,
      end,
    };
  });
  // One slip makes the parser stumble over what follows.
  return faults.filter((fault, index) => index === 0 || fault.code !== "syntax");
}

function styleFaults(document: Document.Parsed, text: string): Refusal[] {
  const faults: Refusal[] = [];
  const refuse = (code: string, node: Node, message: string, remedy: string, sign?: string): void => {
    const [from, to] = node.range ?? [0, 0];
    const start = sign === undefined ? from : text.lastIndexOf(sign, from);
    faults.push({ code, message, remedy, start, end: sign === undefined ? to : start + sign.length });
  };
  if (document.directives.yaml.explicit || text.startsWith("%")) {
    const remedy = "Remove the lines that begin with %: files are YAML 1.2.";
    faults.push({ code: "directive", message: "directives are not accepted", remedy, start: 0, end: 1 });
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    faults.push({
      code: "empty_file",
      message: "the file is empty",
      remedy: "Fill it in or delete it.",
      start: 0,
      end: 0,
    });
  }
  visit(document, (key, node) => {
    if (isAlias(node)) {
      refuse(
        "alias",
        node,
        "aliases are not accepted",
        "Write the value out; text that begins with `*` goes in quotes.",
      );
      return;
    }
    if (!isNode(node)) return;
    if (node.anchor !== undefined) {
      refuse("anchor", node, "anchors are not accepted", "Remove it.", `&${node.anchor}`);
    }
    if (node.tag !== undefined) refuse("tag", node, "tags are not accepted", "Remove it.");
    if (isMap(node)) checkKeys(node, refuse);
    if (key !== "key" && isScalar(node) && isLossy(node)) {
      const remedy = "Put it in quotes to keep it as text.";
      refuse("lossy_number", node, `${node.source} is no number that can be kept exactly`, remedy);
    }
  });
  return faults;
}

type Refuse = (code: string, node: Node, message: string, remedy: string) => void;

function checkKeys(map: YAMLMap, refuse: Refuse): void {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    if (!isScalar(key)) {
      refuse(
        "key",
        (key as Node | null) ?? map,
        "a key must be a single word or text",
        "Write the key as text.",
      );
      continue;
    }
    const name = String(key.value);
    if (name === "<<") {
      refuse(
        "merge_key",
        key,
        "merge keys are not accepted",
        "Write the keys out: each place says what it means by itself.",
      );
    } else if (name === "__proto__" || (typeof key.value !== "string" && name !== key.source)) {
      refuse(
        "key",
        key,
        `${key.source || "an empty key"} is not accepted as a key`,
        "Put it in quotes, or choose another.",
      );
    } else if (seen.has(name)) {
      refuse("duplicate_key", key, `\`${name}\` stands twice here`, "Keep one of them.");
    }
    seen.add(name);
  }
}

const isLossy = ({ value }: Scalar): boolean =>
  typeof value === "number" &&
  (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)));

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
