/** What a client has already: its own methods, those of any object, and what `await` and JSON look for. */
export const clientMembers: ReadonlySet<string> = new Set([
  ...["execute", "resume", "resumeList"],
  ...["constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable"],
  ...["toLocaleString", "toString", "valueOf"],
  ...["then", "toJSON", "close"],
]);

/** What no parameter of a method can be named: words of ECMAScript, in modules and in strict mode. */
export const reservedWords: ReadonlySet<string> = new Set([
  ...["arguments", "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default"],
  ...["delete", "do", "else", "enum", "eval", "export", "extends", "false", "finally", "for", "function"],
  ...["if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "package"],
  ...["private", "protected", "public", "return", "static", "super", "switch", "this", "throw", "true"],
  ...["try", "typeof", "var", "void", "while", "with", "yield"],
]);

/** What each method of a client names already beside the operation's path parameters. */
export const methodParameters: ReadonlySet<string> = new Set(["options", "call"]);
