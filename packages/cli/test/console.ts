/** One command of a page, with what it is said to print. */
export interface Step {
  readonly line: string;
  readonly code: number;
  readonly output: string;
}

/** The commands of a page's console blocks, with what each is said to print. */
export function steps(page: string): readonly Step[] {
  return [...page.matchAll(/```console\n(.*?)```/gs)].flatMap(([, block = ""]) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((text) => {
        const [first = "", ...output] = text.trimEnd().split("\n");
        const [, line = "", code = "0"] = /^(.*?)(?:\s+# exit code (\d+))?$/.exec(first) ?? [];
        return { line, code: Number(code), output: output.join("\n") };
      }),
  );
}

/** What is told, with `...` for anything and runs of blanks for any. */
export function pattern(told: string): RegExp {
  const parts = told.split("...").map((part) =>
    part
      .trim()
      .replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll(/\s+/g, "\\s+"),
  );
  return new RegExp(`^\\s*${parts.join("[^]*?")}\\s*$`);
}
