// One card of the reference board: picture, name, role, and the few controls that its role has.
window.studioCards = (() => {
  const node = (...given) => studioBoard.node(...given);
  const language = () => studioBoard.language();

  function draw(card, look) {
    const use = look.config.uses[card.use];
    const shows = use ? use.shows : [];
    const item = node("li", { className: `ref is-${card.kind}${look.config.large ? " is-large" : ""}` });
    item.dataset.name = card.name;
    const top = node("div", { className: "ref-top" },
      picture(card, look, shows), node("div", { className: "ref-main" }, head(card, look, item), role(card, look)));
    const extras = {
      strength: () => strength(card, look, "strength"), amount: () => strength(card, look, "amount"),
      at: () => moment(card, look), trim: () => trim(card, look, item),
      fit: () => pills(card, look, "fit", ["crop", "fit", "extend"]),
      structure: () => pills(card, look, "structure", ["edges", "grey", "depth"]),
      mask: () => mask(card, look),
    };
    item.append(top, ...shows.map((name) => extras[name]()).filter(Boolean), gives(use, look), node("div", { className: "ref-note" }));
    annotate(item, card, look);
    return item;
  }

  // What the server knows of a card comes while the visitor may be dragging: only this part changes.
  function annotate(item, card, look) {
    const note = look.notes.cards?.[card.name] || { report: [], problems: [] };
    const use = look.config.uses[card.use];
    item.querySelector(".ref-note").replaceChildren(
      ...note.report.map((line) => node("p", { className: `ref-status is-${line.status}` },
        node("em", { textContent: look.say(line.status) }), ` ${line.words[language()]}`)),
      ...note.problems.map((words) => node("p", { className: "ref-problem", role: "alert", textContent: words[language()] })));
    item.querySelector("select")?.classList.toggle("is-overruled", Boolean(use && note.role && note.role !== use.role));
    const dial = item.querySelector(".ref-strength");
    if (dial) dial.hidden = Boolean(look.notes.dials) && !look.notes.dials.includes(use.role);
  }

  function picture(card, look, shows) {
    const box = node("div", { className: `ref-media fit-${shows.includes("fit") ? card.fit : "crop"}` });
    // Kept across drawings, so that a playing video is not started again.
    const key = `${card.name} ${card.file}`;
    const shown = look.media.get(key) || media(card, look.url(card.file));
    look.media.set(key, shown);
    box.append(shown);
    const isFramed = (look.config.large || shows.includes("fit")) && card.width && card.height;
    const own = isFramed ? card.width / card.height : 16 / 9;
    const wanted = isFramed && shows.includes("fit") ? chosenAspect(look.config.tab) : null;
    box.style.aspectRatio = wanted || own;
    if (wanted && Math.abs(wanted / own - 1) > 0.02 && shows.includes("fit")) {
      box.classList.add("is-refit");
      box.append(node("span", { className: "ref-fit-note", textContent: look.say(`fit_note_${card.fit}`) }));
    }
    if (card.use === "reframe" && isFramed && !wanted) {
      box.append(node("span", { className: "ref-fit-note", textContent: look.say("ref_choose_aspect") }));
    }
    if (card.mask && shows.includes("mask")) {
      const over = node("img", { className: "ref-mask", alt: "", src: look.url(card.mask) });
      box.append(over);
    }
    return box;
  }

  function media(card, url) {
    if (card.kind === "image") return node("img", { src: url, alt: card.title || "", loading: "lazy", draggable: false });
    if (card.kind === "audio") return node("audio", { src: url, controls: true, preload: "metadata", ariaLabel: card.title || card.name });
    const video = node("video", { src: `${url}#t=0.1`, muted: true, playsInline: true, preload: "metadata" });
    video.addEventListener("click", () => (video.paused ? video.play() : video.pause()));
    return video;
  }

  function chosenAspect(tab) {
    const value = document.querySelector(`#${tab}-aspect input:checked`)?.value || "";
    const [width, height] = value.split(":").map(Number);
    return width && height ? width / height : null;
  }

  function head(card, look, item) {
    const facts = [];
    if (card.width) facts.push(`${card.width}×${card.height}`);
    if (card.duration_s) facts.push(look.say("seconds_short", { seconds: card.duration_s.toFixed(1).replace(".0", "") }));
    const name = node("button", { type: "button", className: "ref-name", textContent: `@${card.name}`, title: look.say("ref_mention", { name: card.name }) });
    name.addEventListener("click", () => studioMentions.insert(look.config.tab, card.name));
    const grip = node("button", { type: "button", className: "ref-grip", ariaLabel: look.say("ref_move", { name: card.name }), title: look.say("ref_move", { name: card.name }) });
    grip.dataset.key = `grip-${card.name}`;
    grip.hidden = look.config.total === 1;
    dragging(grip, card, look, item);
    const away = node("button", { type: "button", className: "ref-remove", ariaLabel: look.say("ref_remove", { name: card.name }), title: look.say("ref_remove", { name: card.name }) });
    away.addEventListener("click", () => look.remove(card));
    return node("div", { className: "ref-line" }, name,
      node("span", { className: "ref-facts", textContent: facts.join(" · "), title: card.title || "" }), grip, away);
  }

  // By pointer and touch, or with the arrow keys.
  function dragging(grip, card, look, item) {
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      look.move(card, look.board.cards.indexOf(card) + step);
      look.render();
    });
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      grip.setPointerCapture(event.pointerId);
      item.classList.add("is-dragged");
      const follow = (moved) => {
        const over = document.elementFromPoint(moved.clientX, moved.clientY)?.closest(".ref");
        if (!over || over === item || over.parentElement !== item.parentElement) return;
        const box = over.getBoundingClientRect();
        const isBelow = Boolean(item.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING);
        const isPast = (moved.clientY > box.top + box.height / 2) === isBelow;
        // The others make way: a card that was itself moved in the page would lose the pointer.
        while (isPast && isBelow && over !== item.previousElementSibling) item.before(item.nextElementSibling);
        while (isPast && !isBelow && over !== item.nextElementSibling) item.after(item.previousElementSibling);
      };
      const drop = () => {
        grip.removeEventListener("pointermove", follow);
        item.classList.remove("is-dragged");
        look.move(card, [...item.parentElement.children].indexOf(item));
        look.render();
      };
      grip.addEventListener("pointermove", follow);
      grip.addEventListener("lostpointercapture", drop, { once: true });
    });
  }

  function role(card, look) {
    const offers = look.config.offers[card.kind];
    if (offers.length < 2) return null;
    const select = node("select", { className: "ref-role", ariaLabel: look.say("ref_role", { name: card.name }) });
    select.dataset.key = `role-${card.name}`;
    for (const id of offers) {
      const words = id === null ? look.say("role_auto") : look.config.uses[id].label[language()];
      select.append(node("option", { value: id ?? "", textContent: words, selected: id === card.use }));
    }
    select.addEventListener("change", () => {
      const use = select.value || null;
      const at = use === "keyframe" ? card.at_s ?? 2 : null;
      look.change(card, { use, at_s: at, fit: look.config.uses[use]?.fit || card.fit });
      look.render();
    });
    return select;
  }

  function gives(use, look) {
    if (!use) return node("p", { className: "ref-gives", textContent: look.say("role_auto_gives") });
    return node("p", { className: "ref-gives" },
      node("b", { textContent: look.say("ref_gives") }), ` ${use.gives[language()]} `,
      node("b", { textContent: look.say("ref_keeps_out") }), ` ${use.keeps_out[language()]}`);
  }

  function strength(card, look, kind) {
    const isAmount = kind === "amount";
    const range = node("input", { type: "range", min: isAmount ? 0.05 : 0, max: 1, step: 0.05 });
    range.value = card.strength ?? (isAmount ? look.config.amount : 1);
    range.dataset.key = `${kind}-${card.name}`;
    const shown = node("output", { textContent: percent(range.value) });
    range.addEventListener("input", () => {
      shown.textContent = percent(range.value);
      look.change(card, { strength: Number(range.value) });
    });
    const label = node("label", { className: `ref-dial ref-${kind}` }, node("span", { textContent: look.say(`ref_${kind}`) }), range, shown);
    if (isAmount) label.append(node("small", {}, node("span", { textContent: look.say("amount_low") }), node("span", { textContent: look.say("amount_high") })));
    return label;
  }

  const percent = (value) => `${Math.round(value * 100)}%`;

  function moment(card, look) {
    const box = node("input", { type: "number", min: 0, max: 60, step: 0.1, value: card.at_s ?? 0 });
    box.dataset.key = `at-${card.name}`;
    box.addEventListener("change", () => look.change(card, { at_s: box.value === "" ? null : Number(box.value) }));
    return node("label", { className: "ref-dial" }, node("span", { textContent: look.say("ref_at") }), box);
  }

  // Two thumbs on one track; the picture follows the thumb that is moved.
  function trim(card, look, item) {
    const length = card.duration_s;
    if (!length) return null;
    const text = node("output");
    const thumb = (name, value, key) => {
      const range = node("input", { type: "range", min: 0, max: length, step: 0.1, value, ariaLabel: look.say(key, { name: card.name }) });
      range.dataset.key = `${name}-${card.name}`;
      return range;
    };
    const start = thumb("start", card.start_s ?? 0, "trim_start");
    const end = thumb("end", card.end_s ?? length, "trim_end");
    const track = node("span", { className: "ref-track" }, start, end);
    const show = () => {
      const [low, high] = [Number(start.value), Number(end.value)];
      track.style.setProperty("--low", low / length);
      track.style.setProperty("--high", high / length);
      text.textContent = look.say("trim_says", { start: low.toFixed(1), end: high.toFixed(1), length: (high - low).toFixed(1) });
    };
    const moved = (range) => {
      if (range === start) start.value = Math.min(start.value, end.value - 0.2);
      else end.value = Math.max(end.value, Number(start.value) + 0.2);
      const isWhole = (value, edge) => Math.abs(value - edge) < 0.06;
      look.change(card, {
        start_s: isWhole(start.value, 0) ? null : Number(start.value),
        end_s: isWhole(end.value, length) ? null : Number(end.value),
      });
      const video = item.querySelector("video, audio");
      if (video) video.currentTime = Math.min(Number(range.value), length - 0.05);
      show();
    };
    start.addEventListener("input", () => moved(start));
    end.addEventListener("input", () => moved(end));
    show();
    return node("div", { className: "ref-trim" }, node("span", { textContent: look.say("ref_trim") }), track, text);
  }

  function pills(card, look, name, values) {
    const group = node("div", { className: "ref-pills", role: "radiogroup", ariaLabel: look.say(`ref_${name}`) });
    for (const value of values) {
      const radio = node("input", { type: "radio", name: `${look.config.tab}-${card.name}-${name}`, value, checked: card[name] === value });
      radio.dataset.key = `${name}-${value}-${card.name}`;
      radio.addEventListener("change", () => { look.change(card, { [name]: value }); look.render(); });
      group.append(node("label", {}, radio, node("span", { textContent: look.say(`${name}_${value}`) })));
    }
    return node("div", { className: "ref-choice" }, node("span", { textContent: look.say(`ref_${name}`) }), group);
  }

  function mask(card, look) {
    const paint = node("button", { type: "button", className: "act act-quiet", textContent: look.say(card.mask ? "mask_repaint" : "mask_paint") });
    paint.dataset.key = `mask-${card.name}`;
    paint.addEventListener("click", async () => {
      const painted = await studioMask.open(card, look.say, look.url);
      if (!painted) return;
      const sent = await look.upload(new File([painted], "mask.png", { type: "image/png" }));
      const { problem, file } = await look.server.keep_upload({ path: sent.path, title: "mask.png" });
      if (problem) { look.complain(problem[language()]); return; }
      look.change(card, { mask: file.file });
      look.render();
    });
    return node("div", { className: "ref-choice" }, paint);
  }

  return { draw, annotate };
})();
