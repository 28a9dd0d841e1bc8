// What is typed while the server cannot be reached: Gradio loads the page anew when it is back, and
// the draft that the server keeps is then older than the text. Held here until a draft has it.
window.studioTyped = (() => {
  const key = (tab) => `studio.typed.${tab}`;

  function hold(tab, text) {
    try { sessionStorage.setItem(key(tab), text); } catch { /* private window */ }
  }

  // The draft holds this text now; what was typed since stays held.
  function kept(tab, text) {
    try { if (sessionStorage.getItem(key(tab)) === text) sessionStorage.removeItem(key(tab)); } catch { /* private window */ }
  }

  // What was typed after the draft, if anything was: without an answer the box stays as it is.
  function newest(tab) {
    try { return sessionStorage.getItem(key(tab)) ?? undefined; } catch { return undefined; }
  }

  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("[id$='-prompt']");
    if (box && event.target.matches("textarea")) hold(box.id.replace("-prompt", ""), event.target.value);
  });
  return { kept, newest };
})();
