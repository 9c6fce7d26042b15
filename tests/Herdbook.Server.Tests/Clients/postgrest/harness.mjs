// Checks of the row API through @supabase/postgrest-js, which knows nothing of Herdbook.
import { PostgrestClient } from "@supabase/postgrest-js";
import assert from "node:assert/strict";

/** The address of /v1/rows, where custom.place and custom.asset stand empty. */
export const address = process.argv[2];
/** Every request carries the token of the book's owner. */
export const headers = { Authorization: `Bearer ${process.argv[3]}` };
export const rows = new PostgrestClient(address, { headers });
export const asset = () => rows.from("custom.asset");
export const place = () => rows.from("custom.place");

const checks = [];
export const check = (name, run) => checks.push([name, run]);

/** The data of an answer that must be good. */
export const good = async query => {
  const answer = await query;
  assert.equal(answer.error, null, JSON.stringify(answer.error));
  return answer.data;
};

/** The refusal of an answer that must be one; it says what to do. */
export const refused = async (query, status, code) => {
  const { error, data, status: given } = await query;
  assert.notEqual(error, null, `not refused: ${JSON.stringify(data)}`);
  assert.equal(given, status, JSON.stringify(error));
  assert.equal(error.code, code, JSON.stringify(error));
  assert.ok(error.message.length > 0 && error.hint?.length > 0, JSON.stringify(error));
  return error;
};

export const codes = async query => (await good(query)).map(row => row.asset_code).join(" ");

/** The codes that a filter leaves, in order. */
export const finds = (name, filter, expected) => check(name, async () => assert.equal(await codes(filter(asset().select("asset_code")).order("asset_code")), expected));

/** Runs all, each after the other: later ones build on the rows of earlier ones. */
export const run = async () => {
  const faults = [];
  for (const [name, one] of checks) {
    try {
      await one();
    } catch (fault) {
      faults.push(`${name}: ${fault.message}`);
    }
  }
  return { checks: checks.length, faults };
};
