// Runs before the first paint: where the reader chose neither light nor dark, the system decides.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const choice = root.dataset.theme;
    const theme = choice === "light" || choice === "dark" ? choice : dark.matches ? "dark" : "light";
    if (root.dataset.bsTheme !== theme) {
      root.dataset.bsTheme = theme;
      dispatchEvent(new Event("herdbook:theme"));
    }
  };
  dark.addEventListener("change", apply);
  addEventListener("herdbook:choose", apply);
  apply();
})();
