// Filling: insert.
import assert from "node:assert/strict";
import { asset, place, check, good } from "./harness.mjs";

check("insert one", async () => {
  const { error, data, status } = await place().insert({ place_code: "p-1", title: "Barn" });
  assert.deepEqual([error, data, status], [null, null, 201]);
});
check("insert many", async () => {
  const { error, status } = await place().insert([{ place_code: "p-2", title: "Field" }, { place_code: "p-3", title: "Empty" }]);
  assert.deepEqual([error, status], [null, 201]);
});
check("insert and select", async () => {
  const made = await good(asset().insert({
    asset_code: "a-1", title: "Cart, large (old)", serial_no: 1001, size: 12.5, pieces: 3, tags: ["wood", "wheel"], facts: { colour: "red", deep: { n: 1, list: [1, 2] } },
    bought: "2026-01-31", seen_at: "2026-02-01T10:00:00Z", active: true, mark: "5a1f3c60-8d2e-4b7a-9c41-2f6d0e7b8a93", place_code: "p-1",
  }).select().single());
  assert.equal(made.asset_code, "a-1");
  assert.equal(made.state, "new");
  assert.equal(made.size, 12.5);
  assert.deepEqual(made.tags, ["wood", "wheel"]);
  assert.deepEqual(made.facts, { colour: "red", deep: { n: 1, list: [1, 2] } });
  assert.equal(new Date(made.seen_at).toISOString(), "2026-02-01T10:00:00.000Z");
  assert.ok(made.created_at);
});
check("insert rows of different columns, the missing null", async () => {
  const made = await good(asset().insert([
    { asset_code: "a-2", title: "Wheel \"front\"", serial_no: 1002, size: 2, pieces: 4, tags: ["wheel"], facts: { colour: "black", deep: { n: 2 } }, bought: "2026-02-10", active: false, place_code: "p-1", parent_code: "a-1", state: "used" },
    { asset_code: "a-3", title: "Axle", serial_no: 1003, pieces: 0, tags: [], place_code: "p-2", parent_code: "a-1", state: "used" },
  ]).select("asset_code, size, facts, active"));
  assert.deepEqual(made, [{ asset_code: "a-2", size: 2, facts: { colour: "black", deep: { n: 2 } }, active: false }, { asset_code: "a-3", size: null, facts: null, active: null }]);
});
check("insert rows of different columns, the missing by default", async () => {
  const made = await good(asset().insert([{ asset_code: "a-4", title: "Ünïcødé \\ back,slash 🐑", pieces: 7 }, { asset_code: "a-5", state: "gone", size: 0.001 }], { defaultToNull: false, count: "exact" }).select("asset_code, state, pieces"));
  assert.deepEqual(made, [{ asset_code: "a-4", state: "new", pieces: 7 }, { asset_code: "a-5", state: "gone", pieces: null }]);
});
