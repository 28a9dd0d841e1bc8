// Moving between tabs: the address names the open tab, so that reload and the back button keep it;
// arrow keys move along the rail, and 1 to 9 open a tab when nothing is being typed.
(() => {
  const rail = () => document.querySelector("#tabs [role=tablist]");
  const tabs = () => [...document.querySelectorAll("#tabs [role=tab]")];
  const named = () => document.getElementById(`tab-${location.hash.slice(1)}-button`);
  const first = () => tabs()[0];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let isFollowing = false;

  function turned() {
    const open = tabs().find((tab) => tab.getAttribute("aria-selected") === "true");
    if (!open) return;
    for (const tab of tabs()) tab.tabIndex = tab === open ? 0 : -1;
    const strip = rail();
    const left = open.offsetLeft - (strip.clientWidth - open.offsetWidth) / 2;
    strip.scrollTo({ left, behavior: calm.matches ? "auto" : "smooth" });
    const name = open.dataset.tabId;
    const shown = location.hash.slice(1) || first().dataset.tabId;
    if (name === shown || isFollowing) return;
    history.pushState(null, "", `${location.pathname}${location.search}#${name}`);
    scrollTo({ top: 0 });
  }

  function follow() {
    isFollowing = true;
    (named() || first()).click();
    setTimeout(() => { isFollowing = false; turned(); }, 50);
  }

  function start() {
    new MutationObserver(turned).observe(rail(), { subtree: true, attributeFilter: ["aria-selected"] });
    rail().addEventListener("keydown", arrow);
    addEventListener("popstate", follow);
    if (named() && !new URLSearchParams(location.search).get("job")) follow();
    turned();
  }

  function arrow(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = tabs();
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    next.focus();
    next.click();
  }

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable], video, dialog");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
    tabs()[Number(event.key) - 1]?.click();
  });

  const waiting = new MutationObserver(() => {
    if (tabs().length < 2 || !window.__gradio_session_hash__) return;
    waiting.disconnect();
    start();
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
