// What makes reading quicker; every page works without it.
(() => {
  const find = (selector, from = document) => from.querySelector(selector);
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });

  const isTyping = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);

  // Exact times in the reader's own zone.
  const localTimes = from => {
    for (const time of from.querySelectorAll("time[datetime]")) {
      time.title = exact.format(new Date(time.dateTime));
    }
    for (const button of from.querySelectorAll("[data-copy]")) {
      button.hidden = !navigator.clipboard;
    }
  };

  // Light, dark, system: at once, and kept for the next page.
  document.addEventListener("click", event => {
    const choice = event.target.closest("[data-theme-choice]");
    if (choice) {
      event.preventDefault();
      const theme = choice.dataset.themeChoice;
      document.cookie = theme === "system"
        ? "herdbook-theme=; path=/; max-age=0; samesite=lax"
        : `herdbook-theme=${theme}; path=/; max-age=31536000; samesite=lax`;
      document.documentElement.dataset.theme = theme;
      for (const other of document.querySelectorAll("[data-theme-choice]")) {
        other.toggleAttribute("aria-current", false);
      }
      choice.setAttribute("aria-current", "true");
      dispatchEvent(new Event("herdbook:choose"));
    }
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      navigator.clipboard.writeText(copy.dataset.copy).then(() => { copy.textContent = "Copied"; });
    }
    for (const open of document.querySelectorAll("details.custom[open], details.who[open]")) {
      if (!open.contains(event.target)) {
        open.open = false;
      }
    }
  });

  // Ctrl-K: pages and conversations.
  const finder = find("#finder");
  const input = find("input", finder);
  const list = find("ul", finder);
  const go = find("#go");
  go.hidden = false;
  let asked = 0;
  const options = () => [...list.children];
  const select = index => {
    const all = options();
    all.forEach((option, at) => option.setAttribute("aria-selected", at === index));
    if (all[index]) {
      input.setAttribute("aria-activedescendant", all[index].id);
      all[index].scrollIntoView({ block: "nearest" });
    }
  };
  const fill = async () => {
    const ask = ++asked;
    const answer = await fetch(`${go.dataset.finder}?q=${encodeURIComponent(input.value)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || ask !== asked) {
      return;
    }
    const found = await answer.json();
    list.replaceChildren(...found.map((item, at) => {
      const option = document.createElement("li");
      option.id = `finder-${at}`;
      option.role = "option";
      option.dataset.href = item.address;
      const name = document.createElement("span");
      name.textContent = item.name;
      const about = document.createElement("small");
      about.textContent = item.about;
      option.append(name, about);
      return option;
    }));
    select(0);
  };
  const open = () => {
    if (!finder.open) {
      finder.showModal();
      input.value = "";
      fill();
    }
  };
  go.addEventListener("click", open);
  input.addEventListener("input", fill);
  list.addEventListener("click", event => {
    const option = event.target.closest("li");
    if (option) {
      location.assign(option.dataset.href);
    }
  });
  finder.addEventListener("click", event => {
    if (event.target === finder) {
      finder.close();
    }
  });
  input.addEventListener("keydown", event => {
    const all = options();
    const at = all.findIndex(option => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      select((at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % Math.max(all.length, 1));
    } else if (event.key === "Enter" && all[at]) {
      event.preventDefault();
      location.assign(all[at].dataset.href);
    }
  });
  document.addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping()) {
      event.preventDefault();
      find("#search").focus();
      find("#search").select();
    }
  });

  // The next failed step that is on the page already; the link itself goes to the first one.
  const nextError = () => {
    const errors = [...document.querySelectorAll(".story-step.err")];
    const edge = find(".bar").getBoundingClientRect().bottom + 80;
    const next = errors.find(step => step.getBoundingClientRect().top > edge + 1);
    if (next) {
      location.hash = next.id;
    }
    return next;
  };
  document.addEventListener("click", event => {
    const jump = event.target.closest("[data-jump]");
    if (jump && nextError()) {
      event.preventDefault();
    }
  });
  document.addEventListener("keydown", event => {
    if (event.key === "e" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping()) {
      const jump = find("[data-jump]");
      if (jump && !nextError()) {
        location.assign(jump.href);
      }
    }
  });

  // An address carries only what was chosen.
  document.addEventListener("htmx:configRequest", event => {
    for (const [name, value] of Object.entries(event.detail.parameters)) {
      if (value === "") {
        delete event.detail.parameters[name];
      }
    }
  });

  localTimes(document);
  document.addEventListener("htmx:load", event => localTimes(event.target));
})();
