// Rows and their cells: what saves steps. Every change can be made without it, on the row's own page.
(() => {
  const table = () => document.querySelector("[data-grid] table.rows");
  const editable = () => document.getElementById("selection") && table();
  const cells = () => [...table().querySelectorAll("tbody td[data-column]")];
  const isTyping = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "") && document.activeElement.type !== "checkbox";

  const address = (cell, form) => {
    const base = document.getElementById("selection").action.replace(/\/edit$/, "");
    const query = new URLSearchParams({ key: cell.closest("tr").dataset.key, column: cell.dataset.column });
    return `${base}/row/cell?${query}${form ? "&form=1" : ""}`;
  };

  // One cell is reached by Tab; the arrows go from it to the others.
  const rove = to => {
    for (const cell of cells()) {
      cell.tabIndex = -1;
    }
    to.tabIndex = 0;
  };
  const ready = () => {
    for (const button of document.querySelectorAll("[data-choose]")) {
      button.hidden = true;
    }
    if (editable() && cells().length > 0 && !cells().some(cell => cell.tabIndex === 0)) {
      rove(cells()[0]);
    }
    const first = document.querySelector(".form-line.broken :is(input, textarea, select):not([type=hidden])");
    if (first && !document.querySelector(".cell-form")) {
      first.focus();
    }
  };

  const close = async cell => {
    const answer = await fetch(address(cell, false), { headers: { Accept: "text/html" } });
    if (answer.ok) {
      cell.innerHTML = await answer.text();
    }
    cell.classList.remove("editing");
    rove(cell);
    cell.focus();
  };
  const open = async cell => {
    if (cell.classList.contains("editing") || cell.closest("tr").classList.contains("gone")) {
      return;
    }
    const other = document.querySelector("td.editing");
    if (other) {
      await close(other);
    }
    const answer = await fetch(address(cell, true), { headers: { Accept: "text/html" } });
    if (answer.status !== 200) {
      return;
    }
    cell.classList.add("editing");
    cell.innerHTML = await answer.text();
    htmx.process(cell);
    const field = cell.querySelector(":is(input, select, textarea).field, input[type=checkbox]");
    field?.focus();
    field?.select?.();
  };

  document.addEventListener("click", event => {
    const cancel = event.target.closest("[data-cancel]");
    if (cancel) {
      close(cancel.closest("td"));
      return;
    }
    const cell = editable() && event.target.closest("td[data-column]");
    if (cell && table().contains(cell) && !event.target.closest("a, button, input, label, select, textarea") && !getSelection().toString()) {
      open(cell);
    }
  });

  document.addEventListener("keydown", event => {
    const within = event.target.closest?.(".cell-form");
    if (within) {
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        close(within.closest("td"));
      } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.tagName === "TEXTAREA") {
        event.preventDefault();
        within.requestSubmit();
      }
      return;
    }
    const form = event.target.closest?.(".row-form");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const cell = editable() && event.target.closest?.("td[data-column]");
    if (cell && event.target === cell) {
      const row = cell.closest("tr");
      const at = [...row.querySelectorAll("td[data-column]")].indexOf(cell);
      const rows = [...row.parentElement.children];
      const beside = (line, place) => line?.querySelectorAll("td[data-column]")[place];
      const next = {
        ArrowRight: () => beside(row, at + 1),
        ArrowLeft: () => beside(row, at - 1),
        ArrowDown: () => beside(rows[rows.indexOf(row) + 1], at),
        ArrowUp: () => beside(rows[rows.indexOf(row) - 1], at),
      }[event.key];
      if (event.key === "Enter" || event.key === "F2") {
        event.preventDefault();
        open(cell);
      } else if (next) {
        event.preventDefault();
        const to = next();
        if (to) {
          rove(to);
          to.focus();
        }
      }
      return;
    }
    // On a row's page: e edits it, n and p go to its neighbours.
    if (document.querySelector(".row-page") && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping() && !document.querySelector("dialog[open]")) {
      const link = { e: "[data-edit]", n: ".act a[rel=next]", p: ".act a[rel=prev]" }[event.key];
      if (link) {
        document.querySelector(link)?.click();
      }
    }
  });

  // A refusal is an answer: the form comes back with what is wrong at its field.
  document.addEventListener("htmx:beforeSwap", event => {
    const { xhr, target } = event.detail;
    if (target.closest?.("td.editing") && xhr.status >= 400 && xhr.status < 500 && xhr.responseText.includes("cell-form")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterSettle", event => {
    const cell = event.target.closest?.("td.editing");
    if (cell && !cell.querySelector(".cell-form")) {
      cell.classList.remove("editing");
      rove(cell);
      cell.focus();
    } else if (cell) {
      cell.querySelector(".field")?.focus();
    }
    ready();
  });

  // JSON is looked at while it is written; the server looks again.
  document.addEventListener("input", event => {
    if (event.target.matches("textarea[data-json]")) {
      let fault = "";
      try {
        if (event.target.value.trim()) {
          JSON.parse(event.target.value);
        }
      } catch (error) {
        fault = error.message;
      }
      event.target.toggleAttribute("aria-invalid", fault !== "");
      event.target.title = fault;
    }
  });

  // What was typed is not lost by a wrong click.
  let changed = false;
  document.addEventListener("input", event => { changed ||= Boolean(event.target.closest?.(".row-form")); });
  document.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", event => {
    if (changed) {
      event.preventDefault();
    }
  });

  ready();
})();
