// What makes a grid quicker; every part of it works without.
(() => {
  const grid = () => document.querySelector("[data-grid]");
  const isTyping = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "") && document.activeElement.type !== "checkbox";

  // One panel is open at a time, and a click outside or Escape closes it.
  document.addEventListener("click", event => {
    for (const open of document.querySelectorAll("details.pop[open]")) {
      if (!open.contains(event.target)) {
        open.open = false;
      }
    }
  });
  document.addEventListener("toggle", event => {
    const pop = event.target;
    if (pop.matches?.("details.pop[open]")) {
      const panel = pop.lastElementChild;
      panel.classList.remove("left");
      panel.classList.toggle("left", panel.getBoundingClientRect().right > document.documentElement.clientWidth - 8);
    }
  }, true);

  // A long list of columns is narrowed by typing.
  document.addEventListener("input", event => {
    if (event.target.matches(".narrow-list")) {
      const word = event.target.value.toLowerCase();
      for (const item of event.target.parentElement.querySelectorAll(".pick > li")) {
        item.hidden = !item.textContent.toLowerCase().includes(word);
      }
    }
  });

  // A further column to sort by: shift and a click on its head.
  document.addEventListener("click", event => {
    const head = event.shiftKey && event.target.closest("[data-sort]");
    if (head) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const here = new URL(location);
      const [column] = head.dataset.sort.split(".");
      const orders = (here.searchParams.get("order") ?? "").split(",").filter(order => order && order.split(".")[0] !== column);
      here.searchParams.set("order", [...orders, head.dataset.sort].join(","));
      for (const name of ["page-after", "page-before", "page-last"]) {
        here.searchParams.delete(name);
      }
      location.assign(here);
    }
  }, true);

  // Selected rows are counted, and Edit is offered for them.
  const marks = () => [...document.querySelectorAll(".rows tbody .tick input")];
  const count = () => {
    const all = marks();
    const chosen = all.filter(mark => mark.checked);
    const words = document.querySelector("[data-selected]");
    const whole = document.querySelector("[data-all]");
    for (const mark of all) {
      mark.closest("tr").classList.toggle("marked", mark.checked);
    }
    if (words) {
      words.hidden = chosen.length === 0;
      words.querySelector("b").textContent = chosen.length;
    }
    if (whole) {
      whole.hidden = false;
      whole.checked = all.length > 0 && chosen.length === all.length;
      whole.indeterminate = chosen.length > 0 && chosen.length < all.length;
    }
  };
  let last = null;
  document.addEventListener("click", event => {
    if (event.target.matches("[data-all]")) {
      marks().forEach(mark => { mark.checked = event.target.checked; });
      count();
    } else if (event.target.matches(".rows tbody .tick input")) {
      const all = marks();
      if (event.shiftKey && last && all.includes(last)) {
        const [from, to] = [all.indexOf(last), all.indexOf(event.target)].sort((a, b) => a - b);
        all.slice(from, to + 1).forEach(mark => { mark.checked = event.target.checked; });
      }
      last = event.target;
      count();
    } else if (event.target.closest("[data-unselect]")) {
      marks().forEach(mark => { mark.checked = false; });
      count();
    }
  });

  // j and k go down and up, Enter opens, x selects, n and p turn the page.
  let at = null;
  const move = step => {
    const rows = [...document.querySelectorAll(".rows tbody tr, .groups tbody tr")];
    const now = rows.indexOf(at);
    const next = rows[Math.max(0, Math.min(rows.length - 1, now < 0 ? (step > 0 ? 0 : rows.length - 1) : now + step))];
    if (next) {
      at?.classList.remove("at");
      at = next;
      at.classList.add("at");
      at.scrollIntoView({ block: "nearest" });
      at.querySelector("[data-open]")?.focus({ preventScroll: true });
    }
  };
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      const open = document.querySelector("details.pop[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
      return;
    }
    if (!grid() || event.ctrlKey || event.metaKey || event.altKey || isTyping() || document.querySelector("dialog[open], details.pop[open]")) {
      return;
    }
    const turn = { n: "next", p: "prev" }[event.key];
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      move(event.key === "j" ? 1 : -1);
    } else if (event.key === "x" && at?.isConnected) {
      at.querySelector(".tick input")?.click();
    } else if (turn) {
      document.querySelector(`.pager a[rel=${turn}]`)?.click();
    }
  });

  const ready = () => {
    at = at?.isConnected ? at : null;
    last = null;
    if (grid()) {
      count();
    }
    document.querySelector(".filter-editor :is(input, select):not([type=hidden])")?.focus({ preventScroll: true });
  };
  ready();
  document.addEventListener("htmx:afterSettle", ready);
  addEventListener("pageshow", ready);
})();
