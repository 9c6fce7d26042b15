// The inbox by keyboard, and live. Without it every decision is a plain form.
(() => {
  const root = () => document.getElementById("approvals");
  const items = () => [...document.querySelectorAll("[data-apr-item]")];
  const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "") && document.activeElement.type !== "checkbox";
  const here = () => document.activeElement?.closest("[data-apr-item]");
  const begun = () => [...(root()?.querySelectorAll("textarea, input[type=text], input[type=checkbox]") ?? [])]
    .some(field => field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue) || typing();

  const move = by => {
    const all = items();
    if (all.length) {
      const at = all.indexOf(here());
      const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }
  };

  const acts = {
    j: () => move(1),
    k: () => move(-1),
    a: item => item.querySelector("[data-apr-approve]")?.focus(),
    r: item => item.querySelector("[data-apr-reason]")?.focus(),
    m: item => {
      const part = item.querySelector("[data-apr-modify]");
      if (part) {
        part.open = true;
        part.querySelector("textarea").focus();
      }
    },
    x: item => item.querySelector("[data-apr-choose]")?.click(),
    o: item => item.querySelector("h2 a")?.click(),
  };

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      // Ctrl-Enter sends what is being typed: a reason rejects, a changed payload goes back.
      const field = event.key === "Enter" && (event.ctrlKey || event.metaKey) ? event.target.closest("[data-apr-decide] textarea") : null;
      if (field) {
        event.preventDefault();
        const form = field.closest("form");
        form.requestSubmit(form.querySelector(field.name === "payload" ? "[value=modified]" : "[value=rejected]"));
      }
      return;
    }
    if (event.key === "Escape" && typing() && here()) {
      here().focus();
      return;
    }
    const act = acts[event.key];
    if (!act || typing()) {
      return;
    }
    const item = here() ?? (items().length === 1 ? items()[0] : null);
    if (event.key === "j" || event.key === "k" || item) {
      event.preventDefault();
      act(item);
    }
  });

  // Live: the list is read again when something happens; what somebody types is never taken away.
  const news = document.querySelector("[data-apr-news]");
  let reading = false;
  let again = false;
  const refresh = async () => {
    if (begun()) {
      news.hidden = false;
      return;
    }
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    try {
      const answer = await fetch(location.pathname + location.search.replace(/([?&])(said|of|count)=[^&]*/g, "$1"), { headers: { Accept: "text/html" } });
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        const next = fresh.getElementById("approvals");
        if (next && !begun()) {
          const focused = here()?.id;
          root().replaceWith(next);
          document.querySelector(".act")?.replaceWith(fresh.querySelector(".act") ?? "");
          if (focused) {
            document.getElementById(focused)?.focus();
          }
          dispatchEvent(new Event("herdbook:approvals"));
        } else if (next) {
          news.hidden = false;
        }
      }
    } catch {
      news.hidden = false;
    } finally {
      reading = false;
      if (again) {
        again = false;
        refresh();
      }
    }
  };
  const live = root()?.dataset.aprLive;
  if (live) {
    const only = root().dataset.aprOnly;
    const events = new EventSource(live);
    events.addEventListener("approval", event => {
      if (!only || JSON.parse(event.data).approval_id === only) {
        refresh();
      }
    });
    events.addEventListener("approvals", refresh);
    // Streams end now and then; what happened meanwhile is read.
    let opened = 0;
    events.addEventListener("open", () => {
      if (opened++ > 0) {
        refresh();
      }
    });
    events.addEventListener("open", () => document.documentElement.setAttribute("data-apr-open", ""));
    addEventListener("pagehide", () => events.close());
  }
})();
