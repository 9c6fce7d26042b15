// Running agents, as they change. Without it the page is read again by its link.
(() => {
  const fleet = () => document.getElementById("fleet");
  if (!fleet() || !window.EventSource) {
    return;
  }
  const stream = new EventSource(fleet().dataset.live);
  let due = false;
  const read = () => {
    due = document.hidden;
    if (!due) {
      htmx.trigger(fleet(), "herdbook:fleet");
    }
  };
  stream.addEventListener("fleet", read);
  document.addEventListener("visibilitychange", () => due && read());
  // A focused link keeps the focus when its row is replaced.
  let focused = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const row = document.activeElement?.closest("#fleet [data-key]");
    focused = row ? [row.dataset.key, [...row.querySelectorAll("a")].indexOf(document.activeElement)] : null;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (focused) {
      const row = [...fleet().querySelectorAll("[data-key]")].find(one => one.dataset.key === focused[0]);
      row?.querySelectorAll("a")[focused[1]]?.focus();
    }
  });
  addEventListener("pagehide", () => stream.close());
})();
