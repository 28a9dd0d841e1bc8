// The reference board: files with a name of their own, a role and a strength. The browser holds the
// board, so nothing that is dragged or typed waits for the server; the server keeps the files and
// says what becomes of each card.
window.studioBoard = (() => {
  const NAMES = { image: "Image", video: "Video", audio: "Audio" };
  const language = () => (document.documentElement.dataset.language === "zh" ? "zh" : "en");

  function node(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  function open(api, config) {
    const { element, props, server, upload, watch } = api;
    const say = (key, places = {}) => Object.entries(places).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, value), config.words[key][language()]);
    const media = new Map();
    const url = (stored) => `${config.folder}/${stored}`;
    let board = read(props.value);
    let notes = {};
    let taken = null;
    let messages = [];
    let uploading = 0;

    function read(value) {
      const kept = value && Array.isArray(value.cards) ? JSON.parse(JSON.stringify(value)) : {};
      return { cards: kept.cards || [], next: kept.next || {} };
    }

    function commit() {
      props.value = JSON.parse(JSON.stringify(board));
      studioMentions.refresh(config.tab);
    }

    function change(card, values) {
      Object.assign(card, values);
      commit();
    }

    // A name is given once: it goes on from the highest that this board has seen.
    function newName(kind) {
      const used = board.cards.filter((card) => card.kind === kind)
        .map((card) => Number(card.name.slice(NAMES[kind].length)));
      const number = Math.max(board.next[kind] || 1, ...used.map((value) => value + 1));
      board.next[kind] = number + 1;
      return `${NAMES[kind]}${number}`;
    }

    function firstFreeUse(kind) {
      const wishes = config.defaults[kind] || [null];
      return wishes.find((use) => !board.cards.some((card) => card.use === use)) ?? wishes.at(-1);
    }

    function add(file, use) {
      const full = board.cards.length >= config.total
        || board.cards.filter((card) => card.kind === file.kind).length >= config.most[file.kind];
      if (!config.offers[file.kind]) return complain(say("board_wrong_kind", { file: file.title }));
      if (full) return complain(say(`board_full_${file.kind}`, { most: config.most[file.kind], total: config.total }));
      const card = {
        ...file, name: newName(file.kind), use: use ?? firstFreeUse(file.kind), strength: null,
        at_s: null, start_s: null, end_s: null, fit: "crop", mask: null, structure: "edges",
      };
      if (card.use === "keyframe") card.at_s = 1 + board.cards.filter((other) => other.use === "keyframe").length;
      board.cards.push(card);
      commit();
      render();
    }

    function complain(words) {
      messages.push(words);
      render();
    }

    async function take(files) {
      messages = [];
      const wanted = [...files];
      uploading += wanted.length;
      render();
      // All are sent at once, and get their names in the order in which they were chosen.
      const sent = wanted.map(async (file) => server.keep_upload({ path: (await upload(file)).path, title: file.name }));
      for (const one of sent) one.catch(() => {});
      for (const [place, file] of wanted.entries()) {
        try {
          await receive(sent[place], file.name);
        } catch {
          complain(say("board_not_sent", { file: file.name }));
        }
        uploading -= 1;
        render();
      }
    }

    async function receive(answer, title, use) {
      const { problem, file } = await answer;
      if (problem) complain(`${title ? `${title}: ` : ""}${problem[language()]}`);
      else add(file, use);
    }

    function remove(card) {
      board.cards = board.cards.filter((other) => other !== card);
      commit();
      render();
    }

    function move(card, place) {
      const rest = board.cards.filter((other) => other !== card);
      rest.splice(Math.max(0, Math.min(place, rest.length)), 0, card);
      board.cards = rest;
      commit();
    }

    const list = node("ul", { className: "refs" });
    const said = node("div", { className: "ref-messages" });
    const input = node("input", { type: "file", multiple: config.total > 1, accept: config.accept });
    const drop = node("label", { className: "ref-drop" }, input, node("span"), node("small"));
    const pick = node("button", { type: "button", className: "ref-pick" });
    element.firstElementChild.append(list, said, drop, pick);
    input.addEventListener("change", () => { take(input.files); input.value = ""; });
    pick.addEventListener("click", () => studioPicker.open(server, say, (clip) => {
      receive(server.keep_clip({ clip }), "");
    }));
    const zone = element.firstElementChild;
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      zone.addEventListener(kind, (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        zone.classList.toggle("is-over", kind === "dragover" || kind === "dragenter");
        if (kind === "drop") take(event.dataTransfer.files);
      });
    }

    const look = () => ({ say, url, config, media, notes, board, change, remove, move, render, server, upload, complain });

    function render() {
      const focused = element.contains(document.activeElement) && document.activeElement.dataset.key;
      list.replaceChildren(...board.cards.map((card) => studioCards.draw(card, look())));
      said.replaceChildren(...messages.map((words) => node("p", { role: "alert", textContent: words })));
      const isFull = board.cards.length >= config.total;
      const isEmpty = board.cards.length === 0;
      drop.hidden = pick.hidden = isFull;
      drop.classList.toggle("is-small", !isEmpty);
      drop.children[1].textContent = uploading ? say("board_uploading") : say(isEmpty ? `board_drop_${config.tab}` : `board_more_${config.tab}`);
      drop.children[2].textContent = isEmpty ? say(`board_formats_${config.tab}`) : "";
      pick.textContent = say(config.takes_last_frame ? "board_from_clip_frame" : "board_from_clip");
      if (focused) element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }

    function arrive() {
      const sent = props.incoming;
      if (!sent || sent.key === taken) return;
      taken = sent.key;
      if (sent.whole) board = read(null);
      for (const { file, use } of sent.files) {
        // One source video, one first frame: what is sent takes the place of the old.
        const isAlone = ["first_frame", "last_frame"].includes(use);
        board.cards = board.cards.filter((card) => config.total > 1 && !(isAlone && card.use === use));
        add(file, use);
      }
    }

    watch("value", () => { board = read(props.value); render(); studioMentions.refresh(config.tab); });
    watch("notes", () => {
      notes = props.notes || {};
      for (const item of list.children) {
        const card = board.cards.find((one) => one.name === item.dataset.name);
        if (card) studioCards.annotate(item, card, look());
      }
    });
    watch("incoming", arrive);
    new MutationObserver(render).observe(document.documentElement, { attributeFilter: ["data-language"] });
    document.addEventListener("change", (event) => {
      if (event.target.closest?.(`#${config.tab}-aspect`)) render();
    });
    studioMentions.register(config.tab, () => board.cards.map((card) => ({
      name: card.name, said: card.use ? config.uses[card.use].label[language()] : "", picture: card.kind === "image" ? url(card.file) : null,
    })), say);
    notes = props.notes || {};
    render();
    arrive();
  }

  return { open, node, language };
})();
