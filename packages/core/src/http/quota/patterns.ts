import type { HttpMethod } from "../../connector/operation.ts";

/** One `[METHOD ]/path` pattern of a bucket, ready to be matched against path templates. */
interface Pattern {
  readonly bucket: string;
  readonly method: string | undefined;
  readonly path: RegExp;
  /** Longer patterns win; then the one without `*`; then the one that names a method. */
  readonly weight: number;
}

/** Finds the bucket that a request counts against. */
export function bucketMatcher(
  buckets: readonly { readonly name: string; readonly match: readonly string[] }[],
): (method: HttpMethod, path: string) => string | undefined {
  const patterns = buckets
    .flatMap(({ name, match }) => match.map((text) => compile(name, text)))
    .toSorted((a, b) => b.weight - a.weight);
  return (method, path) =>
    patterns.find((pattern) => (pattern.method ?? method) === method && pattern.path.test(path))?.bucket;
}

function compile(bucket: string, text: string): Pattern {
  const [, method, path = "", star] = /^(?:([A-Z]+) )?(.*?)(\*?)$/.exec(text)!;
  const source = path
    .split(/\{[^{}]*\}/)
    .map((literal) => RegExp.escape(literal))
    .join("[^/]+");
  const length = path.replaceAll(/\{[^{}]*\}/g, "").length;
  return {
    bucket,
    method,
    path: new RegExp(`^${source}${star ? ".*" : ""}$`),
    weight: length * 4 + (star ? 0 : 2) + (method === undefined ? 0 : 1),
  };
}
