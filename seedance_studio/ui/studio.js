// What the page does without the server: language, theme, keys, copying.
window.studioPage = (() => {
  const root = document.documentElement;
  const memory = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private window */ } },
  };

  function language() {
    const kept = memory.get("studio.language");
    if (kept === "zh" || kept === "en") return kept;
    const wanted = (navigator.languages || [navigator.language]).map((tag) => tag.slice(0, 2));
    return wanted.find((tag) => tag === "zh" || tag === "en") || "en";
  }

  function markLanguage(chosen) {
    root.dataset.language = chosen;
    root.lang = chosen === "zh" ? "zh-CN" : "en";
  }

  function speak(chosen, table) {
    memory.set("studio.language", chosen);
    markLanguage(chosen);
    return table[chosen];
  }

  function applyTheme() {
    const kept = memory.get("studio.theme");
    const system = matchMedia("(prefers-color-scheme: dark)").matches;
    document.body.classList.toggle("dark", kept ? kept === "dark" : system);
  }

  function switchTheme() {
    const isDark = document.body.classList.contains("dark");
    memory.set("studio.theme", isDark ? "light" : "dark");
    applyTheme();
  }

  // crypto.randomUUID is missing when the page is not served from localhost or https.
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function linkedJob() {
    return new URLSearchParams(location.search).get("job") || "";
  }

  function showStage() {
    if (innerWidth >= 900) return;
    const stage = [...document.querySelectorAll(".stage")].find((node) => node.offsetParent);
    if (stage) stage.scrollIntoView({ behavior: "smooth", block: "start" });
  }

  function clicked(values) {
    if (values.find((value) => typeof value === "string")?.trim()) showStage();
    return [newKey(), ...values];
  }

  function listen(element, trigger, names) {
    element.addEventListener("click", (event) => {
      const target = event.target.closest("[data-act]");
      if (!target || !names.includes(target.dataset.act)) return;
      trigger(target.dataset.act, { clip: target.dataset.clip || "", key: newKey() });
      if (target.dataset.act === "show_clip") element.ownerDocument.defaultView.setTimeout(reveal, 350);
    });
    element.addEventListener("change", (event) => {
      const { change, clip } = event.target.dataset;
      if (names.includes(change)) trigger(change, { clip, value: event.target.value, key: newKey() });
    });
  }

  function reveal() {
    const card = [...document.querySelectorAll(".card-detail, .card-result")].find((n) => n.offsetParent);
    if (card) card.scrollIntoView({ behavior: "smooth", block: "nearest" });
  }

  async function copy(button) {
    const source = button.nextElementSibling;
    if ("link" in source.dataset) source.value = new URL(source.value, location.origin + location.pathname).href;
    try {
      await navigator.clipboard.writeText(source.value);
    } catch {
      source.hidden = false;
      source.select();
      document.execCommand("copy");
      source.hidden = true;
    }
    button.classList.add("is-done");
    setTimeout(() => button.classList.remove("is-done"), 1600);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });

  document.addEventListener("keydown", (event) => {
    const wanted = event.key === "Enter" && (event.ctrlKey || event.metaKey) ? ".hotkey-generate"
      : event.key === "Escape" ? ".hotkey-stop" : null;
    if (!wanted) return;
    const button = [...document.querySelectorAll(wanted)].find((node) => node.offsetParent);
    if (button) { event.preventDefault(); button.click(); }
  });

  // Who asked for less motion starts clips by hand.
  document.addEventListener("loadeddata", (event) => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) event.target.pause();
  }, true);

  markLanguage(language());
  document.addEventListener("DOMContentLoaded", applyTheme);
  return { language, speak, applyTheme, switchTheme, clicked, linkedJob, listen };
})();
