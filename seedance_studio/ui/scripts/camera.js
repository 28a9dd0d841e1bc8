// The palette of camera moves: a click writes the move into the prompt, a second one takes it out.
window.studioCamera = (() => {
  const moves = (tab) => [...document.querySelectorAll(`#${tab}-camera [data-move]`)];
  const phrases = (button) => [button.dataset.en, button.dataset.zh];

  function toggle(button) {
    const tab = button.dataset.move;
    const area = studioMentions.box(tab);
    if (!area) return;
    const wasOn = button.getAttribute("aria-pressed") === "true";
    // One move at a time: what the palette wrote before is replaced.
    let text = area.value;
    for (const other of moves(tab)) for (const phrase of phrases(other)) text = without(text, phrase);
    if (!wasOn) {
      const isChinese = studioBoard.language() === "zh";
      const phrase = isChinese ? button.dataset.zh : button.dataset.en;
      text = text.trim() ? `${text.trimEnd()}${isChinese ? "，" : ", "}${phrase}` : phrase;
    }
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    mark(tab, text);
  }

  function without(text, phrase) {
    const plain = phrase.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const edge = /^[a-z]/i.test(phrase) ? "\\b" : "";
    return text.replace(new RegExp(`[,，、;；]?\\s*${edge}${plain}${edge}`, "gi"), "");
  }

  function mark(tab, text) {
    for (const button of moves(tab)) {
      const isOn = phrases(button).some((phrase) => without(text || "", phrase) !== (text || ""));
      button.setAttribute("aria-pressed", String(isOn));
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) toggle(button);
  });

  return { mark };
})();
