// The first-run tour: one step at a time beside its target, left with Escape, offered only once.
window.studioTour = (() => {
  const KEY = "studio.tour";
  const steps = () => [...document.querySelectorAll("#tour .tour-step")];
  let place = -1;
  let ring = null;
  let before = null;

  function seen() {
    document.documentElement.dataset.tour = "seen";
    try { localStorage.setItem(KEY, "seen"); } catch { /* private window */ }
  }

  function end() {
    steps().forEach((step) => step.classList.remove("is-shown"));
    ring?.remove();
    ring = null;
    place = -1;
    seen();
    before?.focus?.();
  }

  function start() {
    before = document.activeElement;
    document.getElementById("tab-text-button")?.click();
    place = -1;
    setTimeout(next, 150);
  }

  function next() {
    const all = steps();
    place += 1;
    if (place >= all.length) { end(); return; }
    all.forEach((step, index) => step.classList.toggle("is-shown", index === place));
    const target = document.querySelector(all[place].dataset.target);
    target?.scrollIntoView({ block: "center", behavior: "instant" });
    draw(all[place], target);
    all[place].querySelector(".act-solid").focus();
  }

  // Beside the target where there is room, else below or above it, always within the window.
  function draw(step, target) {
    ring ||= document.body.appendChild(Object.assign(document.createElement("div"), { className: "tour-ring" }));
    const box = target ? target.getBoundingClientRect() : new DOMRect(innerWidth / 2, innerHeight / 3, 0, 0);
    const top = Math.max(6, box.top - 6);
    const bottom = Math.min(innerHeight - 6, box.bottom + 6);
    Object.assign(ring.style, { left: `${box.left - 6}px`, top: `${top}px`, width: `${box.width + 12}px`, height: `${bottom - top}px` });
    const { offsetWidth: width, offsetHeight: height } = step;
    const fitsRight = box.right + 20 + width < innerWidth;
    const left = fitsRight ? box.right + 20 : Math.min(Math.max(12, box.left), innerWidth - width - 12);
    const below = bottom + 14 + height < innerHeight ? bottom + 14 : Math.max(12, top - height - 14);
    const beside = Math.min(Math.max(12, box.top), innerHeight - height - 12);
    Object.assign(step.style, { left: `${left}px`, top: `${fitsRight ? beside : below}px` });
  }

  document.addEventListener("click", (event) => {
    const act = event.target.closest("button[data-tour]")?.dataset.tour;
    if (act) ({ start, next, skip: end })[act]();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && place >= 0) { event.stopPropagation(); end(); }
  }, true);
  try { if (localStorage.getItem(KEY)) seen(); } catch { /* private window */ }
  return { start };
})();

// An example plays while it is pointed at or has the focus.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const clip = (event) => event.target.closest?.(".example")?.querySelector("video");
  for (const name of ["pointerover", "focusin"]) {
    document.addEventListener(name, (event) => { if (!calm.matches) clip(event)?.play().catch(() => {}); });
  }
  for (const name of ["pointerout", "focusout"]) {
    document.addEventListener(name, (event) => clip(event)?.pause());
  }
})();
