import { distance } from "fastest-levenshtein";

const fold = (word: string): string => word.toLowerCase().replaceAll(/[\s_-]/g, "");

/** The candidate that `word` was most likely meant to be; undefined where none is near. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const folded = fold(word);
  let best: string | undefined;
  let least = (folded.length < 4 ? 1 : folded.length < 9 ? 2 : 3) + 1;
  for (const candidate of candidates) {
    const steps = distance(folded, fold(candidate));
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}
