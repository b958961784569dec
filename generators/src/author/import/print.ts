import { Document, isMap, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { formatted } from "../../source.ts";

/** Width in columns up to which a mapping is written on one line. */
const oneLine = 90;

/**
 * A part of a spec as YAML, in the repository's own format.
 * @param value - a mapping
 * @param comments - what stands above a key, by the value under it
 */
export async function printed(
  value: object,
  comments: WeakMap<object, string> = new WeakMap(),
): Promise<string> {
  const contents = nodeOf(value, comments);
  if (isMap(contents)) contents.flow = false;
  const text = new Document(contents).toString({ lineWidth: 108 });
  return (await formatted({ path: "part.yaml", text })).text;
}

function nodeOf(value: unknown, comments: WeakMap<object, string>): Node {
  if (Array.isArray(value)) {
    const list = new YAMLSeq();
    list.items = value.map((item) => nodeOf(item, comments));
    list.flow = widthOf(value) <= oneLine;
    return list;
  }
  if (typeof value !== "object" || value === null) return new Scalar(value);
  const map = new YAMLMap();
  for (const [name, member] of Object.entries(value)) {
    const key = new Scalar(name);
    const comment = typeof member === "object" && member !== null ? comments.get(member) : undefined;
    if (comment !== undefined) key.commentBefore = wrapped(comment);
    map.items.push(new Pair(key, nodeOf(member, comments)));
  }
  map.flow = widthOf(value) <= oneLine && !hasComment(value, comments);
  return map;
}

const widthOf = (value: unknown): number => JSON.stringify(value).length;

function hasComment(value: unknown, comments: WeakMap<object, string>): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(
    (member: unknown) =>
      (typeof member === "object" && member !== null && comments.has(member)) || hasComment(member, comments),
  );
}

/** A comment in lines of our width, each with the blank that follows its sign. */
function wrapped(comment: string): string {
  const lines = [""];
  for (const word of comment.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length > 96) lines.push(` ${word}`);
    else lines[lines.length - 1] = longer;
  }
  return lines.join("\n");
}
