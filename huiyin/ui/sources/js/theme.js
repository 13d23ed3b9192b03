/* Light, dark or as the system: applied before the first paint (a blocking file of its own). */
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage may be blocked inside a chat tool's frame
    }
  };
  const apply = () => {
    const theme = kept("huiyin.theme") || "system";
    const fixed = new URLSearchParams(location.search).get("theme");
    const shown = fixed || (theme === "system" ? (dark.matches ? "dark" : "light") : theme);
    root.dataset.theme = shown === "dark" ? "dark" : "light";
    root.dataset.chosen = theme;
    root.dataset.size = kept("huiyin.size") || "m";
  };
  apply();
  if (dark.addEventListener) dark.addEventListener("change", apply);
  addEventListener("huiyin:theme", apply);
})();
