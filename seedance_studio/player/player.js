// Videos in step: everything is delegated from the document, so players may come and go.
window.studioPlayer = (() => {
  const states = new WeakMap();
  const setOf = (node) => node.closest?.("[data-player]");
  const panesOf = (set) => [...set.querySelectorAll(".player-pane")];
  const videosOf = (set) => [...set.querySelectorAll("video")];

  function state(set) {
    if (!states.has(set)) states.set(set, { isPlaying: false, zoom: 1, x: 0, y: 0, pair: [0, 1] });
    return states.get(set);
  }

  const fps = (set) => Number(set.dataset.fps) || 24;
  const length = (set) => Math.max(0, ...videosOf(set).map((video) => video.duration || 0));
  // The longest video leads: the others hold their last picture.
  const leader = (set) => videosOf(set).reduce((best, video) => ((video.duration || 0) > (best?.duration || 0) ? video : best), null) || videosOf(set)[0];

  function seek(set, seconds) {
    for (const video of videosOf(set)) {
      const last = Math.max(0, (video.duration || 0) - 0.5 / fps(set));
      video.currentTime = Math.min(Math.max(seconds, 0), last);
    }
    show(set, seconds);
  }

  function frameOf(set) { return Math.floor((leader(set)?.currentTime || 0) * fps(set) + 1e-3); }

  function step(set, frames) {
    pause(set);
    const last = Math.max(0, Math.round(length(set) * fps(set)) - 1);
    const frame = Math.min(Math.max(frameOf(set) + frames, 0), last);
    // The middle of a frame: its edge may show either neighbour.
    seek(set, (frame + 0.5) / fps(set));
  }

  async function play(set) {
    const own = state(set);
    const at = leader(set)?.currentTime || 0;
    seek(set, at >= length(set) - 1 / fps(set) ? 0 : at);
    own.isPlaying = true;
    set.classList.add("is-playing");
    await Promise.allSettled(videosOf(set).map((video) => video.play()));
    requestAnimationFrame(() => follow(set));
  }

  function pause(set) {
    state(set).isPlaying = false;
    set.classList.remove("is-playing");
    videosOf(set).forEach((video) => video.pause());
  }

  function follow(set) {
    const own = state(set);
    if (!own.isPlaying) return;
    if (!set.isConnected) { pause(set); return; }
    const lead = leader(set);
    if (lead && (lead.ended || lead.currentTime >= lead.duration - 0.01)) {
      if (!set.querySelector("[data-do=loop]").checked) { pause(set); return; }
      seek(set, 0);
      videosOf(set).forEach((video) => video.play().catch(() => {}));
    }
    if (lead) {
      for (const video of videosOf(set)) {
        const isOver = lead.currentTime > (video.duration || 0);
        if (video !== lead && !isOver && !video.seeking && Math.abs(video.currentTime - lead.currentTime) > 0.06) {
          video.currentTime = lead.currentTime;
        }
      }
      show(set, lead.currentTime);
    }
    requestAnimationFrame(() => follow(set));
  }

  function show(set, seconds) {
    const whole = length(set);
    const bar = set.querySelector(".player-seek");
    if (whole && document.activeElement !== bar) bar.value = 1000 * seconds / whole;
    const frames = Math.round(whole * fps(set));
    const frame = Math.min(Math.floor(seconds * fps(set) + 1e-3) + 1, frames);
    set.querySelector(".player-time").textContent = `${seconds.toFixed(2)} / ${whole.toFixed(2)} s · ${frame}/${frames}`;
  }

  function view(set, name) {
    set.dataset.view = name;
    set.querySelectorAll("[data-do=view]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === name)));
    pairUp(set);
  }

  function pairUp(set) {
    const [first, second] = state(set).pair;
    panesOf(set).forEach((pane, index) => {
      pane.classList.toggle("is-first", index === first);
      pane.classList.toggle("is-second", index === second && second !== first);
    });
  }

  function zoom(set) {
    const own = state(set);
    const room = 50 * (1 - 1 / own.zoom);
    own.x = Math.min(Math.max(own.x, -room), room);
    own.y = Math.min(Math.max(own.y, -room), room);
    set.style.setProperty("--zoom", own.zoom);
    set.style.setProperty("--x", `${own.x}%`);
    set.style.setProperty("--y", `${own.y}%`);
    set.classList.toggle("is-zoomed", own.zoom > 1);
  }

  function shuffle(set, isBlind) {
    set.classList.toggle("is-blind", isBlind);
    set.dispatchEvent(new CustomEvent("player-blind", { bubbles: true, detail: isBlind }));
    const panes = panesOf(set);
    const order = panes.map((_, index) => index);
    for (let at = order.length - 1; isBlind && at > 0; at -= 1) {
      const other = Math.floor(Math.random() * (at + 1));
      [order[at], order[other]] = [order[other], order[at]];
    }
    panes.forEach((pane, index) => {
      const place = order[index];
      pane.style.order = isBlind ? place : "";
      pane.querySelector(".player-number").textContent = isBlind ? "ABCDEF"[place] : index + 1;
    });
    if (isBlind) view(set, "side");
  }

  const clicks = {
    play: (set) => (state(set).isPlaying ? pause(set) : play(set)),
    back: (set) => step(set, -1),
    next: (set) => step(set, 1),
    view: (set, node) => view(set, node.dataset.view),
    blind: (set) => shuffle(set, !set.classList.contains("is-blind")),
  };
  const inputs = {
    seek: (set, node) => seek(set, length(set) * node.value / 1000),
    cut: (set, node) => set.style.setProperty("--cut", `${node.value}%`),
    gain: (set, node) => set.style.setProperty("--gain", node.value),
    zoom: (set, node) => { state(set).zoom = Number(node.value); zoom(set); },
    speed: (set, node) => videosOf(set).forEach((video) => { video.playbackRate = Number(node.value); }),
    first: (set, node) => { state(set).pair[0] = Number(node.value); pairUp(set); },
    second: (set, node) => { state(set).pair[1] = Number(node.value); pairUp(set); },
    heard: (set, node) => panesOf(set).forEach((pane, index) => {
      const video = pane.querySelector("video");
      if (video) video.muted = node.value === "" || Number(node.value) !== index;
    }),
  };

  document.addEventListener("click", (event) => {
    const node = event.target.closest?.("[data-player] [data-do]");
    if (node && clicks[node.dataset.do]) clicks[node.dataset.do](setOf(node), node);
    else if (event.target.closest?.(".player-choose")) shuffle(setOf(event.target), false);
  });
  document.addEventListener("input", (event) => {
    const node = event.target.closest?.("[data-player] [data-do]");
    if (node && inputs[node.dataset.do]) inputs[node.dataset.do](setOf(node), node);
  });
  document.addEventListener("keydown", (event) => {
    const set = setOf(event.target);
    if (!set || event.target.matches("input[type=range], select") || event.ctrlKey || event.metaKey) return;
    const act = { ArrowLeft: "back", ArrowRight: "next" }[event.key];
    if (!act) return;
    event.preventDefault();
    clicks[act](set);
  });
  // What is enlarged can be moved, all of them at once.
  document.addEventListener("pointerdown", (event) => {
    const frame = event.target.closest?.(".is-zoomed .player-frame");
    if (!frame) return;
    const set = setOf(frame), own = state(set), box = frame.getBoundingClientRect();
    const from = { x: event.clientX, y: event.clientY, ownX: own.x, ownY: own.y };
    frame.setPointerCapture(event.pointerId);
    const move = (moved) => {
      own.x = from.ownX + 100 * (moved.clientX - from.x) / box.width / own.zoom;
      own.y = from.ownY + 100 * (moved.clientY - from.y) / box.height / own.zoom;
      zoom(set);
    };
    frame.addEventListener("pointermove", move);
    frame.addEventListener("lostpointercapture", () => frame.removeEventListener("pointermove", move), { once: true });
  });
  document.addEventListener("loadedmetadata", (event) => {
    const set = setOf(event.target);
    if (set) { pairUp(set); show(set, leader(set)?.currentTime || 0); }
  }, true);

  return { play, pause, step, seek, view };
})();
