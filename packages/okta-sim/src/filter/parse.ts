const OPERATORS = ["eq", "ne", "gt", "ge", "lt", "le", "sw", "ew", "co", "pr"] as const;

/** A comparison of RFC 7644, section 3.4.2.2. */
export type Operator = (typeof OPERATORS)[number];
/** A literal on the right of an operator. */
export type Literal = string | number | boolean | null;

/** A parsed filter. `at` is the zero-based position in the text, for error messages. */
export type Filter =
  | { readonly kind: "and"; readonly left: Filter; readonly right: Filter; readonly at: number }
  | { readonly kind: "or"; readonly left: Filter; readonly right: Filter; readonly at: number }
  | { readonly kind: "not"; readonly inner: Filter; readonly at: number }
  | {
      readonly kind: "test";
      readonly attribute: string;
      readonly operator: Operator;
      readonly value: Literal | undefined;
      readonly at: number;
    };

/** A filter that can't be read (`syntax`), or that asks what its list doesn't support (`unsupported`). */
export class FilterError extends Error {
  override readonly name = "FilterError";
  readonly reason: "syntax" | "unsupported";
  readonly at: number;

  constructor(reason: "syntax" | "unsupported", message: string, at: number) {
    super(message);
    this.reason = reason;
    this.at = at;
  }
}

interface Token {
  readonly text: string;
  readonly at: number;
}

/** Reads a filter expression; `and` binds tighter than `or`. Throws {@link FilterError}. */
export function parseFilter(text: string): Filter {
  const tokens = tokenize(text);
  let next = 0;
  const peek = (): Token => tokens[next] ?? { text: "", at: text.length };
  const take = (): Token => {
    const token = peek();
    next += 1;
    return token;
  };
  const isWord = (word: string): boolean => peek().text.toLowerCase() === word;

  function chain(kind: "and" | "or", operand: () => Filter): Filter {
    let left = operand();
    while (isWord(kind)) {
      const { at } = take();
      left = { kind, left, right: operand(), at };
    }
    return left;
  }
  const disjunction = (): Filter => chain("or", conjunction);
  const conjunction = (): Filter => chain("and", term);

  function term(): Filter {
    const token = take();
    if (token.text === "(") {
      const inner = disjunction();
      const close = take();
      if (close.text !== ")") throw fail("a closing parenthesis", close);
      return inner;
    }
    if (token.text.toLowerCase() === "not" && peek().text === "(") {
      return { kind: "not", inner: term(), at: token.at };
    }
    if (!/^[A-Za-z_][\w.:$-]*$/.test(token.text)) throw fail("an attribute name", token);
    return test(token);
  }

  function test(attribute: Token): Filter {
    const token = take();
    const operator = OPERATORS.find((name) => name === token.text.toLowerCase());
    if (operator === undefined) throw fail("an operator", token);
    const value = operator === "pr" ? undefined : literal(take());
    return { kind: "test", attribute: attribute.text, operator, value, at: attribute.at };
  }

  const filter = disjunction();
  if (next < tokens.length) throw fail("the end", peek());
  return filter;
}

function fail(expected: string, { text, at }: Token): FilterError {
  return new FilterError("syntax", `expected ${expected} but found ${text || "the end"}`, at);
}

function literal(token: Token): Literal {
  try {
    const value: unknown = JSON.parse(token.text);
    if (value === null || typeof value !== "object") return value as Literal;
  } catch {
    // Falls through: a bare word, or a string with a bad escape.
  }
  throw fail("a quoted string, a number or a boolean", token);
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:([()])|("(?:[^"\\]|\\.)*")|([^\s()"]+))/y;
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const from = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw new FilterError("syntax", "a string has no closing quote", from);
    const word = match[1] ?? match[2] ?? match[3] ?? "";
    tokens.push({ text: word, at: pattern.lastIndex - word.length });
  }
  return tokens;
}
