/** The same request through a bare undici pool. */
import { serve, told } from "./caller.ts";
import { poolCall } from "./pool-call.ts";

const { origin, width } = told();
await serve(width, poolCall(origin, width));
