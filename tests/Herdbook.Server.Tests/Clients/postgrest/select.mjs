// Select: columns, names, casts, JSON, related tables.
import assert from "node:assert/strict";
import { asset, place, rows, check, codes, good } from "./harness.mjs";

check("aliases and casts", async () => {
  assert.deepEqual(await good(asset().select("code:asset_code, size::text, n:pieces::text").eq("asset_code", "a-1")), [{ code: "a-1", size: "12.500", n: "3" }]);
});
check("into JSON", async () => {
  assert.deepEqual(await good(asset().select("facts->>colour, n:facts->deep->n, list:facts->deep->list").eq("asset_code", "a-1")), [{ colour: "red", n: 1, list: [1, 2] }]);
});
check("embed the one that is referred to", async () => {
  assert.deepEqual(await good(asset().select("asset_code, place(title)").in("asset_code", ["a-1", "a-4"]).order("asset_code")),
    [{ asset_code: "a-1", place: { title: "Barn" } }, { asset_code: "a-4", place: null }]);
});
check("embed the ones that refer", async () => {
  assert.deepEqual(await good(place().select("place_code, asset(asset_code)").order("place_code").order("asset_code", { referencedTable: "asset" })), [
    { place_code: "p-1", asset: [{ asset_code: "a-1" }, { asset_code: "a-2" }] },
    { place_code: "p-2", asset: [{ asset_code: "a-3" }] },
    { place_code: "p-3", asset: [] },
  ]);
});
check("embed within an embed, with names of one's own", async () => {
  const found = await good(place().select("title, things:asset(asset_code, home:place(title), facts->>colour)").eq("place_code", "p-1").order("asset_code", { referencedTable: "things" }));
  assert.deepEqual(found, [{ title: "Barn", things: [{ asset_code: "a-1", home: { title: "Barn" }, colour: "red" }, { asset_code: "a-2", home: { title: "Barn" }, colour: "black" }] }]);
});
check("embed a table in itself, upwards and downwards", async () => {
  const found = await good(asset().select("asset_code, parent:parent_code(asset_code), parts:asset!parent_code(asset_code)").in("asset_code", ["a-1", "a-2"]).order("asset_code").order("asset_code", { referencedTable: "parts" }));
  assert.deepEqual(found, [
    { asset_code: "a-1", parent: null, parts: [{ asset_code: "a-2" }, { asset_code: "a-3" }] },
    { asset_code: "a-2", parent: { asset_code: "a-1" }, parts: [] },
  ]);
});
check("!inner with a filter on the embedded table", async () => {
  assert.deepEqual(await good(asset().select("asset_code, place!inner(title)").eq("place.title", "Barn").order("asset_code")),
    [{ asset_code: "a-1", place: { title: "Barn" } }, { asset_code: "a-2", place: { title: "Barn" } }]);
  assert.deepEqual(await good(place().select("place_code, asset!inner(asset_code)").eq("asset.pieces", 0)), [{ place_code: "p-2", asset: [{ asset_code: "a-3" }] }]);
});
check("a filter on the embedded table without !inner leaves the rows", async () => {
  assert.deepEqual(await good(place().select("place_code, asset(asset_code)").eq("asset.pieces", 0).order("place_code")),
    [{ place_code: "p-1", asset: [] }, { place_code: "p-2", asset: [{ asset_code: "a-3" }] }, { place_code: "p-3", asset: [] }]);
});
check("rows without the embedded", async () => {
  assert.deepEqual(await good(place().select("place_code, asset()").is("asset", null)), [{ place_code: "p-3" }]);
});
check("limit, order and or on the embedded table", async () => {
  const found = await good(place().select("place_code, asset(asset_code)").eq("place_code", "p-1").order("asset_code", { referencedTable: "asset", ascending: false }).limit(1, { referencedTable: "asset" }));
  assert.deepEqual(found, [{ place_code: "p-1", asset: [{ asset_code: "a-2" }] }]);
  assert.deepEqual(await good(place().select("place_code, asset(asset_code)").eq("place_code", "p-1").or("pieces.eq.3,pieces.eq.99", { referencedTable: "asset" })), [{ place_code: "p-1", asset: [{ asset_code: "a-1" }] }]);
  assert.deepEqual(await good(place().select("asset(asset_code)").eq("place_code", "p-1").order("asset_code", { referencedTable: "asset" }).range(1, 1, { referencedTable: "asset" })), [{ asset: [{ asset_code: "a-2" }] }]);
});
check("order by a column of the embedded", async () => {
  assert.equal(await codes(asset().select("asset_code, place(title)").not("place_code", "is", null).order("place(title)", { ascending: false }).order("asset_code")), "a-3 a-1 a-2");
});
check("spread", async () => {
  assert.deepEqual(await good(asset().select("asset_code, ...place(where:title)").eq("asset_code", "a-1")), [{ asset_code: "a-1", where: "Barn" }]);
});
check("many to many through a junction", async () => {
  await good(rows.from("herd.skill_def").insert([{ skill_code: "js-read" }, { skill_code: "js-write" }]));
  await good(rows.from("herd.skillset_def").insert({ skillset_code: "js-set" }));
  await good(rows.from("herd.skill_skillset").insert([{ skill_code: "js-read", skillset_code: "js-set", skill_order: 1 }, { skill_code: "js-write", skillset_code: "js-set", skill_order: 2 }]));
  const found = await good(rows.from("herd.skillset_def").select("skillset_code, skill_def(skill_code)").eq("skillset_code", "js-set").order("skill_code", { referencedTable: "skill_def" }));
  assert.deepEqual(found, [{ skillset_code: "js-set", skill_def: [{ skill_code: "js-read" }, { skill_code: "js-write" }] }]);
});
check("aggregates, by the other columns", async () => {
  assert.deepEqual(await good(asset().select("state, n:count(), pieces.sum(), most:pieces.max()").order("state")),
    [{ state: "gone", n: 1, sum: null, most: null }, { state: "new", n: 2, sum: 10, most: 7 }, { state: "used", n: 2, sum: 4, most: 4 }]);
});
check("count of the embedded", async () => {
  assert.deepEqual(await good(place().select("place_code, asset(count)").order("place_code").limit(1).then(answer => answer.error ? place().select("place_code, asset(count())").order("place_code").limit(1) : answer)),
    [{ place_code: "p-1", asset: [{ count: 2 }] }]);
});
