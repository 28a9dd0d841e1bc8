// Dialogs of the reference board: a painter for masks, and a picker of finished clips.
window.studioMask = (() => {
  const node = (...given) => studioBoard.node(...given);
  const LONGEST = 1024;

  // Gives a PNG, white where the picture is to be replaced, or null.
  function open(card, say, url) {
    return new Promise((resolve) => {
      const scale = Math.min(1, LONGEST / Math.max(card.width, card.height));
      const canvas = node("canvas", { width: Math.round(card.width * scale), height: Math.round(card.height * scale) });
      canvas.setAttribute("aria-label", say("mask_title"));
      canvas.setAttribute("role", "img");
      const under = card.kind === "image" ? node("img", { src: url(card.file), alt: "" })
        : node("video", { src: `${url(card.file)}#t=${card.start_s ?? 0.1}`, muted: true, playsInline: true, preload: "auto" });
      const frame = node("div", { className: "mask-canvas" }, under, canvas);
      frame.style.cssText = `aspect-ratio:${card.width}/${card.height};--ratio:${card.width / card.height}`;
      const size = node("input", { type: "range", min: 2, max: 30, value: 10 });
      const erase = node("input", { type: "checkbox" });
      const button = (key, look, act) => {
        const made = node("button", { type: "button", className: `act act-${look}`, textContent: say(key) });
        made.addEventListener("click", act);
        return made;
      };
      const done = button("mask_done", "solid", () => finish(true));
      const dialog = node("dialog", { className: "board-dialog", ariaLabel: say("mask_title") },
        node("h2", { textContent: say("mask_title") }), node("p", { textContent: say("mask_hint") }),
        frame,
        node("div", { className: "mask-tools" },
          node("label", {}, node("span", { textContent: say("mask_brush") }), size),
          node("label", {}, erase, node("span", { textContent: say("mask_erase") })),
          button("mask_clear", "quiet", () => canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height)),
          button("mask_cancel", "quiet", () => finish(false)), done));
      painting(canvas, size, erase);
      if (card.mask) load(canvas, url(card.mask));
      document.body.append(dialog);
      dialog.addEventListener("close", () => { dialog.remove(); resolve(null); });
      dialog.showModal();

      function finish(isKept) {
        if (!isKept) { dialog.close(); return; }
        exported(canvas).toBlob((blob) => { resolve(blob); dialog.close(); }, "image/png");
      }
    });
  }

  function painting(canvas, size, erase) {
    const pen = canvas.getContext("2d");
    let last = null;
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
    };
    const stroke = (event) => {
      const [x, y] = place(event);
      pen.globalCompositeOperation = erase.checked ? "destination-out" : "source-over";
      pen.strokeStyle = "#fff";
      pen.lineCap = "round";
      pen.lineWidth = canvas.width * size.value / 100;
      pen.beginPath();
      pen.moveTo(...(last || [x, y]));
      pen.lineTo(x, y + 0.01);
      pen.stroke();
      last = [x, y];
    };
    canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); last = null; stroke(event); });
    canvas.addEventListener("pointermove", (event) => { if (event.buttons) stroke(event); });
  }

  function load(canvas, url) {
    const old = node("img", { src: url });
    old.addEventListener("load", () => {
      const pen = canvas.getContext("2d");
      pen.drawImage(old, 0, 0, canvas.width, canvas.height);
      const pixels = pen.getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < pixels.data.length; at += 4) pixels.data[at + 3] = pixels.data[at];
      pen.putImageData(pixels, 0, 0);
    });
  }

  function exported(canvas) {
    const mask = node("canvas", { width: canvas.width, height: canvas.height });
    const pen = mask.getContext("2d");
    pen.fillStyle = "#000";
    pen.fillRect(0, 0, mask.width, mask.height);
    pen.drawImage(canvas, 0, 0);
    return mask;
  }

  return { open };
})();

window.studioPicker = (() => {
  const node = (...given) => studioBoard.node(...given);

  async function open(server, say, take) {
    const clips = await server.recent_clips({});
    const close = node("button", { type: "button", className: "act act-quiet", textContent: say("close") });
    const tiles = clips.map((clip) => {
      const tile = node("button", { type: "button", className: "tile" }, node("img", { src: clip.poster, alt: "" }),
        node("span", { className: "tile-text" }, node("span", { className: "tile-title", textContent: clip.title })));
      tile.addEventListener("click", () => { dialog.close(); take(clip.id); });
      return tile;
    });
    const dialog = node("dialog", { className: "board-dialog", ariaLabel: say("picker_title") },
      node("div", { className: "detail-head" }, node("h2", { textContent: say("picker_title") }), close),
      clips.length ? node("div", { className: "grid" }, ...tiles) : node("p", { textContent: say("library_empty_title") }));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  return { open };
})();
