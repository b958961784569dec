import { pnpm } from "../../../tools/packages/pnpm.ts";
import { root } from "../../../tools/packages/public.ts";

/** Before any test: builds what the command's tests run. What is built and current takes a moment. */
export async function setup(): Promise<void> {
  await pnpm(root, "build");
}
