// Upsert, update, delete.
import assert from "node:assert/strict";
import { asset, check, codes, good, refused } from "./harness.mjs";

check("upsert makes and changes", async () => {
  const made = await good(asset().upsert([{ asset_code: "a-5", state: "found", pieces: 1 }, { asset_code: "a-6", state: "found", pieces: 2 }]).select("asset_code, state, pieces, size"));
  assert.deepEqual(made.toSorted((x, y) => x.asset_code < y.asset_code ? -1 : 1), [{ asset_code: "a-5", state: "found", pieces: 1, size: 0.001 }, { asset_code: "a-6", state: "found", pieces: 2, size: null }]);
});
check("upsert on another unique column", async () => {
  const [changed] = await good(asset().upsert({ asset_code: "a-1x", serial_no: 1003, pieces: 5 }, { onConflict: "serial_no" }).select("serial_no, pieces"));
  assert.deepEqual(changed, { serial_no: 1003, pieces: 5 });
  assert.equal((await good(asset().select("asset_code").eq("serial_no", 1003))).length, 1);
  await good(asset().upsert({ asset_code: "a-3", serial_no: 1003, pieces: 0 }, { onConflict: "serial_no" }));
  assert.equal(await codes(asset().select("asset_code").eq("serial_no", 1003)), "a-3");
});
check("upsert that leaves what is there", async () => {
  const made = await good(asset().upsert([{ asset_code: "a-1", title: "Changed" }, { asset_code: "a-7", title: "New" }], { ignoreDuplicates: true }).select("asset_code"));
  assert.deepEqual(made, [{ asset_code: "a-7" }]);
  assert.equal((await good(asset().select("title").eq("asset_code", "a-1").single())).title, "Cart, large (old)");
});
check("update under a filter", async () => {
  const { data, error, status, count } = await asset().update({ state: "lost", size: 3.25 }, { count: "exact" }).in("asset_code", ["a-6", "a-7"]).select("asset_code, state, size").order("asset_code");
  assert.deepEqual([error, data, status, count], [null, [{ asset_code: "a-6", state: "lost", size: 3.25 }, { asset_code: "a-7", state: "lost", size: 3.25 }], 200, 2]);
  const quiet = await asset().update({ state: "kept" }).eq("asset_code", "a-7");
  assert.deepEqual([quiet.data, quiet.status], [null, 204]);
  assert.deepEqual(await good(asset().update({ state: "x" }).eq("asset_code", "nobody").select()), []);
});
check("update sets null, JSON and arrays", async () => {
  const [row] = await good(asset().update({ size: null, facts: { a: [1, { b: null }] }, tags: ["x", "y,z", "\"q\""] }).eq("asset_code", "a-7").select("size, facts, tags"));
  assert.deepEqual(row, { size: null, facts: { a: [1, { b: null }] }, tags: ["x", "y,z", "\"q\""] });
});
check("delete under a filter", async () => {
  assert.deepEqual(await good(asset().delete().eq("asset_code", "a-7").select("asset_code")), [{ asset_code: "a-7" }]);
  assert.equal(await good(asset().select().eq("asset_code", "a-7").maybeSingle()), null);
  const { status, count } = await asset().delete({ count: "exact" }).eq("asset_code", "a-6");
  assert.deepEqual([status, count], [204, 1]);
});
check("a change of all rows needs a bound", async () => {
  await refused(asset().update({ state: "gone" }), 400, "filter_missing");
  await refused(asset().delete(), 400, "filter_missing");
  assert.equal((await asset().select("*", { count: "exact", head: true })).count, 5);
});
check("maxAffected", async () => {
  const error = await refused(asset().update({ state: "gone" }).gte("asset_code", "a").maxAffected(2), 400, "max_affected");
  assert.ok(error.details || error.hint);
  assert.equal((await asset().select("*", { count: "exact", head: true }).eq("state", "gone")).count, 0);
  await good(asset().update({ state: "used" }).eq("asset_code", "a-2").maxAffected(1));
});
check("rollback", async () => {
  assert.deepEqual(await good(asset().insert({ asset_code: "a-8" }).select("asset_code").rollback()), [{ asset_code: "a-8" }]);
  assert.equal(await good(asset().select().eq("asset_code", "a-8").maybeSingle()), null);
  await good(asset().delete().eq("asset_code", "a-1").rollback());
  assert.notEqual(await good(asset().select().eq("asset_code", "a-1").maybeSingle()), null);
});
