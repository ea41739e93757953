// Runs before the page is drawn: the chosen colours, and a mark that scripts work.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const chosen = localStorage.getItem("colour-scheme");
    if (chosen === "light" || chosen === "dark") root.dataset.colorScheme = chosen;
  } catch {
    // Storage is switched off: the system's choice stays.
  }
})();
