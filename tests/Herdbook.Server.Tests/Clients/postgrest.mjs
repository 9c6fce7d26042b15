// Uses the row API as a program does that knows nothing of Herdbook: through @supabase/postgrest-js, unchanged.
// Argument: the address of /v1/rows. The last line is a summary.
import "./postgrest/insert.mjs";
import "./postgrest/filters.mjs";
import "./postgrest/select.mjs";
import "./postgrest/extent.mjs";
import "./postgrest/change.mjs";
import "./postgrest/refusals.mjs";
import { run } from "./postgrest/harness.mjs";

console.log(JSON.stringify(await run()));
