// Refusals.
import assert from "node:assert/strict";
import { asset, place, rows, check, good, refused } from "./harness.mjs";

check("an unknown column is named with the nearest", async () => {
  const error = await refused(asset().select("asset_cod"), 400, "column_unknown");
  assert.match(error.hint, /asset_code/);
  await refused(asset().select().eq("nothing", 1), 400, "column_unknown");
  await refused(asset().select().order("nothing"), 400, "column_unknown");
  await refused(asset().insert({ asset_code: "x", nothing: 1 }), 400, "column_unknown");
  await refused(asset().update({ nothing: 1 }).eq("asset_code", "a-1"), 400, "column_unknown");
});
check("an unknown table, relation and operator", async () => {
  await refused(rows.from("custom.nothing").select(), 404, "table_unknown");
  await refused(asset().select("*, sprint_def(*)"), 400, "relation_unknown");
  await refused(asset().select().filter("pieces", "quals", 1), 400, "operator_unknown");
});
check("a value that is none of the type", async () => {
  await refused(asset().select().eq("pieces", "three"), 400, "value_invalid");
  await refused(asset().select().eq("mark", "no-uuid"), 400, "value_invalid");
  await refused(asset().insert({ asset_code: "x", pieces: "three" }), 400, "value_invalid");
});
check("rules that rows break", async () => {
  const broken = async (row, status, code, column) => {
    const error = await refused(asset().insert(row), status, code);
    assert.equal(error.column, column, JSON.stringify(error));
    assert.ok(error.hint, JSON.stringify(error));
  };
  await broken({ asset_code: "x", pieces: -1 }, 400, "value_refused", "pieces");
  await broken({ asset_code: "x", state: "flying" }, 400, "value_refused", "state");
  await broken({ title: "no key" }, 400, "value_missing", "asset_code");
  await broken({ asset_code: "a-1" }, 409, "row_exists", "asset_code");
  await broken({ asset_code: "x", place_code: "p-none" }, 409, "reference_missing", "place_code");
});
check("one bad row of many keeps all out", async () => {
  await refused(place().insert([{ place_code: "p-10" }, { place_code: "p-11" }, { place_code: "p-1" }]), 409, "row_exists");
  assert.equal((await good(place().select().in("place_code", ["p-10", "p-11"]))).length, 0);
});
check("throwOnError", async () => {
  await assert.rejects(async () => await asset().select("nothing").throwOnError(), error => error.name === "PostgrestError" && error.code === "column_unknown");
});
check("what is not offered is refused clearly", async () => {
  for (const query of [rows.rpc("anything", { a: 1 }), asset().select().explain(), asset().select().geojson()]) {
    const { error, status } = await query;
    assert.ok(error && status >= 400 && status < 500, `${status} ${JSON.stringify(error)}`);
    assert.ok(error.code, JSON.stringify(error));
  }
});
