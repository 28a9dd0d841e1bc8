// Brand styles: covers that play on hover, search, and the chips of a form with their weights.
window.studioStyles = (() => {
  const box = (tab) => document.querySelector(`#${tab}-styles textarea, #${tab}-styles input`);

  function chosen(tab) {
    try { return JSON.parse(box(tab)?.value || "[]"); } catch { return []; }
  }

  function put(tab, styles) {
    const area = box(tab);
    if (!area) return;
    area.value = styles.length ? JSON.stringify(styles) : "";
    area.dispatchEvent(new Event("input", { bubbles: true }));
    show(tab);
  }

  function node(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function chip(tab, style, index) {
    const isChinese = document.documentElement.dataset.language === "zh";
    const name = isChinese ? style.zh : style.en;
    const shown = node("output", { textContent: Number(style.weight).toFixed(1) });
    const slider = node("input", { type: "range", min: -1, max: 2, step: 0.1, value: style.weight });
    slider.setAttribute("aria-label", isChinese ? `${name}的权重` : `Weight of ${name}`);
    slider.addEventListener("input", () => { shown.textContent = Number(slider.value).toFixed(1); });
    slider.addEventListener("change", () => {
      const styles = chosen(tab);
      styles[index].weight = Number(slider.value);
      put(tab, styles);
    });
    const remove = node("button", { type: "button", textContent: "×", className: "chip-remove" });
    remove.setAttribute("aria-label", isChinese ? `移除${name}` : `Leave ${name} out`);
    remove.addEventListener("click", () => put(tab, chosen(tab).filter((_, at) => at !== index)));
    return node("div", { className: "style-chip" }, node("b", { textContent: name }), slider, shown, remove);
  }

  function show(tab) {
    const holder = document.querySelector(`.style-chips[data-tab="${tab}"]`);
    if (!holder) return;
    const styles = chosen(tab);
    const state = JSON.stringify(styles) + document.documentElement.dataset.language;
    if (holder.dataset.shown === state) return;
    holder.dataset.shown = state;
    holder.replaceChildren(...styles.map((style, index) => chip(tab, style, index)));
  }

  // A tab that was not opened yet is not in the page, so it is shown when it comes.
  function showAll() {
    for (const holder of document.querySelectorAll(".style-chips")) show(holder.dataset.tab);
  }

  function filter() {
    const words = (document.querySelector("#styles-search textarea, #styles-search input")?.value || "")
      .toLowerCase().split(/\s+/).filter(Boolean);
    const base = document.querySelector("#styles-list")?.dataset.base || "";
    let left = 0;
    for (const card of document.querySelectorAll(".style-card")) {
      const fits = (!base || card.dataset.base === base) && words.every((word) => card.dataset.words.includes(word));
      card.hidden = !fits;
      left += fits;
    }
    const nothing = document.querySelector(".style-nothing");
    if (nothing) nothing.style.display = left ? "none" : "block";
  }

  function choose(base) {
    const list = document.querySelector("#styles-list");
    if (list) list.dataset.base = base || "";
    filter();
  }

  document.addEventListener("pointerover", (event) => {
    const video = event.target.closest?.(".style-card")?.querySelector("video[data-hover]");
    if (!video || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    video.play().then(() => video.classList.add("is-playing"), () => {});
  });
  document.addEventListener("pointerout", (event) => {
    const card = event.target.closest?.(".style-card");
    if (!card || card.contains(event.relatedTarget)) return;
    const video = card.querySelector("video[data-hover]");
    if (video) { video.pause(); video.classList.remove("is-playing"); }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-styles-browse]")) document.querySelector("#tab-styles-button")?.click();
  });
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(showAll).observe(document.body, { childList: true, subtree: true });
    new MutationObserver(showAll).observe(document.documentElement, { attributes: true, attributeFilter: ["data-language"] });
  });

  return { show, filter, choose };
})();
